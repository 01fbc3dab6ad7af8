/**
 * What the imported tool lists of MCP servers say otherwise, one change a server: tools decide nothing, but
 * a server that grows one gives more to whoever may use all of them, and hints are what lints rest on.
 *
 * INVARIANT: which file holds a list, and in what order, has no part in it.
 */
import type { ImportedServer, ImportedTool } from "../catalogue/settings.ts";
import { sortedUnique } from "../base/order.ts";
import type { Change, ChangedStatement } from "./change.ts";
import { configPlaces } from "./config-places.ts";
import { strictness } from "./config-weakenings.ts";
import { plainChange } from "./plain-change.ts";
import type { Side } from "./side.ts";
import { lineReader } from "./source-line.ts";

/** Names of one list that a message shows. */
const mostNames = 5;

/** The servers whose tools came, went, or are said to do something else. */
export function toolChanges(base: Side, head: Side): Change[] {
  const before = serversOf(base);
  const after = serversOf(head);
  return sortedUnique([...before.keys(), ...after.keys()]).flatMap((name): Change[] => {
    const [old, now] = [before.get(name), after.get(name)];
    const tell = (said: readonly string[], isLooser: boolean): Change => ({
      ...changeOf(name, said, isLooser),
      base: old === undefined ? [] : listOf(base, name),
      head: now === undefined ? [] : listOf(head, name),
    });
    if (old === undefined) return [tell([`was imported, with ${counted(now?.tools ?? [])}`], false)];
    if (now === undefined) return [tell([`is no longer imported; it had ${counted(old.tools)}`], true)];
    const said = differences(old.tools, now.tools);
    return said.length === 0 ? [] : [tell(said, someMilder(old.tools, now.tools))];
  });
}

/** Where the config names the server's list. */
function listOf({ config, sources }: Side, server: string): readonly ChangedStatement[] {
  const path = `catalog.mcp.${server}`;
  const span = configPlaces(config).get(path);
  return span === undefined ? [] : [{ id: path, text: path, span, line: lineReader(sources)(span) }];
}

/** Whether a tool of both lists is said to do less harm than before. */
function someMilder(before: readonly ImportedTool[], after: readonly ImportedTool[]): boolean {
  const now = new Map(after.map((tool) => [tool.name, tool]));
  return before.some((old) => {
    const tool = now.get(old.name);
    if (tool === undefined) return false;
    return strictness[tool.access] < strictness[old.access] || (old.isDestructive && !tool.isDestructive);
  });
}

function serversOf({ catalogue }: Side): ReadonlyMap<string, ImportedServer> {
  return new Map(catalogue.servers.map((server) => [server.name, server]));
}

function changeOf(server: string, said: readonly string[], isLooser: boolean): Change {
  const message = `the MCP server \`${server}\` ${said.join("; ")}`;
  return plainChange({
    kind: "config",
    tags: ["config", "config-catalog", ...(isLooser ? ["catalogue-loosened", "weakened"] : [])],
    message,
  });
}

function counted(tools: readonly ImportedTool[]): string {
  return tools.length === 1 ? "1 tool" : `${String(tools.length)} tools`;
}

function differences(before: readonly ImportedTool[], after: readonly ImportedTool[]): readonly string[] {
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const now = new Map(after.map((tool) => [tool.name, tool]));
  const gained = after.filter(({ name }) => !old.has(name)).map(({ name }) => name);
  const lost = before.filter(({ name }) => !now.has(name)).map(({ name }) => name);
  const retold = after.flatMap((tool) => {
    const [from, to] = [old.get(tool.name), tool].map((t) => (t === undefined ? null : doesText(t)));
    return from === null || from === to
      ? []
      : [`\`${tool.name}\` is said to ${to ?? ""}, not to ${from ?? ""}`];
  });
  return [
    ...(gained.length === 0 ? [] : [`has gained ${listText(gained)}`]),
    ...(lost.length === 0 ? [] : [`has lost ${listText(lost)}`]),
    ...retold.slice(0, mostNames),
    ...(retold.length > mostNames ? [`so for ${String(retold.length - mostNames)} more`] : []),
  ];
}

function doesText({ access, isDestructive }: ImportedTool): string {
  return isDestructive ? `${access} and perhaps destroy` : access;
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${String(rest)} more`;
}
