/**
 * Takes entries out of YAML lists, block and flow.
 *
 * INVARIANT: the other entries and their comments stay as they are.
 */
import type { Edit } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import type { YamlNode, YamlSeq } from "../syntax/yaml-node.ts";
import { columnOf } from "../syntax/format-trivia.ts";

/** The edits that take an entry out; `null` where it is the only one, since an empty list is an error. */
export function removeItem(source: SourceFile, list: YamlSeq, index: number): readonly Edit[] | null {
  const item = list.items[index];
  if (item === undefined || list.items.length < 2) return null;
  return list.flow ? removeFlowItem(source, list, index, item) : removeBlockItem(source, list, index, item);
}

function cut(file: string, start: number, end: number): Edit {
  return { span: { file, start, end }, text: "" };
}

/** Where the line of an offset begins. */
function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

/** Where the line after that of an offset begins; the text's end for the last one. */
function nextLine(text: string, at: number): number {
  const feed = text.indexOf("\n", at);
  return feed === -1 ? text.length : feed + 1;
}

function lineAt(text: string, start: number): string {
  return text.slice(start, nextLine(text, start));
}

function isBlank(line: string): boolean {
  return line.trim() === "";
}

/** The column of a line that holds only a comment; `null` for any other line. */
function commentColumn(line: string): number | null {
  return /^[ \t]*#/.test(line) ? line.indexOf("#") : null;
}

/** Whole lines: the entry's own, and the comments that belong to it. */
function removeBlockItem(
  { path, text }: SourceFile,
  list: YamlSeq,
  index: number,
  item: YamlNode,
): readonly Edit[] | null {
  const dash = dashOf(text, list, index);
  const next = index + 1 < list.items.length ? dashOf(text, list, index + 1) : null;
  if (dash === null) return null;
  const column = columnOf(text, dash);
  const first = lineStart(text, dash);
  const last = endOfItem(text, item.span.end, column);
  const above = commentsAbove(text, first, column);
  const isOwn = above < first && ownsComment(text, { index, column, last, next });
  const start = isOwn ? above : first;
  const suppressions = suppressionsAbove(text, start).map((at) => cut(path, at, nextLine(text, at)));
  return [...suppressions, cut(path, ...withBlankLine(text, start, last))];
}

/** The offset of an entry's dash. */
function dashOf(text: string, list: YamlSeq, index: number): number | null {
  const before = list.items[index - 1];
  if (before === undefined) return text.charAt(list.span.start) === "-" ? list.span.start : null;
  for (let at = nextLine(text, before.span.end); at < text.length; at = nextLine(text, at)) {
    const line = lineAt(text, at);
    if (isBlank(line) || commentColumn(line) !== null) continue;
    const found = /^ *-/.exec(line)?.[0];
    return found === undefined ? null : at + found.length - 1;
  }
  return null;
}

/** The end of the entry's last line, and of comments below it that stand further right than its dash. */
function endOfItem(text: string, end: number, column: number): number {
  let at = nextLine(text, end);
  while (at < text.length && (commentColumn(lineAt(text, at)) ?? -1) > column) at = nextLine(text, at);
  return at;
}

/** Where the comment lines begin that stand right above a line, as far left as its dash. */
function commentsAbove(text: string, first: number, column: number): number {
  let start = first;
  while (start > 0) {
    const before = lineStart(text, start - 1);
    if (commentColumn(lineAt(text, before)) !== column) break;
    start = before;
  }
  return start;
}

/** The lines of suppressions in the comments right above a line: they speak of it and of nothing else. */
function suppressionsAbove(text: string, first: number): readonly number[] {
  const found: number[] = [];
  for (let end = first; end > 0;) {
    const at = lineStart(text, end - 1);
    const line = lineAt(text, at);
    if (commentColumn(line) === null) break;
    if (/^[ \t]*#\s*sentrely-ignore\b/.test(line)) found.unshift(at);
    end = at;
  }
  return found;
}

/**
 * Whether the comment above an entry can only speak of it: it is no heading of several entries, since a
 * comment, a blank line or nothing follows the entry, and none of the list, which the first entry's might be
 * unless the next entry has one too.
 */
function ownsComment(
  text: string,
  {
    index,
    column,
    last,
    next,
  }: {
    readonly index: number;
    readonly column: number;
    readonly last: number;
    readonly next: number | null;
  },
): boolean {
  const follows = lineAt(text, last);
  if (next === null) return index > 0;
  if (index > 0) return isBlank(follows) || commentColumn(follows) !== null;
  const nextFirst = lineStart(text, next);
  return commentsAbove(text, nextFirst, column) < nextFirst;
}

/** Where blank lines stand on both sides of a cut, one of them goes; so does one that would end the text. */
function withBlankLine(text: string, start: number, end: number): [number, number] {
  const before = start === 0 ? "" : lineAt(text, lineStart(text, start - 1));
  if (end === text.length) {
    return isBlank(before) && start > 0 ? [lineStart(text, start - 1), end] : [start, end];
  }
  const opens = isBlank(before) || before.trimEnd().endsWith(":");
  return opens && isBlank(lineAt(text, end)) ? [start, nextLine(text, end)] : [start, end];
}

/** Whole lines where the entry has them to itself, else the entry and one comma. */
function removeFlowItem(
  { path, text }: SourceFile,
  list: YamlSeq,
  index: number,
  { span }: YamlNode,
): readonly Edit[] {
  const first = lineStart(text, span.start);
  const rest = /^[ \t]*,?[ \t]*(?:#.*)?\r?\n/.exec(text.slice(span.end))?.[0];
  if (rest !== undefined && isBlank(text.slice(first, span.start))) {
    return [cut(path, first, span.end + rest.length)];
  }
  const before = list.items[index - 1];
  const isBesideOther = before !== undefined && before.span.end > first;
  const next = list.items[index + 1];
  if (next === undefined) return [cut(path, isBesideOther ? before.span.end : span.start, span.end)];
  const between = text.slice(span.end, next.span.start);
  if (!between.includes("\n")) return [cut(path, span.start, next.span.start)];
  // The line break stays, for what is above and below it; so does a comment that others share.
  const gap = isBesideOther ? /^[ \t]*,/ : /^[ \t]*,[ \t]*(?:#.*)?/;
  return [cut(path, span.start, span.end + (gap.exec(between)?.[0].length ?? 0))];
}
