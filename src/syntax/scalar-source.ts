/**
 * Where each character of a plain or quoted YAML scalar's value stands in its source.
 *
 * The functions follow the folding and unescaping of YAML 1.2 (chapters 6.5 and 7.3) as the
 * `yaml` package reads them, and keep the offset of every character they put out.
 * INVARIANT: for a scalar that the package accepts, the value is the package's own.
 */
import { linesOf, ValueBuilder, type LocatedValue } from "./located-value.ts";

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
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
