/**
 * One YAML document in the one layout: two blanks a level, lists indented below their key, flow
 * collections on one line where they were or where they fit, a statement with options as a mapping.
 *
 * INVARIANT: nodes come out in the source's order; only layout and the spelling of statements change.
 */
import type { FormattedLines } from "./format-lines.ts";
import { blockScalarText, inlineText, isBlockScalar, scalarText } from "./format-scalar.ts";
import { columnOf } from "./format-trivia.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from "./yaml-node.ts";

/** Columns beyond which a flow collection that was written on several lines becomes a block. */
const flowWidth = 100;

const step = 2;

interface Context {
  readonly text: string;
  readonly out: FormattedLines;
}

/** Where a node stands: the offset before which its comments lie, and its surroundings. */
interface Place {
  readonly indent: number;
  /** What is on its first line already, such as `- `, with the indentation. */
  readonly lead: string;
  /** Where the next node begins. */
  readonly until: number;
  /** Column in the source of the key or dash that holds it; -1 for a document's root. */
  readonly ownerColumn: number;
  /** Entries of the list are statements. */
  readonly statements: boolean;
}

/** Puts out a document's root; `end` is where the next document begins. */
export function formatDocument(
  text: string,
  out: FormattedLines,
  root: YamlNode,
  end: number,
  isPolicy: boolean,
): void {
  const context: Context = { text, out };
  out.commentsBefore(root.span.start, 0);
  const place: Place = { indent: 0, lead: "", until: end, ownerColumn: -1, statements: isPolicy };
  if (root.kind === "map" && root.entries.length > 0) formatEntries(context, root.entries, place, isPolicy);
  else if (root.kind === "seq" && root.items.length > 0) formatItems(context, root, place);
  else out.line(inlineText(text, root), root.span.start, root.span.end);
}

const statementLists: ReadonlySet<string> = new Set(["policies", "guardrails"]);
const blockLists: ReadonlySet<string> = new Set([...statementLists, "tests"]);

/** Whether a collection is written over several lines. */
function isBlock({ text, out }: Context, node: YamlSeq | YamlMap, always: boolean): boolean {
  if (node.kind === "seq" ? node.items.length === 0 : node.entries.length === 0) return false;
  if (!node.flow || always || out.hasCommentBefore(node.span.end)) return true;
  const isLong = text.slice(node.span.start, node.span.end).includes("\n");
  return isLong && inlineText(text, node).length > flowWidth;
}

/** The entries of a mapping; `lead` is on the first one's line. */
function formatEntries(context: Context, entries: readonly YamlEntry[], place: Place, isRoot: boolean): void {
  const { text, out } = context;
  entries.forEach((entry, i) => {
    if (i > 0) out.commentsBefore(entry.key.span.start, place.indent);
    const until = entries[i + 1]?.key.span.start ?? place.until;
    const lead = i === 0 ? place.lead : " ".repeat(place.indent);
    const name = entry.key.text.value;
    formatValue(
      context,
      `${lead}${scalarText(text, entry.key)}:`,
      entry,
      {
        indent: place.indent,
        lead,
        until,
        ownerColumn: columnOf(text, entry.key.span.start),
        statements: isRoot && statementLists.has(name),
      },
      isRoot && blockLists.has(name),
    );
  });
}

/** A value behind its key; `head` is the line up to the colon. */
function formatValue(
  context: Context,
  head: string,
  { key, value }: YamlEntry,
  place: Place,
  always: boolean,
): void {
  const { text, out } = context;
  const { start, end } = key.span;
  if (value.kind === "scalar") {
    formatScalar(context, `${head} `, value, start, { indent: place.indent + step, until: place.until });
  } else if (!isBlock(context, value, always)) {
    out.line(`${head} ${inlineText(text, value)}`, start, value.span.end, place.until);
  } else {
    out.line(head, start, end, value.span.start + 1);
    const indent = place.indent + step;
    const inner = { ...place, indent, lead: " ".repeat(indent) };
    out.commentsBefore(firstOffset(value), indent);
    if (value.kind === "map") formatEntries(context, value.entries, inner, false);
    else formatItems(context, value, inner);
    closeBlock(context, value, inner);
  }
}

/** Comments at a block's end belong to it when they are indented like it. */
function closeBlock({ out }: Context, node: YamlSeq | YamlMap, place: Place): void {
  if (node.flow) out.commentsBefore(node.span.end, place.indent);
  out.commentsWithin(place.until, place.ownerColumn, place.indent);
}

