/**
 * Walks the concrete syntax of YAML, before it is composed, for what its author cannot have meant.
 *
 * INVARIANT: every site is an error, of the YAML parser's or of the language's (tags, anchors,
 * aliases), so that text without one is composed as it stands. The depth has been bounded before.
 */
import type { CST } from "yaml";
import { yamlMessages } from "./yaml-messages.ts";
import { keyWord, lastLineOf, repairDetachedOptions, repairFoldedKey } from "./yaml-repair.ts";
import { trapFlowCollection } from "./yaml-flow-traps.ts";
import { trapDeepDash, trapIndentation, trapStray } from "./yaml-layout-traps.ts";
import {
  trapAlias,
  trapBlockHeader,
  trapColon,
  trapEscapes,
  trapPartlyQuoted,
  trapProperties,
  trapReservedStart,
  trapUnclosedQuote,
} from "./yaml-quoting-traps.ts";
import {
  breakDocument,
  hasToken,
  isFlowScalar,
  spanOf,
  strayToken,
  type Place,
  type Scan,
} from "./yaml-scan.ts";

/** Root keys whose values are lists of statements or sentences. */
export const statementLists: ReadonlySet<string> = new Set(["policies", "guardrails", "tests"]);

/** Looks through one parse. */
export function scanSyntax(scan: Scan, tokens: readonly CST.Token[]): void {
  for (const token of tokens) {
    if (scan.isFull()) return;
    if (token.type === "directive") {
      const directive = token.source;
      const span = spanOf(scan, token.offset, token.offset + directive.length);
      scan.report(yamlMessages.build["yaml-directive"](span, { directive }, { help: "remove this line" }));
    } else if (token.type === "document") {
      const place = {
        document: token.offset,
        statement: false,
        statements: scan.hasStatements,
        key: null,
        flow: false,
      };
      trapProperties(scan, place, token.start);
      scanNode(scan, place, token.value, token.end);
    }
  }
}

/** One node; `after` is what follows it on its line where its own token does not say. */
function scanNode(
  scan: Scan,
  place: Place,
  token: CST.Token | null | undefined,
  after?: readonly CST.SourceToken[],
): void {
  if (token === null || token === undefined || scan.isFull()) return;
  switch (token.type) {
    case "block-seq":
      scanSequence(scan, place, token);
      return;
    case "block-map":
      scanMapping(scan, place, token);
      return;
    case "flow-collection":
      scanFlow(scan, place, token, after);
      return;
    case "block-scalar":
      trapBlockHeader(scan, place, token);
      return;
    default:
      if (isFlowScalar(token)) scanScalar(scan, place, token, after ?? token.end);
  }
}

