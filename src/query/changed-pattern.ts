/** A pattern changed by braces so that it matches one more name. */
import type { SourceFile } from "../base/source.ts";
import { lowerAscii } from "../ir/glob.ts";
import type { Dimension, Glob, GlobToken } from "../ir/ir.ts";
import type { PatternStop } from "../reference/consider.ts";
import { matchesGlob } from "../reference/matches.ts";
import { writtenPattern } from "./written-pattern.ts";

export interface PatternChange {
  /** The part of the pattern's text that changes, and what it becomes. */
  readonly from: string;
  readonly to: string;
  /** How many characters are added. */
  readonly added: number;
}

/** What has a meaning in patterns, and what ends one. */
const special = /[*{}\\?[\],"$ ]/;

/** The change where the pattern stops matching; `null` where braces cannot say it or the text is not plain. */
export function changedPattern(
  { pattern, glob, column }: PatternStop,
  name: string,
  sources: ReadonlyMap<string, SourceFile>,
): PatternChange | null {
  const text = pattern.globs.length === 1 ? writtenPattern(pattern, sources) : null;
  if (text === null) return null;
  const begin = afterSeparator(text, column - 1, glob.dimension);
  for (const start of separatorsOf(name, glob.dimension)) {
    const end = commonEnd(text.slice(begin), name.slice(start), glob.dimension);
    const [from, wanted] = [text.slice(begin, text.length - end), name.slice(start, name.length - end)];
    if (special.test(wanted) || /[{},]/.test(from) || from === "" || wanted === "") continue;
    const tokens: GlobToken[] = [
      ...tokensBefore(glob, begin),
      { kind: "text", text: folded(name.slice(start), glob.dimension) },
    ];
    if (!matchesGlob({ ...glob, tokens }, name)) continue;
    const to = united(from, wanted);
    return { from, to, added: to.length - from.length };
  }
  return null;
}

/** Both, the common beginning written once where one goes on from the other with a segment of its own. */
function united(from: string, wanted: string): string {
  const goesOn = (long: string, short: string): boolean =>
    long.startsWith(short) && /[:/]/.test(long.charAt(short.length)) && !short.endsWith("*");
  if (goesOn(wanted, from)) return `${from}{,${wanted.slice(from.length)}}`;
  if (goesOn(from, wanted)) return `${wanted}{,${from.slice(wanted.length)}}`;
  return `{${from},${wanted}}`;
}

function isSeparator(character: string | undefined, dimension: Dimension): boolean {
  return character === ":" || (character === "/" && dimension === "resource");
}

/** Where the segment begins that holds the unit before `at`. */
function afterSeparator(text: string, at: number, dimension: Dimension): number {
  let begin = Math.min(at, text.length);
  while (begin > 0 && !isSeparator(text[begin - 1], dimension)) begin--;
  return begin;
}

/** Where segments begin, the last one first: the least to write. */
function separatorsOf(name: string, dimension: Dimension): number[] {
  const begins = [0];
  for (let i = 0; i < name.length; i++) if (isSeparator(name[i], dimension)) begins.push(i + 1);
  return begins.reverse();
}

/** How many units of whole segments, each with its separator, both texts end with; some are left of each. */
function commonEnd(a: string, b: string, dimension: Dimension): number {
  let end = 0;
  for (let length = 1; length < Math.min(a.length, b.length); length++) {
    const [x, y] = [a[a.length - length], b[b.length - length]];
    if (x !== y || x === "*") break;
    if (isSeparator(x, dimension)) end = length;
  }
  return end;
}

/** The tokens of the glob's first `length` units of text; wildcards count as they are written. */
function tokensBefore({ tokens }: Glob, length: number): GlobToken[] {
  const found: GlobToken[] = [];
  let left = length;
  for (const token of tokens) {
    if (left <= 0) break;
    if (token.kind === "text") {
      found.push({ kind: "text", text: token.text.slice(0, left) });
      left -= token.text.length;
    } else {
      found.push(token);
      left -= token.kind === "star" ? 1 : token.kind === "deep" ? 2 : 3;
    }
  }
  return found;
}

function folded(text: string, dimension: Dimension): string {
  return dimension === "action" ? lowerAscii(text) : text;
}
