/**
 * Composed YAML → the located tree.
 *
 * What an error makes meaningless is left out together with the list entry or the document that holds
 * it, so that nothing is reported for it a second time.
 */
import {
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { EditedText } from "./edited-text.ts";
import { repeatedPolicies } from "./repeated-policies.ts";
import { trapComment, trapFoldedOption } from "./statement-traps.ts";
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlDocument, YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from "./yaml-node.ts";
import { emptyScalar, locateScalar } from "./yaml-scalar.ts";
import type { Scan } from "./yaml-scan.ts";
import { statementLists } from "./yaml-traps.ts";

interface Tree {
  readonly file: string;
  readonly edited: EditedText;
  readonly report: Report;
}

/** What a node is to its parent, as far as the reading of YAML must know. */
type Role =
  | "root"
  /** The value of `policies:` and its like, or a root that is a list. */
  | "statements"
  /** An entry of such a list. */
  | "statement"
  | "entry"
  | "other";

/** The tree of one document; `null` when an error leaves nothing of it that could be judged. */
export function locateDocument(
  document: Document.Parsed,
  { file, edited, hasStatements }: Pick<Scan, "file" | "edited" | "hasStatements">,
  report: Report,
): YamlDocument | null {
  const tree: Tree = { file, edited, report };
  const [start, , end] = document.range;
  const span = spanOf(tree, start, end);
  const contents: ParsedNode | null = document.contents;
  if (contents === null || isEmpty(contents)) return { root: null, span };
  const root = locate(tree, contents, hasStatements ? "root" : "other");
  return root === null ? null : { root, span };
}

function spanOf({ file, edited }: Tree, start: number, end: number): Span {
  return { file, start: edited.toAuthor(start), end: edited.toAuthor(end) };
}

/** A node that stands for a value which is not written. */
function isEmpty(node: ParsedNode): boolean {
  return isScalar(node) && node.srcToken === undefined;
}

/** `null`: the node is meaningless, which has been reported. */
function locate(tree: Tree, node: ParsedNode, role: Role): YamlNode | null {
  // Aliases and tags have been reported where they stand.
  if (node.tag !== undefined) return null;
  if (isMap(node)) return locateMap(tree, node, role);
  if (isSeq(node)) return locateSeq(tree, node, role);
  if (!isScalar(node)) return null;
  const scalar = locateLeaf(tree, node);
  if (!isTrapped(tree, scalar, role === "statement")) return scalar;
  return role === "statement" ? null : asMeant(tree, scalar);
}

/** A value that a comment cut short, so that what stands around it is judged all the same. */
function asMeant({ file, edited: { author } }: Tree, scalar: YamlScalar): YamlScalar {
  if (scalar.text.value !== "") return scalar;
  const start = author.indexOf("#", scalar.span.end);
  const feed = author.indexOf("\n", start);
  const value = author.slice(start, feed === -1 ? author.length : feed).trimEnd();
  const span = { file, start, end: start + value.length };
  return { kind: "scalar", value, text: { value, span, offsets: null, start }, style: "plain", span };
}

function locateLeaf(tree: Tree, node: ParsedNode): YamlScalar {
  const token = isScalar(node) ? node.srcToken : undefined;
  return isScalar(node) && token !== undefined
    ? locateScalar(tree.file, tree.edited, node, token)
    : emptyScalar(tree.file, emptyPlace(tree, node.range[0]));
}

/** Whether a scalar says less than its author wrote; reports it. */
function isTrapped({ edited, report }: Tree, scalar: YamlScalar, isStatement: boolean): boolean {
  if (scalar.style !== "plain") return false;
  const isText = typeof scalar.value === "string" || scalar.text.value === "";
  if (isText && trapComment(edited.author, scalar, isStatement, report)) return true;
  return isStatement && trapFoldedOption(edited.author, scalar, report);
}

/** Right after the colon, dash, comma or bracket before an absent value. */
function emptyPlace({ edited }: Tree, offset: number): number {
  let at = offset;
  while (at > 0 && " \t\r\n".includes(edited.text.charAt(at - 1))) at--;
  return edited.toAuthor(at);
}

function locateSeq(tree: Tree, node: YAMLSeq.Parsed, role: Role): YamlSeq | null {
  const items: YamlNode[] = [];
  const inner = role === "root" || role === "statements" ? "statement" : "entry";
  for (const item of node.items) {
    const located = locate(tree, item, inner);
    if (located !== null) items.push(located);
  }
  if (items.length === 0 && node.items.length > 0) return null;
  return {
    kind: "seq",
    flow: node.flow === true,
    items,
    span: collectionSpan(tree, node, items.at(-1)?.span),
  };
}

function locateMap(tree: Tree, node: YAMLMap.Parsed, role: Role): YamlMap | null {
  const entries: YamlEntry[] = [];
  const keys = new Map<string, YamlScalar>();
  for (const [i, pair] of node.items.entries()) {
    const key = locateKey(tree, pair.key);
    const isStatement = role === "statement" && i === 0 && key !== null && isSplitKey(key, pair);
    if (key !== null && isStatement && isTrapped(tree, key, true)) return null;
    const earlier = key === null ? undefined : keys.get(key.text.value);
    if (key !== null && earlier !== undefined) {
      reportDuplicate(tree, entries, role, earlier, key);
      continue;
    }
    const value = key === null ? null : locateValue(tree, key, pair, role, isStatement);
    if (key !== null && value !== null) {
      keys.set(key.text.value, key);
      entries.push({ key, value });
    } else if (role !== "other") {
      return null;
    }
  }
  if (entries.length === 0 && node.items.length > 0) return null;
  const span = collectionSpan(tree, node, entries.at(-1)?.value.span);
  return { kind: "map", flow: node.flow === true, entries, span };
}

/** Whether the first key of an entry is the statement itself: it has options below it, or none. */
function isSplitKey(key: YamlScalar, { value }: Pair<ParsedNode, ParsedNode | null>): boolean {
  return /[\s:*]/.test(key.text.value) || value === null || isEmpty(value);
}

function locateValue(
  tree: Tree,
  key: YamlScalar,
  { value }: Pair<ParsedNode, ParsedNode | null>,
  role: Role,
  isStatement: boolean,
): YamlNode | null {
  if (value === null) return emptyScalar(tree.file, key.span.end);
  // Nothing is cut by a comment between a statement and its options.
  if (isStatement && isEmpty(value)) return locateLeaf(tree, value);
  const name = key.text.value;
  if (role === "root" && statementLists.has(name)) return locate(tree, value, "statements");
  if (role === "statement" && name === "statement" && isScalar(value))
    return locate(tree, value, "statement");
  return locate(tree, value, role === "root" ? "other" : role === "statement" ? "entry" : role);
}

/** A flow collection ends at its bracket, a block collection with its last value. */
function collectionSpan(tree: Tree, node: YAMLSeq.Parsed | YAMLMap.Parsed, last: Span | undefined): Span {
  const [start, end] = node.range;
  const span = spanOf(tree, start, end);
  return node.flow === true || last === undefined ? span : { ...span, end: Math.max(span.start, last.end) };
}

function locateKey(tree: Tree, node: ParsedNode): YamlScalar | null {
  if (node.tag !== undefined) return null;
  if (isScalar(node) && !isEmpty(node)) {
    const key = locateLeaf(tree, node);
    if (key.style !== "plain" || key.text.value !== "<<") return key;
    const help = "write the keys out; what several agents share is a role";
    tree.report(yamlMessages.build["merge-key"](key.span, {}, { help }));
    return null;
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  const [start, end] = node.range;
  const problem = isScalar(node) ? "a key is missing before this colon" : "a list or a mapping is no key";
  const isTemplate = tree.edited.text.startsWith("{{", start - 1);
  const help = isTemplate
    ? "templates are not filled in: write the text itself; patterns take variables, `${name}`"
    : "keys are names; quote a key that begins with a bracket";
  tree.report(yamlMessages.build["complex-key"](spanOf(tree, start, end), { problem }, { help }));
  return null;
}

function reportDuplicate(
  { edited, report }: Tree,
  entries: readonly YamlEntry[],
  role: Role,
  first: YamlScalar,
  second: YamlScalar,
): void {
  const key = second.text.value;
  if (role === "root" && key === "policies") {
    report(repeatedPolicies(edited.author, entries, first, second));
    return;
  }
  const related = [{ message: "the first one", span: first.span }];
  const help = role === "root" ? "write `---` between two documents" : "remove one of them";
  report(yamlMessages.build["duplicate-key"](second.span, { key }, { related, help }));
}
