/**
 * Source files and places in them.
 *
 * INVARIANT: offsets are half-open UTF-16 offsets into `SourceFile.text`; lines and columns exist
 * only at the edges (reports, decisions), where `positionAt` computes them.
 */

/** One text file of a policy set. */
export interface SourceFile {
  /** Relative to the set's root, with `/` on every platform. The file's only identity. */
  readonly path: string;
  /** Decoded text without a byte-order mark. */
  readonly text: string;
}

/** A half-open range of UTF-16 offsets in one file. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A place as people read it: both numbers count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsCache = new WeakMap<SourceFile, Uint32Array>();

function lineStarts(source: SourceFile): Uint32Array {
  const cached = lineStartsCache.get(source);
  if (cached !== undefined) return cached;
  const starts: number[] = [0];
  const { text } = source;
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  const table = Uint32Array.from(starts);
  lineStartsCache.set(source, table);
  return table;
}

/** The line and column of an offset. Offsets past the end give the end. */
export function positionAt(source: SourceFile, offset: number): Position {
  const starts = lineStarts(source);
  const at = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}

/** The text of a line (1-based) without its line break; empty past the end. */
export function lineText(source: SourceFile, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  if (start === undefined) return "";
  const end = starts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/\r?\n$/, "");
}

/** The smallest span that holds both; both must be of one file. */
export function joinSpans(a: Span, b: Span): Span {
  return { file: a.file, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