function scanScalar(
  scan: Scan,
  place: Place,
  token: CST.FlowScalar,
  after: readonly CST.SourceToken[] | undefined,
): void {
  const { type, offset, source } = token;
  if (type === "alias") {
    trapAlias(scan, place, token);
  } else if (type === "scalar") {
    if (/^[@`%,]/.test(source)) trapReservedStart(scan, place, offset, "safe");
  } else {
    if (trapUnclosedQuote(scan, place, token)) return;
    const stray = strayToken(after);
    if (stray !== null) trapPartlyQuoted(scan, place, offset, stray.offset);
    else if (type === "double-quoted-scalar") trapEscapes(scan, place, token);
  }
}

function scanSequence(scan: Scan, place: Place, { items }: CST.BlockSequence): void {
  const inner = { ...place, key: null, statement: place.statements, statements: false, flow: false };
  let before: CST.Token | undefined;
  for (const { start, value } of items) {
    if (scan.isFull()) return;
    trapProperties(scan, inner, start);
    if (value === undefined) continue;
    const detached = !hasToken(start, "seq-item-ind");
    if (detached && repairDetachedOptions(scan, before, value)) continue;
    if (detached) trapStray(scan, inner, value, before);
    else scanNode(scan, inner, value);
    before = value;
  }
}

function scanMapping(scan: Scan, place: Place, map: CST.BlockMap): void {
  const isRoot = place.statements && place.key === null;
  let first = true;
  let previous: CST.Token | undefined;
  for (const item of map.items) {
    if (scan.isFull()) return;
    const { start, key, sep, value } = item;
    trapProperties(scan, place, start);
    if (key === undefined && sep === undefined) continue;
    const explicit = item.explicitKey === true || hasToken(start, "explicit-key-ind");
    if (!explicit && trapIndentation(scan, place, map, item, previous)) return;
    if (scanFoldedKey(scan, place, item, first)) return;
    const keyPlace = { ...place, key: null, statement: place.statement && first, statements: false };
    scanNode(scan, keyPlace, key, sep);
    first = false;
    previous = value ?? key ?? undefined;
    const name = isFlowScalar(key) ? nameOfKey(key) : null;
    const isList = isRoot && name !== null && statementLists.has(name);
    const inner = { ...place, key: name ?? "", statement: false, statements: isList };
    trapProperties(scan, inner, sep ?? []);
    if (!explicit && scanCompactMapping(scan, inner, item, keyPlace)) continue;
    scanNode(scan, inner, value);
  }
}

/** A key as its author names it, quotation marks taken off. */
function nameOfKey({ type, source }: CST.FlowScalar): string {
  return type === "scalar" || type === "alias" ? source : source.slice(1, -1);
}

/** The offset of the colon of an entry, or of its end. */
function colonOf(sep: readonly CST.SourceToken[]): number {
  return sep.find((token) => token.type === "map-value-ind")?.offset ?? sep[0]?.offset ?? 0;
}

/**
 * A key of several lines, always an error: a statement with hanging options, or text that a colon
 * cut. True when the rest of the mapping must wait for the next parse.
 */
function scanFoldedKey(
  scan: Scan,
  place: Place,
  item: CST.BlockMap["items"][number],
  first: boolean,
): boolean {
  const { key, sep } = item;
  if (key?.type !== "scalar" || item.explicitKey === true || !key.source.includes("\n")) return false;
  const isEntry = place.key === null && !place.statements;
  if (first && isEntry && repairFoldedKey(scan, item)) return true;
  const last = lastLineOf(key.source);
  if (last !== null && /^-[ \t]/.test(last.line)) {
    trapDeepDash(scan, place, key.offset + last.at);
    return true;
  }
  if (last !== null && keyWord(last.line) === null) {
    trapColon(scan, place, key.offset, colonOf(sep ?? []));
    return true;
  }
  trapStray(scan, place, key, undefined);
  return true;
}

/**
 * `key: text: more` on one line, always an error; true when so. `outer` is the place of the key, which
 * is itself text that a colon cut when it is a statement.
 */
function scanCompactMapping(
  scan: Scan,
  place: Place,
  { key, sep, value }: CST.BlockMap["items"][number],
  outer: Place,
): boolean {
  if (value?.type !== "block-map" || hasToken(sep, "newline")) return false;
  const [inner] = value.items;
  if (!isFlowScalar(inner?.key) || !hasToken(inner.sep, "map-value-ind")) return false;
  if (outer.statement && key?.type === "scalar" && key.source.includes(" ")) {
    trapColon(scan, outer, key.offset, colonOf(sep ?? []));
    return true;
  }
  const { offset, source } = inner.key;
  const last = inner.key.type === "scalar" ? lastLineOf(source) : null;
  const word = last === null ? null : keyWord(last.line);
  if (last !== null && word !== null) {
    const at = offset + last.at;
    const problem = `\`${word}\` is indented deeper than \`${place.key ?? ""}\``;
    const help = `keys of one mapping stand in one column`;
    const span = spanOf(scan, at, at + last.line.length);
    breakDocument(scan, place, yamlMessages.build["misplaced-indent"](span, { problem }, { help }));
    return true;
  }
  trapColon(scan, place, offset, colonOf(inner.sep ?? []));
  return true;
}

function scanFlow(
  scan: Scan,
  place: Place,
  flow: CST.FlowCollection,
  after: readonly CST.SourceToken[] | undefined,
): void {
  if (!trapFlowCollection(scan, place, flow, after)) return;
  const isMap = flow.start.type === "flow-map-start";
  const isRoot = place.statements && place.key === null && isMap;
  const inner = { ...place, key: null, statement: place.statements && !isMap, statements: false, flow: true };
  for (const { start, key, sep, value } of flow.items) {
    if (scan.isFull()) return;
    trapProperties(scan, inner, start);
    scanNode(scan, inner, key, sep);
    const name = isFlowScalar(key) ? nameOfKey(key) : null;
    const valuePlace = {
      ...inner,
      key: name,
      statement: false,
      statements: isRoot && name !== null && statementLists.has(name),
    };
    const entryPlace = sep === undefined ? inner : valuePlace;
    trapProperties(scan, entryPlace, sep ?? []);
    scanNode(scan, entryPlace, value);
  }
}
