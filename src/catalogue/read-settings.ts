/** `catalog:` of `sentrely.yaml` and the tool lists that it names, as what a catalogue is made from. */
import type { Report } from "../base/diagnostic.ts";
import type { SourceFile, Span } from "../base/source.ts";
import type { ConfigNode, ServiceNode, ShapeNode } from "../syntax/ast.ts";
import type { ResourceTemplate } from "./catalogue.ts";
import { foldAscii } from "./fold-ascii.ts";
import { catalogueMessages } from "./messages.ts";
import type { CatalogueSettings, ConfiguredService, ImportedServer } from "./settings.ts";
import { shippedShapes } from "./shipped-shapes.ts";
import { readToolList } from "./tool-list.ts";

const { build } = catalogueMessages;

export interface ToolLists {
  /** By path, as `catalog.mcp` has it. */
  readonly given: readonly SourceFile[];
  /** Paths of those that cannot be read, which has been reported. */
  readonly unreadable: ReadonlySet<string>;
}

/** What is wrong with a tool list, or missing, is reported; what is wrong with shapes, when they are lowered. */
export function readCatalogueSettings(
  config: ConfigNode | null,
  lists: ToolLists,
  report: Report,
): CatalogueSettings {
  if (config === null) return { services: [], servers: [] };
  return {
    services: readServices(config.catalog),
    servers: readServers(config.catalog.mcp, lists, report),
  };
}

function readServices({ services, shapes }: ConfigNode["catalog"]): readonly ConfiguredService[] {
  const byKey = new Map(services.map((node) => [foldAscii(node.name.value), configuredService(node)]));
  for (const { value } of shapes) {
    const adopted = shippedShapes(value);
    if (adopted === null) continue;
    const entry = byKey.get(adopted.service);
    byKey.set(adopted.service, {
      name: adopted.service,
      isClosed: null,
      foldsCase: null,
      actions: [],
      ...entry,
      shapes: adopted.shapes,
    });
  }
  return [...byKey.values()];
}

function configuredService(node: ServiceNode): ConfiguredService {
  const name = node.name.value;
  return {
    name,
    isClosed: node.closed,
    foldsCase: node.foldCase,
    shapes: node.shapes.map(templateOf),
    actions: node.actions.map((action) => ({
      name: fullName(name, action.name.value),
      access: action.access,
      shapes: action.shapes.map(templateOf),
    })),
  };
}

function fullName(service: string, action: string): string {
  return foldAscii(action).startsWith(`${foldAscii(service)}:`) ? action : `${service}:${action}`;
}

function templateOf({ text, parts }: ShapeNode): ResourceTemplate {
  return { name: text, text, parts };
}

function readServers(
  nodes: ConfigNode["catalog"]["mcp"],
  { given, unreadable }: ToolLists,
  report: Report,
): readonly ImportedServer[] {
  const taken = new Map<string, Span>();
  return nodes.flatMap(({ server, path }) => {
    const first = taken.get(foldAscii(server.value));
    if (first !== undefined) {
      const related = [{ message: "the other one", span: first }];
      const problem = `the MCP server \`${server.value}\` has a tool list already`;
      report(build["bad-tool-list"](server.span, { problem }, { related, help: "join the lists" }));
      return [];
    }
    taken.set(foldAscii(server.value), server.span);
    if (unreadable.has(path.value)) return [];
    const source = given.find((list) => list.path === path.value);
    if (source === undefined) {
      const help = "give its text as one of `toolLists`";
      report(build["missing-catalogue"](path.span, { file: path.value }, { help }));
      return [];
    }
    const tools = readToolList(source, report);
    return tools === null ? [] : [{ name: server.value, tools }];
  });
}
