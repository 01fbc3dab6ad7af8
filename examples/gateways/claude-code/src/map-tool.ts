/** A tool call of Claude Code to the names that policies speak of. The table is in `docs/gateways/claude-code.md`. */
import { expandHome, fileNames, pathsOf } from "./file-names.ts";
import type { HookInput } from "./input.ts";
import { Unmapped, type Mapped, type Place, type Wish } from "./requests.ts";
import { mapLine } from "./shell/line.ts";
import { urlName } from "./url-name.ts";

type Fields = HookInput["toolInput"];
type Mapping = (fields: Fields, place: Place) => Mapped;

const name = /^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/;

/** Tools that touch nothing but the session: `agent:<tool> on agent`. */
const sessionTools =
  "AskUserQuestion CronCreate CronDelete CronList EndConversation EnterPlanMode ExitPlanMode ExitWorktree ListAgents " +
  "ListMcpResourcesTool PushNotification ReportFindings ScheduleWakeup SendFeedback SendMessage SubagentHandback TaskCreate " +
  "TaskGet TaskList TaskOutput TaskStop TaskUpdate TodoRead TodoWrite ToolSearch WaitForMcpServers";

const mappings: ReadonlyMap<string, Mapping> = new Map<string, Mapping>([
  ["Bash", (fields, place) => mapLine(text(fields, "command"), place)],
  ["Monitor", (fields, place) => mapLine(text(fields, "command"), place)],
  ["PowerShell", () => unparsed("PowerShell is not parsed")],
  ["BashOutput", () => wishes([{ action: "bash:read_output", resource: "bash" }])],
  ["KillShell", () => wishes([{ action: "bash:kill", resource: "bash" }])],
  ["KillBash", () => wishes([{ action: "bash:kill", resource: "bash" }])],
  ["Read", (fields, place) => file("files:read", text(fields, "file_path"), place)],
  ["NotebookRead", (fields, place) => file("files:read", text(fields, "notebook_path"), place)],
  ["LSP", (fields, place) => file("files:read", text(fields, "filePath"), place)],
  ["Write", (fields, place) => file("files:write", text(fields, "file_path"), place)],
  ["Edit", (fields, place) => file("files:write", text(fields, "file_path"), place)],
  ["MultiEdit", (fields, place) => file("files:write", text(fields, "file_path"), place)],
  ["NotebookEdit", (fields, place) => file("files:write", text(fields, "notebook_path"), place)],
  ["LS", (fields, place) => file("files:list", text(fields, "path"), place)],
  ["Glob", glob],
  ["Grep", (fields, place) => file("files:read", optional(fields, "path") ?? place.cwd, place)],
  ["WebFetch", (fields) => wishes([{ action: "https:get", resource: urlName(text(fields, "url")) }])],
  ["WebSearch", () => wishes([{ action: "web:search", resource: "web" }])],
  ["Agent", subagent],
  ["Task", subagent],
  ["Skill", (fields) => wishes([{ action: "agent:skill", resource: `skills/${skillName(text(fields, "skill"))}` }])],
  ["ReadMcpResourceTool", mcpResource],
  ...sessionTools.split(" ").map((tool): [string, Mapping] => [
    tool,
    () => wishes([{ action: `agent:${tool}`, resource: "agent" }]),
  ]),
]);

/** The tools that have names, besides those of MCP servers. */
export const mappedTools: readonly string[] = [...mappings.keys()];

/** What a tool call asks for: at least one wish. Throws `Unmapped` for a call that has no name. */
export function mapTool(input: HookInput, place: Place): Mapped {
  const mapping = mappings.get(input.toolName);
  if (mapping !== undefined) return mapping(input.toolInput, place);
  if (input.toolName.startsWith("mcp__")) return mcpTool(input.toolName);
  throw new Unmapped(`the tool \`${input.toolName}\` has no name that policies could speak of`);
}

function wishes(list: readonly Wish[]): Mapped {
  return { wishes: list, notes: [] };
}

function unparsed(note: string): Mapped {
  return { wishes: [{ action: "bash:run", resource: "cmd/unparsed" }], notes: [note] };
}

function text(fields: Fields, field: string): string {
  const value = fields[field];
  if (typeof value !== "string" || value === "") throw new Unmapped(`the call has no \`${field}\``);
  return value;
}

function optional(fields: Fields, field: string): string | null {
  return fields[field] === undefined || fields[field] === null ? null : text(fields, field);
}

function file(action: string, path: string, place: Place): Mapped {
  const full = expandHome(path, place);
  if (full === null) throw new Unmapped(`whose home \`${path}\` begins with is not known`);
  return wishes(fileNames(full, place.cwd, place).map((resource) => ({ action, resource })));
}

/** The folder that is listed: the given one, and what of the pattern comes before its first wildcard. */
function glob(fields: Fields, place: Place): Mapped {
  const paths = pathsOf(place);
  const folder = optional(fields, "path") ?? place.cwd;
  const pattern = text(fields, "pattern");
  const fixed = /^[^*?[\]{}()!]*/.exec(pattern)?.[0] ?? "";
  const cut = Math.max(fixed.lastIndexOf("/"), place.platform === "win32" ? fixed.lastIndexOf("\\") : -1);
  if (/(^|[/\\])\.\.?($|[/\\])/.test(pattern.slice(cut + 1)) || /\.\./.test(pattern.slice(fixed.length))) {
    throw new Unmapped("a pattern that goes up again after a wildcard is refused");
  }
  const prefix = pattern.slice(0, cut + 1);
  if (prefix === "") return file("files:list", folder, place);
  return file("files:list", paths.isAbsolute(prefix) || prefix.startsWith("~") ? prefix : `${folder}/${prefix}`, place);
}

function subagent(fields: Fields): Mapped {
  const kind = optional(fields, "subagent_type") ?? "general-purpose";
  if (!/^[A-Za-z0-9_][\w.@:-]*$/.test(kind)) throw new Unmapped(`\`${kind}\` is no name of a subagent`);
  return wishes([{ action: "agent:spawn", resource: `agents/${kind}` }]);
}

function skillName(given: string): string {
  const skill = given.replace(/^\//, "");
  if (!/^[A-Za-z0-9_][\w.@:-]*$/.test(skill)) throw new Unmapped(`\`${skill}\` is no name of a skill`);
  return skill;
}

/** `mcp__<server>__<tool>`. Where names hold `__` themselves, every way to read it is decided. */
function mcpTool(tool: string): Mapped {
  const rest = tool.slice("mcp__".length);
  const cuts = [...rest.matchAll(/(?=__)/g)].map((match) => match.index);
  const readings = cuts
    .map((cut) => ({ server: rest.slice(0, cut), tool: rest.slice(cut + 2) }))
    .filter((one) => name.test(one.server) && name.test(one.tool));
  if (readings.length === 0) throw new Unmapped(`\`${tool}\` names no tool of a server`);
  return wishes(
    readings.map((one) => ({ action: `mcp:${one.server}:${one.tool}`, resource: `mcp/${one.server}` })),
  );
}

function mcpResource(fields: Fields): Mapped {
  const server = text(fields, "server");
  if (!name.test(server)) throw new Unmapped(`\`${server}\` is no name of a server`);
  return wishes([{ action: `mcp:${server}:read_resource`, resource: `mcp/${server}` }]);
}
