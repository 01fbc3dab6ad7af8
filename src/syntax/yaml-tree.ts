/**
 * Composed YAML → the located tree.
 *
 * What an error makes meaningless is left out together with the list entry that holds it, so that
 * nothing is reported for it a second time.
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
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlDocument, YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from "./yaml-node.ts";
import { emptyScalar, locateScalar } from "./yaml-scalar.ts";

interface Tree {
  readonly file: string;
  readonly edited: EditedText;
  readonly report: Report;
}

/** The tree of one document; `null` when an error leaves nothing of it. */
export function locateDocument(
  document: Document.Parsed,
  file: string,
  edited: EditedText,
  report: Report,
): YamlDocument | null {
  const tree: Tree = { file, edited, report };
  const [start, , end] = document.range;
  const span = spanOf(tree, start, end);
  const contents: ParsedNode | null = document.contents;
  if (contents === null || isEmpty(contents)) return { root: null, span };
  const root = locate(tree, contents);
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
function locate(tree: Tree, node: ParsedNode): YamlNode | null {
  // Aliases, tags and anchors have been reported where they stand.
  if (node.tag !== undefined) return null;
  if (isMap(node)) return locateMap(tree, node);
  if (isSeq(node)) return locateSeq(tree, node);
  return isScalar(node) ? locateLeaf(tree, node) : null;
}

function locateLeaf(tree: Tree, node: ParsedNode): YamlScalar | null {
  if (!isScalar(node)) return null;
  const { srcToken: token } = node;
  return token === undefined
    ? emptyScalar(tree.file, emptyPlace(tree, node.range[0]))
    : locateScalar(tree.file, tree.edited, node, token);
}

/** Right after the colon, dash, comma or bracket before an absent value. */
function emptyPlace({ edited }: Tree, offset: number): number {
  let at = offset;
  while (at > 0 && " \t\r\n".includes(edited.text.charAt(at - 1))) at--;
  return edited.toAuthor(at);
}

function locateSeq(tree: Tree, node: YAMLSeq.Parsed): YamlSeq | null {
  const items: YamlNode[] = [];
  for (const item of node.items) {
    const located = locate(tree, item);
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

function locateMap(tree: Tree, node: YAMLMap.Parsed): YamlMap | null {
  const entries: YamlEntry[] = [];
  for (const pair of node.items) {
    const entry = locateEntry(tree, pair);
    if (entry !== null) entries.push(entry);
  }
  if (entries.length === 0 && node.items.length > 0) return null;
  const span = collectionSpan(tree, node, entries.at(-1)?.value.span);
  return { kind: "map", flow: node.flow === true, entries, span };
}

/** A flow collection ends at its bracket, a block collection with its last value. */
function collectionSpan(tree: Tree, node: YAMLSeq.Parsed | YAMLMap.Parsed, last: Span | undefined): Span {
  const [start, end] = node.range;
  const span = spanOf(tree, start, end);
  return node.flow === true || last === undefined ? span : { ...span, end: Math.max(span.start, last.end) };
}

function locateEntry(tree: Tree, pair: Pair<ParsedNode, ParsedNode | null>): YamlEntry | null {
  const key = locateKey(tree, pair.key);
  if (key === null) return null;
  const value = pair.value === null ? emptyScalar(tree.file, key.span.end) : locate(tree, pair.value);
  return value === null ? null : { key, value };
}

function locateKey(tree: Tree, node: ParsedNode): YamlScalar | null {
  if (node.tag !== undefined) return null;
  if (isScalar(node) && !isEmpty(node)) return locateLeaf(tree, node);
  const [start, end] = node.range;
  const problem = isScalar(node) ? "a key is missing before this colon" : "a list or a mapping is no key";
  tree.report(yamlMessages.build["complex-key"](spanOf(tree, start, end), { problem }));
  return null;
}
