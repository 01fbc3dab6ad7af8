/**
 * What a `tools/list` of an MCP server says (Model Context Protocol, "Tools"): names, and hints of what they do.
 *
 * INVARIANT: a tool is only taken whose action `mcp:SERVER:TOOL` a policy can name and a valid request can hold, and
 * no two that a policy could not tell apart. A list with one that is not gives none at all.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { SourceFile, Span } from "../base/source.ts";
import { excerpt } from "../syntax/characters.ts";
import { memberOf, parseJson, type JsonNode } from "../syntax/json-source.ts";
import { catalogueMessages } from "./messages.ts";
import type { ImportedTool } from "./settings.ts";

const { build } = catalogueMessages;

/** So many faults of one file are told. */
const mostFaults = 20;

/** The tools of a list, sorted by name; `null` when anything is wrong, which has been reported. */
export function readToolList(source: SourceFile, report: Report): readonly ImportedTool[] | null {
  const faults = new Faults(source, report);
  const reading = parseJson(source.text);
  if (reading.kind === "fault") {
    const { problem, start, end } = reading.fault;
    faults.tell({ start, end }, `not JSON: ${problem}`, answerHelp);
    return null;
  }
  const tools = toolsOf(reading.root, faults);
  const taken = new Map<string, JsonNode>();
  const read = tools.flatMap((node) => {
    const tool = readTool(node, taken, faults);
    return tool === null ? [] : [tool];
  });
  return faults.count > 0 ? null : read.sort((a, b) => compareCodePoints(a.name, b.name));
}

/** The diagnostic for a file of so many bytes, which need not be read to know it. */
export function toolListTooLarge(file: string, bytes: number): Diagnostic {
  const size = (bytes / 2 ** 20).toFixed(1);
  const help = "leave out what the compiler does not read: descriptions and schemas of arguments";
  return build["bad-tool-list"](
    { file, start: 0, end: 0 },
    { problem: `the tool list has ${size} MiB; 5 MiB are read at most` },
    { help },
  );
}

type Place = Omit<Span, "file">;

/** Reports what is wrong with one file, and counts it. */
class Faults {
  count = 0;
  readonly #file: string;
  readonly #report: Report;

  constructor({ path }: SourceFile, report: Report) {
    this.#file = path;
    this.#report = report;
  }

  tell(
    at: Place,
    problem: string,
    help: string | null,
    other: { readonly message: string; readonly at: Place } | null = null,
  ): void {
    this.count++;
    if (this.count > mostFaults) return;
    const spanOf = ({ start, end }: Place): Span => ({ file: this.#file, start, end });
    const related = other === null ? [] : [{ message: other.message, span: spanOf(other.at) }];
    this.#report(build["bad-tool-list"](spanOf(at), { problem }, { help, related }));
  }
}

const answerHelp = 'save what the server answers to `tools/list`: `{"tools": […]}`';

/** The list itself, its result, or the whole answer of JSON-RPC. */
function toolsOf(root: JsonNode, faults: Faults): readonly JsonNode[] {
  const result = memberOf(root, "result") ?? root;
  const list = result.kind === "array" ? result : memberOf(result, "tools");
  const next = memberOf(result, "nextCursor");
  const first = { start: root.start, end: Math.min(root.start + 1, root.end) };
  if (list?.kind !== "array") {
    faults.tell(list ?? first, "the file holds no list of tools", answerHelp);
    return [];
  }
  if (list.items.length === 0) faults.tell(list, "the list holds no tool", answerHelp);
  if (next !== null && !(next.kind === "literal" && next.value === null))
    faults.tell(
      next,
      "the list goes on: this is one page of it",
      "join the pages, and leave `nextCursor` out",
    );
  return list.items;
}

function readTool(node: JsonNode, taken: Map<string, JsonNode>, faults: Faults): ImportedTool | null {
  const name = memberOf(node, "name");
  if (name?.kind !== "string") {
    faults.tell(
      name ?? { start: node.start, end: node.start + 1 },
      "a tool without a name",
      "a tool's `name` is a text",
    );
    return null;
  }
  const problem = nameProblem(name.value);
  if (problem !== null) {
    faults.tell(
      name,
      `the name of a tool ${problem}`,
      "no policy could speak of it safely: have the server rename it, or its gateway",
    );
    return null;
  }
  // Actions match either case of ASCII letters; people take other letters for the same likewise.
  const key = name.value.normalize("NFKC").toLowerCase();
  const first = taken.get(key);
  if (first !== undefined) {
    const message = "the other one";
    faults.tell(
      name,
      `the name \`${excerpt(name.value)}\` is taken, if in other letters`,
      "a policy could not tell the two tools apart",
      { message, at: first },
    );
    return null;
  }
  taken.set(key, name);
  return { name: name.value, ...hintsOf(node, faults) };
}

/** Absent hints mean what the protocol says: the tool writes, and may destroy. */
function hintsOf(node: JsonNode, faults: Faults): Omit<ImportedTool, "name"> {
  const annotations = memberOf(node, "annotations");
  const hint = (name: string): boolean | null => {
    const value = annotations === null ? null : memberOf(annotations, name);
    if (value === null) return null;
    if (value.kind === "literal" && value.value !== null) return value.value;
    faults.tell(value, `\`${name}\` is neither \`true\` nor \`false\``, null);
    return null;
  };
  const reads = hint("readOnlyHint") ?? false;
  const destroys = hint("destructiveHint") ?? true;
  return { access: reads ? "read" : "write", isDestructive: !reads && destroys };
}

/** Parts of names and patterns, and what neither may hold (LANGUAGE.md §3 and §4). */
const meaningful = new Map([
  [":", "`:`, which separates the parts of an action"],
  ["/", "`/`, which no action holds"],
  [" ", "a blank"],
  ["\\", "a backslash"],
  ["`", "a backtick"],
]);
const patternCharacters = '*{}$,"?[]';
const invisible =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;
const longestName = 128;

/** What is wrong with a tool's name, as the rest of a sentence. */
function nameProblem(name: string): string | null {
  if (name === "") return "is empty";
  if ([...name].length > longestName) return `has more than ${String(longestName)} characters`;
  const hidden = invisible.exec(name)?.[0];
  if (hidden !== undefined) return `holds the character U+${codeOf(hidden)}, which is not seen`;
  const known = [...meaningful].find(([character]) => name.includes(character));
  if (known !== undefined) return `holds ${known[1]}`;
  const special = [...name].find((character) => patternCharacters.includes(character));
  if (special !== undefined) return `holds \`${special}\`, which means something in patterns`;
  if (/%[0-9A-Fa-f]{2}/.test(name)) return "holds `%` and two hexadecimal digits, which no request may";
  return null;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
