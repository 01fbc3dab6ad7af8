/**
 * Entries of lists and keys of documents that are written as another tool, or another place of this
 * language, would have them: one diagnostic for the whole entry, in terms of what was meant.
 */
import type { Fix, RelatedPlace, Report } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { reportSplit } from "./split-statement.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

/** Keys that stand for `policies` elsewhere, in lower case. */
const listKeys: ReadonlySet<string> = new Set([
  "policy",
  "rules",
  "statement",
  "statements",
  "permissions",
  "grants",
]);

/** Keys that stand for `extends` elsewhere. */
const takingKeys: ReadonlySet<string> = new Set(["roles", "use", "uses", "include", "includes", "inherits"]);

/** Keys that no document of the language has, and documents of other tools begin with. */
const foreignKeys: ReadonlySet<string> = new Set([
  "Version",
  "version",
  "apiVersion",
  "kind",
  "metadata",
  "spec",
  "resourcePolicy",
  "principalPolicy",
  "$schema",
  "Id",
]);

/** The key that a document's unknown key stands for; `null` when none can be told. */
export function meantDocumentKey(key: string): "policies" | null {
  return listKeys.has(key.toLowerCase()) ? "policies" : null;
}

/** Whether an unknown key of an agent policy or a role stands for `extends`. */
export function meansExtends(key: string): boolean {
  return takingKeys.has(key.toLowerCase());
}

/** Whether a key belongs to the documents of other tools. */
export function isForeignKey(key: string): boolean {
  return foreignKeys.has(key);
}

/** What to do about a key of another tool's documents. */
export const foreignKeyHelp =
  "documents of other tools are not read: write `agent: NAME` and `policies:` with statements such as `git:read on repos/*`";

/** Keys that split a statement into parts elsewhere, in lower case. */
const partKeys: ReadonlySet<string> = new Set([
  "effect",
  "action",
  "actions",
  "resource",
  "resources",
  "verbs",
  "allow",
  "deny",
]);

/** Reports an entry of a list by its schema's title; false when nothing about it is foreign. */
export function reportForeignEntry(map: YamlMap, title: string, report: Report): boolean {
  if (title === "Statement") return reportParts(map, report) || reportNestedDocument(map, report);
  return title === "Test of concrete requests" && reportSentence(map, report);
}

function reportParts(map: YamlMap, report: Report): boolean {
  const parts = map.entries.filter(({ key }) => partKeys.has(key.text.value.toLowerCase()));
  const [first, ...more] = parts;
  if (first === undefined) return false;
  const known = parts.length < map.entries.length && map.entries.some(({ key }) => isText(key.text.value));
  const key = first.key.text.value;
  const effect = key.toLowerCase();
  const fixes = effect === "allow" || effect === "deny" ? effectFix(map, first, effect) : [];
  const help =
    key.toLowerCase() === "effect" && known
      ? "write `deny` at the beginning of the statement instead"
      : `a statement is one text: \`${excerpt(sketch(map))}\``;
  const related = more.map((entry) => also(entry));
  report(build["unknown-key"](first.key.span, { key, where: "a statement" }, { help, fixes, related }));
  return true;
}

function isText(key: string): boolean {
  return key === "statement" || key.includes(" ");
}

function also({ key }: YamlEntry): RelatedPlace {
  return { message: "the same holds for this key", span: key.span };
}

/** The statement that the parts make, as far as they can be told. */
function sketch(map: YamlMap): string {
  const of = (...names: readonly string[]): string => {
    const entry = map.entries.find(({ key }) => names.includes(key.text.value.toLowerCase()));
    return entry === undefined ? "" : textOf(entry.value);
  };
  const allowed = of("allow");
  const denied = of("deny");
  if (allowed !== "" || denied !== "") return denied === "" ? allowed : `deny ${denied}`;
  const effect = /deny/i.test(of("effect")) ? "deny " : "";
  const actions = of("action", "actions", "verbs");
  const resources = of("resource", "resources");
  return `${effect}${actions === "" ? "git:push" : actions} on ${resources === "" ? "repos/*" : resources}`;
}

function textOf(node: YamlNode): string {
  if (node.kind === "scalar") return node.text.value;
  return node.kind === "seq" ? node.items.map(textOf).join(", ") : "";
}

/** `deny: X` → `deny X`, where both stand on one line. */
function effectFix(map: YamlMap, { key, value }: YamlEntry, effect: string): Fix[] {
  if (value.kind !== "scalar" || value.style !== "plain" || value.text.offsets !== null || map.flow)
    return [];
  if (typeof value.value !== "string" || map.entries[0]?.key !== key || map.entries.length > 1) return [];
  const span = { ...key.span, end: value.span.start };
  return [{ title: "write one text", kind: "review", edits: [{ span, text: `${effect} ` }] }];
}

/** A document with a dash before it. */
function reportNestedDocument(map: YamlMap, report: Report): boolean {
  const entry = map.entries.find(({ key }) => ["policies", "guardrails", "tests"].includes(key.text.value));
  if (entry === undefined) return false;
  const key = entry.key.text.value;
  const help = "a document is no entry of a list: remove the `- ` before it, and put `---` between documents";
  report(build["unknown-key"](entry.key.span, { key, where: "a statement" }, { help }));
  return true;
}

/** A sentence that YAML reads as a key: options stand below it, or a colon cut it. */
function reportSentence(map: YamlMap, report: Report): boolean {
  const sentence = map.entries.find(({ key }) => / (?:can|cannot|needs) /.test(key.text.value));
  if (sentence === undefined) return false;
  const { key, value } = sentence;
  if (value.kind === "scalar" && value.value !== null) {
    reportSplit(sentence, "sentence", report);
    return true;
  }
  const options = value.kind === "map" ? value.entries : map.entries.filter((entry) => entry !== sentence);
  const [first, ...more] = options;
  const help =
    first === undefined
      ? "remove the `:` at its end"
      : "write the sentence alone; what it depends on stands behind `given`, what is expected is its verb";
  const related = more.map(({ key: option }) => ({ message: "this is one, too", span: option.span }));
  report(build["sentence-options"](first?.key.span ?? key.span, {}, { help, related }));
  return true;
}
