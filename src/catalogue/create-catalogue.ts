/**
 * The catalogue of a policy set: what is shipped, what its tool lists say, and what `sentrely.yaml` adds to both.
 *
 * INVARIANT: lazy. Making one decodes nothing; each service's actions are put together when they are first asked for.
 */
import { compareCodePoints } from "../base/order.ts";
import { awsSpelling } from "./aws-names.ts";
import { openAwsText, type AwsText } from "./aws-text.ts";
import type { Catalogue, CatalogueAction, CatalogueService, ResourceTemplate } from "./catalogue.ts";
import { foldAscii } from "./fold-ascii.ts";
import { shippedServices } from "./services/all-services.ts";
import type { ServiceDefinition } from "./services/service-definition.ts";
import type { CatalogueSettings, ConfiguredAction, ConfiguredService, ImportedServer } from "./settings.ts";
import { readTemplate } from "./template.ts";

/** The text of `aws-catalogue.txt`; `null`: not loaded, and no action of AWS is known. */
export interface CatalogueSources extends CatalogueSettings {
  readonly aws: string | null;
}

/** What a service is before `sentrely.yaml` has its say. */
interface Known {
  readonly spelling: string;
  readonly isClosed: boolean;
  readonly source: CatalogueService["source"];
  readonly naming: CatalogueService["naming"];
  readonly actions: () => readonly CatalogueAction[];
}

export function createCatalogue({ services, servers, aws }: CatalogueSources): Catalogue {
  const known = new Map<string, Known>();
  for (const definition of shippedServices) known.set(definition.name, knownService(definition));
  for (const server of servers) known.set(foldAscii(`mcp:${server.name}`), knownServer(server));
  const text = aws === null ? null : openAwsText(aws);
  if (text !== null)
    for (const service of text.services) known.set(`aws:${service}`, knownAws(text, service));
  const configured = new Map(services.map((service) => [foldAscii(service.name), service]));

  const keys = [...new Set([...known.keys(), ...configured.keys()])].sort(compareCodePoints);
  const held = new Map<string, CatalogueService>();
  const service = (key: string): CatalogueService | null => {
    const found = held.get(key);
    if (found !== undefined) return found;
    const made = makeService(key, known.get(key), configured.get(key));
    if (made !== null) held.set(key, made);
    return made;
  };
  const serviceOf = (action: string): CatalogueService | null => {
    for (let prefix = foldAscii(action); prefix !== "";) {
      const found = service(prefix);
      if (found !== null) return found;
      prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(":")));
    }
    return null;
  };

  const byName = new WeakMap<CatalogueService, ReadonlyMap<string, CatalogueAction>>();
  return {
    keys,
    service: (key) => service(foldAscii(key)),
    serviceOf,
    action: (name) => {
      const owner = serviceOf(name);
      if (owner === null) return null;
      let actions = byName.get(owner);
      if (actions === undefined) {
        actions = new Map(owner.actions.map((action) => [foldAscii(action.name), action]));
        byName.set(owner, actions);
      }
      return actions.get(foldAscii(name)) ?? null;
    },
    alias: (prefix) => {
      const folded = foldAscii(prefix);
      if (known.has(folded) || configured.has(folded)) return null;
      return shippedServices.find(({ aliases }) => aliases.includes(folded))?.name ?? awsSpelling(folded);
    },
  };
}

function makeService(
  key: string,
  known: Known | undefined,
  configured: ConfiguredService | undefined,
): CatalogueService | null {
  if (known === undefined && configured === undefined) return null;
  const spelling = known?.spelling ?? configured?.name ?? key;
  const binds =
    configured !== undefined && [configured, ...configured.actions].some(({ shapes }) => shapes.length > 0);
  let actions: readonly CatalogueAction[] | undefined;
  return {
    key,
    spelling,
    isClosed: configured?.isClosed ?? known?.isClosed ?? false,
    foldsCase: configured?.foldsCase ?? false,
    source: known?.source ?? "config",
    naming: binds ? "bound" : (known?.naming ?? "convention"),
    get actions() {
      return (actions ??= joinActions(known?.actions() ?? [], configured));
    },
  };
}

/** The known actions as `sentrely.yaml` changes them, and those that only it knows. */
function joinActions(
  known: readonly CatalogueAction[],
  configured: ConfiguredService | undefined,
): readonly CatalogueAction[] {
  if (configured === undefined) return known;
  const own = new Map(configured.actions.map((action) => [foldAscii(action.name), action]));
  const changed = known.map((action) => {
    const key = foldAscii(action.name);
    const entry = own.get(key);
    own.delete(key);
    return {
      ...action,
      access: entry?.access ?? action.access,
      resources: shapesOf(entry, configured) ?? action.resources,
    };
  });
  const added = [...own.values()].map((entry) => ({
    name: entry.name,
    access: entry.access ?? "write",
    isDestructive: false,
    resources: shapesOf(entry, configured),
    conditionKeys: [],
  }));
  return [...changed, ...added].sort((a, b) => compareCodePoints(a.name, b.name));
}

/** The shapes that bind an action; `null`: none do. */
function shapesOf(
  action: ConfiguredAction | undefined,
  service: ConfiguredService,
): readonly ResourceTemplate[] | null {
  const shapes = action === undefined || action.shapes.length === 0 ? service.shapes : action.shapes;
  return shapes.length === 0 ? null : shapes;
}

function knownAws(text: AwsText, service: string): Known {
  return {
    spelling: `aws:${service}`,
    isClosed: false,
    source: "shipped",
    naming: "vendor",
    actions: () => text.actionsOf(service),
  };
}

function knownService(definition: ServiceDefinition): Known {
  return {
    spelling: definition.name,
    isClosed: false,
    source: "shipped",
    naming: "convention",
    actions: () => actionsOf(definition),
  };
}

function actionsOf({ name, layouts, actions }: ServiceDefinition): readonly CatalogueAction[] {
  const kinds = new Map<string, ResourceTemplate[]>();
  for (const layout of Object.values(layouts)) {
    for (const [kind, texts] of Object.entries(layout)) {
      const templates = texts.map((text) => readTemplate(kind, text));
      kinds.set(kind, [...(kinds.get(kind) ?? []), ...templates]);
    }
  }
  return actions
    .flatMap(({ access, isDestructive, on, names }) => {
      const resources = (on ?? [...kinds.keys()]).flatMap((kind) => kinds.get(kind) ?? []);
      return names.split(" ").map((action) => ({
        name: `${name}:${action}`,
        access,
        isDestructive: isDestructive ?? false,
        resources,
        conditionKeys: [],
      }));
    })
    .sort((a, b) => compareCodePoints(a.name, b.name));
}

/** A tool list is complete, so the server is closed unless `sentrely.yaml` says otherwise. */
function knownServer({ name, tools }: ImportedServer): Known {
  const spelling = `mcp:${name}`;
  return {
    spelling,
    isClosed: true,
    source: "mcp",
    naming: "convention",
    actions: () => {
      const resources = ["", "/{path...}"].map((rest) => readTemplate("item", `mcp/${name}${rest}`));
      return tools.map((tool) => ({
        name: `${spelling}:${tool.name}`,
        access: tool.access,
        isDestructive: tool.isDestructive,
        resources,
        conditionKeys: [],
      }));
    },
  };
}
