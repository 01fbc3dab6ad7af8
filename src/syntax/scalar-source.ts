/**
 * Where each character of a YAML scalar's value stands in its source.
 *
 * The functions follow the folding and unescaping of YAML 1.2 (chapters 6.5, 7.3 and 8.1) as the
 * `yaml` package reads them, and keep the offset of every character they put out.
 * INVARIANT: for a scalar that the package accepts, the value is the package's own.
 */

/** A value and the source offset of each of its UTF-16 units, with one more for its end. */
export interface LocatedValue {
  readonly value: string;
  readonly offsets: readonly number[];
}

/** Collects a value piece by piece; offsets are relative to the scalar's source. */
class ValueBuilder {
  value = "";
  readonly offsets: number[] = [];

  /** Appends `source.slice(from, to)` as it stands. */
  copy(source: string, from: number, to: number): void {
    this.value += source.slice(from, to);
    for (let at = from; at < to; at++) this.offsets.push(at);
  }

  /** Appends text that stands for what begins at `at`. */
  put(text: string, at: number): void {
    this.value += text;
    for (let i = 0; i < text.length; i++) this.offsets.push(at);
  }

  finish(end: number): LocatedValue {
    this.offsets.push(end);
    return { value: this.value, offsets: this.offsets };
  }
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** The lines of `source` from `from` to `to`: start, end without its break, and the break's place. */
function* linesOf(source: string, from: number, to: number): Generator<{ start: number; end: number }> {
  let start = from;
  for (;;) {
    const feed = source.indexOf("\n", start);
    if (feed === -1 || feed >= to) {
      yield { start, end: to };
      return;
    }
    yield { start, end: feed > start && source[feed - 1] === "\r" ? feed - 1 : feed };
    start = feed + 1;
  }
}

/** A plain scalar. */
export function readPlain(source: string): LocatedValue {
  return unfold(source, 0, source.length, false);
}

/** A single-quoted scalar, quotes included in its source. */
export function readSingleQuoted(source: string): LocatedValue {
  return unfold(source, 1, source.length - 1, true);
}

/** Folds lines: a single break is a blank, n breaks are n − 1 breaks. */
function unfold(source: string, from: number, to: number, quoted: boolean): LocatedValue {
  const out = new ValueBuilder();
  const copy = (start: number, end: number): void => {
    if (!quoted) {
      out.copy(source, start, end);
      return;
    }
    let begin = start;
    for (let at = source.indexOf("''", start); at !== -1 && at + 1 < end; at = source.indexOf("''", begin)) {
      out.copy(source, begin, at + 1);
      begin = at + 2;
    }
    out.copy(source, begin, end);
  };
  let separator = "";
  let separatorAt = from;
  for (const { start, end } of linesOf(source, from, to)) {
    const first = start === from;
    const last = end === to;
    let begin = start;
    let stop = end;
    if (!first) while (begin < stop && isBlank(source[begin])) begin++;
    if (!last) while (stop > begin && isBlank(source[stop - 1])) stop--;
    if (begin === stop && !first && !last) {
      if (separator === "\n") out.put("\n", separatorAt);
      else separator = "\n";
      separatorAt = end;
      continue;
    }
    out.put(separator, separatorAt);
    copy(begin, stop);
    separator = " ";
    separatorAt = stop;
  }
  return out.finish(to);
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["e", "\x1b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ["N", "\u0085"],
  ["_", "\u00a0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
  [" ", " "],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
  ["\t", "\t"],
]);

const codeLengths: ReadonlyMap<string, number> = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** The length of the line break at `at`; 0 when there is none. */
function breakLength(source: string, at: number): number {
  if (source[at] === "\n") return 1;
  return source[at] === "\r" && source[at + 1] === "\n" ? 2 : 0;
}

/** The first offset from `at` on that is no blank. */
function skipBlanks(source: string, at: number): number {
  let next = at;
  while (isBlank(source[next])) next++;
  return next;
}

/** A double-quoted scalar, quotes included in its source. */
export function readDoubleQuoted(source: string): LocatedValue {
  const out = new ValueBuilder();
  const end = source.length - 1;
  let at = 1;
  while (at < end) {
    if (breakLength(source, at) > 0) {
      at = foldBreaks(source, at, out);
    } else if (source[at] === "\\") {
      at = unescape(source, at, out);
    } else if (isBlank(source[at])) {
      const next = skipBlanks(source, at);
      if (breakLength(source, next) === 0) out.copy(source, at, Math.min(next, end));
      at = next;
    } else {
      let next = at + 1;
      while (next < end && !'\\ \t\r\n"'.includes(source.charAt(next))) next++;
      out.copy(source, at, next);
      at = next;
    }
  }
  return out.finish(end);
}

function foldBreaks(source: string, from: number, out: ValueBuilder): number {
  let breaks = 0;
  let at = from;
  let firstAt = from;
  for (let length = breakLength(source, at); length > 0; length = breakLength(source, at)) {
    if (breaks > 0) {
      out.put("\n", firstAt);
      firstAt = at;
    }
    breaks++;
    at = skipBlanks(source, at + length);
  }
  if (breaks === 1) out.put(" ", from);
  return at;
}

function unescape(source: string, at: number, out: ValueBuilder): number {
  const next = source.charAt(at + 1);
  const simple = escapes.get(next);
  if (simple !== undefined) {
    out.put(simple, at);
    return at + 2;
  }
  const lineBreak = breakLength(source, at + 1);
  if (lineBreak > 0) return skipBlanks(source, at + 1 + lineBreak);
  const digits = codeLengths.get(next);
  const code = digits === undefined ? "" : source.slice(at + 2, at + 2 + digits);
  const point = /^[0-9a-fA-F]+$/.test(code) && code.length === digits ? Number.parseInt(code, 16) : NaN;
  if (point <= 0x10ffff) {
    out.put(String.fromCodePoint(point), at);
    return at + 2 + code.length;
  }
  out.copy(source, at, at + 2);
  return at + 2;
}

/** What the header of a block scalar says, and where its text stands. */
export interface BlockHeader {
  readonly folded: boolean;
  readonly chomping: "keep" | "strip" | "clip";
  /** Columns to take off each line when the header says so; `null`: as many as the first line has. */
  readonly indent: number | null;
}

/** Reads `|`, `>`, `|2-` and the like; `parentIndent` is the column that an explicit indent counts from. */
export function readBlockHeader(header: string, parentIndent: number): BlockHeader {
  const digit = /[1-9]/.exec(header)?.[0];
  return {
    folded: header.startsWith(">"),
    chomping: header.includes("+") ? "keep" : header.includes("-") ? "strip" : "clip",
    indent: digit === undefined ? null : Math.max(0, parentIndent) + Number(digit),
  };
}

interface BlockLine {
  readonly start: number;
  /** Where its indentation ends. */
  readonly content: number;
  readonly end: number;
}

/** A block scalar's text, the lines below its header. */
export function readBlock(source: string, header: BlockHeader): LocatedValue {
  const lines: BlockLine[] = [];
  for (const { start, end } of linesOf(source, 0, source.length)) {
    let content = start;
    while (content < end && source[content] === " ") content++;
    lines.push({ start, content, end });
  }
  const isEmpty = (line: BlockLine): boolean => line.content === line.end;
  let stop = lines.length;
  while (stop > 0 && isEmpty(lines[stop - 1] ?? { start: 0, content: 0, end: 0 })) stop--;
  const out = new ValueBuilder();
  if (stop === 0) {
    if (header.chomping === "keep" && source !== "") out.put("\n".repeat(Math.max(1, lines.length - 1)), 0);
    return out.finish(source.length);
  }

  const first = lines.findIndex((line) => !isEmpty(line));
  const indentOf = (line: BlockLine): number => line.content - line.start;
  const firstLine = lines[first];
  const trim = header.indent ?? (firstLine === undefined ? 0 : indentOf(firstLine));
  const contentOf = (line: BlockLine): number => Math.min(line.content, line.start + trim);
  for (let i = lines.length - 1; i >= stop; i--) {
    const line = lines[i];
    if (line !== undefined && indentOf(line) > trim) stop = i + 1;
  }

  for (const line of lines.slice(0, first)) {
    out.copy(source, contentOf(line), line.content);
    out.put("\n", line.end);
  }
  let separator = "";
  let separatorAt = 0;
  let moreIndented = false;
  for (const line of lines.slice(first, stop)) {
    const text = contentOf(line);
    if (!header.folded) {
      out.put(separator, separatorAt);
      out.copy(source, text, line.end);
      separator = "\n";
    } else if (indentOf(line) > trim || source[line.content] === "\t") {
      if (separator === " ") separator = "\n";
      else if (!moreIndented && separator === "\n") separator = "\n\n";
      out.put(separator, separatorAt);
      out.copy(source, text, line.end);
      separator = "\n";
      moreIndented = true;
    } else if (isEmpty(line)) {
      if (separator === "\n") out.put("\n", separatorAt);
      else separator = "\n";
    } else {
      out.put(separator, separatorAt);
      out.copy(source, line.content, line.end);
      separator = " ";
      moreIndented = false;
    }
    separatorAt = line.end;
  }
  chomp(out, source, lines.slice(stop), header.chomping, contentOf, separatorAt);
  return out.finish(source.length);
}

function chomp(
  out: ValueBuilder,
  source: string,
  rest: readonly BlockLine[],
  chomping: BlockHeader["chomping"],
  contentOf: (line: BlockLine) => number,
  end: number,
): void {
  if (chomping === "strip") return;
  if (chomping === "keep") {
    for (const line of rest) {
      out.put("\n", Math.max(0, line.start - 1));
      out.copy(source, contentOf(line), line.content);
    }
    if (out.value.endsWith("\n")) return;
  }
  out.put("\n", end);
}
