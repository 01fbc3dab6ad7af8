/**
 * Edits of policy text that rules offer as fixes: they change what they name and nothing else
 * (comments, quotes and order stay).
 *
 * INVARIANT: a text that was read without error is read without error after an edit.
 */
import type { Edit } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Statement } from "../ir/ir.ts";
import type { PatternNode } from "../syntax/ast.ts";
import { scalarText } from "../syntax/format-scalar.ts";
import { columnOf } from "../syntax/format-trivia.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "../syntax/yaml-node.ts";
import type { LintContext } from "./lint-context.ts";
import { removeItem } from "./list-edits.ts";
import { writtenStatement, type WrittenStatement } from "./written-statements.ts";

/**
 * Takes the statement out of its list: its lines, the comments on them, and comments above that can only
 * speak of it. `null` where it is the list's last one (an empty list is an error), and for borders.
 */
export function removeStatement(
  context: LintContext,
  statement: Pick<Statement, "place">,
): readonly Edit[] | null {
  const written = writtenStatement(context, statement.place);
  return written === null ? null : removeItem(written.source, written.list, written.index);
}

/**
 * Takes one pattern, at its place, out of its list, be it of actions, resources, or what one of them
 * excepts. `null` where it is the only one, or where the pattern is written elsewhere.
 */
export function removePattern(
  context: LintContext,
  statement: Pick<Statement, "place">,
  place: Span,
): readonly Edit[] | null {
  const written = writtenStatement(context, statement.place);
  if (written === null || place.file !== written.source.path) return null;
  const { actions, exceptActions, resources, exceptResources } = written.node.expression;
  for (const list of [actions, exceptActions, resources ?? [], exceptResources]) {
    const index = indexAt(list, place);
    if (index !== -1) return removeEntry(written, written.head, list, index);
  }
  const excepted = written.options?.entries.find(({ key }) => key.text.value === "except")?.value;
  return excepted === undefined ? null : removeExcepted(written, excepted, place);
}

/** Sets an option; `value` is YAML as it is to be written. `null` where the edit would have to guess. */
export function addOption(
  context: LintContext,
  statement: Pick<Statement, "place">,
  key: string,
  value: string,
): readonly Edit[] | null {
  const written = writtenStatement(context, statement.place);
  if (written === null) return null;
  const { options } = written;
  const existing = options?.entries.find((entry) => entry.key.text.value === key);
  if (existing !== undefined) return replaceValue(existing, value);
  if (options === null) return addToPlain(written, key, value);
  const last = options.map.entries.at(-1);
  if (last === undefined) return null;
  if (options.map.flow) return [insert(written, endOf(last), `, ${key}: ${value}`)];
  const first = options.entries[0]?.key ?? options.map;
  return [addLine(written, endOf(last), columnOf(written.source.text, first.span.start), `${key}: ${value}`)];
}

/**
 * Makes the statement hold only where `guard` does too: `X` becomes `guard && X`. `null` for a statement
 * without condition. The guard is a comparison, a call or an attribute, without quotes or backslashes.
 */
export function guardCondition(
  context: LintContext,
  statement: Pick<Statement, "place">,
  guard: string,
): readonly Edit[] | null {
  const written = writtenStatement(context, statement.place);
  const condition = written?.node.expression.when ?? written?.node.when ?? null;
  if (written === null || condition === null) return null;
  const { start, end } = condition.span;
  return condition.kind === "or"
    ? [insert(written, start, `${guard} && (`), insert(written, end, ")")]
    : [insert(written, start, `${guard} && `)];
}

/** Replaces text at a place. */
export function replaceText(span: Edit["span"], text: string): readonly Edit[] {
  return [{ span, text }];
}

function insert({ source }: WrittenStatement, at: number, text: string): Edit {
  return { span: { file: source.path, start: at, end: at }, text };
}

function indexAt(list: readonly PatternNode[], place: Span): number {
  return list.findIndex(({ span }) => span.start === place.start && span.end === place.end);
}

/** Takes an entry and one comma out of a list in a scalar. */
function removeEntry(
  { source }: WrittenStatement,
  scalar: YamlScalar,
  list: readonly PatternNode[],
  index: number,
): readonly Edit[] | null {
  const [before, pattern, after] = [list[index - 1], list[index], list[index + 1]];
  if (pattern === undefined || (before === undefined && after === undefined)) return null;
  const { file } = scalar.span;
  const [start, end] =
    after !== undefined
      ? [pattern.span.start, after.span.start]
      : [before?.span.end ?? pattern.span.start, pattern.span.end];
  const rest = source.text.slice(scalar.span.start, start) + source.text.slice(end, scalar.span.end);
  if (scalar.style !== "plain" || isPlain(rest)) return [{ span: { file, start, end }, text: "" }];
  return [{ span: scalar.span, text: `'${rest.replaceAll("'", "''")}'` }];
}

/** Whether YAML reads what is left of a plain scalar as one: it begins like a name, and no comment begins in it. */
function isPlain(text: string): boolean {
  return /^[A-Za-z0-9_$./\\]/.test(text) && !/\s#/.test(text);
}

/** One of the patterns of the option `except:`, a text or a list of texts. */
function removeExcepted(written: WrittenStatement, value: YamlNode, place: Span): readonly Edit[] | null {
  const items = value.kind === "seq" ? value.items : [value];
  const at = items.findIndex((one) => isWithin(one, place));
  const item = items[at];
  if (item?.kind !== "scalar") return null;
  const inItem = written.node.except.filter(({ span }) => isWithin(item, span));
  const index = indexAt(inItem, place);
  if (index === -1) return null;
  if (inItem.length > 1) return removeEntry(written, item, inItem, index);
  return value.kind === "seq" ? removeItem(written.source, value, at) : null;
}

function isWithin({ span }: YamlNode, inner: Span): boolean {
  return span.start <= inner.start && inner.end <= span.end;
}

function endOf({ key, value }: YamlEntry): number {
  return Math.max(key.span.end, value.span.end);
}

function replaceValue({ value }: YamlEntry, text: string): readonly Edit[] | null {
  const isInline = value.kind === "scalar" && value.style !== "literal" && value.style !== "folded";
  return isInline && value.span.end > value.span.start ? [{ span: value.span, text }] : null;
}

/** A line of its own below the line of an offset. */
function addLine(
  { source: { path, text } }: WrittenStatement,
  at: number,
  column: number,
  line: string,
): Edit {
  const feed = text.indexOf("\n", at);
  const end = feed === -1 ? text.length : feed - (text.charAt(feed - 1) === "\r" ? 1 : 0);
  const lineBreak = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const added = `${lineBreak}${" ".repeat(column)}${line}`;
  return { span: { file: path, start: end, end }, text: added };
}

/** A plain item becomes a mapping, the form that the formatter writes. */
function addToPlain(written: WrittenStatement, key: string, value: string): readonly Edit[] | null {
  const { head, list, source } = written;
  const { span } = head;
  // A text of several lines would have to be indented further.
  const isLong = source.text.slice(span.start, span.end).includes("\n");
  const statement = isLong ? scalarText(source.text, head) : null;
  const open = list.flow ? "{statement: " : "statement: ";
  const opened: Edit =
    statement === null ? insert(written, span.start, open) : { span, text: `${open}${statement}` };
  if (list.flow) return [opened, insert(written, span.end, `, ${key}: ${value}}`)];
  return [opened, addLine(written, span.end, columnOf(source.text, span.start), `${key}: ${value}`)];
}