function firstOffset(node: YamlNode): number {
  if (node.kind === "map") return node.entries[0]?.key.span.start ?? node.span.start;
  if (node.kind === "seq") return node.items[0]?.span.start ?? node.span.start;
  return node.span.start;
}

/** `lead` is on the line already; `start` is where that begins in the source. */
function formatScalar(
  { text, out }: Context,
  lead: string,
  node: YamlScalar,
  start: number,
  { indent, until }: { readonly indent: number; readonly until: number },
): void {
  const block = isBlockScalar(node) ? blockScalarText(text, node, indent) : null;
  if (block === null) {
    out.line(`${lead}${scalarText(text, node)}`.trimEnd(), start, Math.max(start, node.span.end), until);
  } else {
    const headerEnd = node.span.start + block.header.length;
    out.line(`${lead}${block.header}`, start, headerEnd, node.span.end);
    out.verbatim(block.lines, node.span.end);
  }
}

function formatItems(context: Context, { items }: YamlSeq, place: Place): void {
  const { text, out } = context;
  items.forEach((item, i) => {
    const start = firstOffset(item);
    if (i > 0) out.commentsBefore(start, place.indent);
    const next = items[i + 1];
    const until = next === undefined ? place.until : dashBefore(text, firstOffset(next));
    const lead = `${i === 0 ? place.lead : " ".repeat(place.indent)}- `;
    const inner: Place = {
      indent: place.indent + step,
      lead,
      until,
      ownerColumn: columnOf(text, dashBefore(text, start)),
      statements: false,
    };
    if (item.kind === "scalar") formatScalar(context, lead, item, start, inner);
    else if (place.statements && item.kind === "map") formatStatement(context, item, inner);
    else if (!isBlock(context, item, false))
      out.line(`${lead}${inlineText(text, item)}`, start, item.span.end, until);
    else {
      if (item.kind === "map") formatEntries(context, item.entries, inner, false);
      else formatItems(context, item, inner);
      closeBlock(context, item, inner);
    }
  });
}

/** The offset of an item's dash; in a flow list, of the item itself. */
function dashBefore(text: string, start: number): number {
  const before = text.slice(0, start).trimEnd();
  return before.endsWith("-") ? before.length - 1 : start;
}

/** A statement of any spelling: plain without options, else a mapping with the key `statement`. */
function formatStatement(context: Context, item: YamlMap, place: Place): void {
  const { out } = context;
  const named = item.entries.find(({ key }) => key.text.value === "statement");
  const head = named ?? item.entries.find(({ key }) => /[ :*/{"]/.test(key.text.value));
  if (head === undefined) {
    formatEntries(context, item.entries, place, false);
  } else if (named !== undefined && item.entries.length === 1 && named.value.kind === "scalar") {
    formatScalar(context, place.lead, named.value, named.key.span.start, place);
  } else if (named !== undefined) {
    formatEntries(context, item.entries, place, false);
  } else {
    formatKeyStatement(context, item, head, place);
  }
  out.commentsBefore(item.flow ? item.span.end : 0, place.indent);
  out.commentsWithin(place.until, place.ownerColumn, place.indent);
}

/** A statement that is a key: its options stand below it, or beside it. */
function formatKeyStatement(context: Context, item: YamlMap, head: YamlEntry, place: Place): void {
  const { text, out } = context;
  const below = head.value.kind === "map" ? head.value.entries : [];
  const entries = item.entries.flatMap((entry) => (entry === head ? [entry, ...below] : [entry]));
  entries.forEach((entry, i) => {
    if (i > 0) out.commentsBefore(entry.key.span.start, place.indent);
    const lead = i === 0 ? place.lead : " ".repeat(place.indent);
    const until = entries[i + 1]?.key.span.start ?? place.until;
    if (entry === head) {
      const { start, end } = head.key.span;
      const limit = head.value.kind === "map" ? firstOffset(head.value) : until;
      out.line(`${lead}statement: ${scalarText(text, head.key)}`, start, end, limit);
    } else {
      const ownerColumn = columnOf(text, entry.key.span.start);
      formatValue(
        context,
        `${lead}${scalarText(text, entry.key)}:`,
        entry,
        { indent: place.indent, lead, until, ownerColumn, statements: false },
        false,
      );
    }
  });
}
