/** Patterns as their authors wrote them, where that is known to mean the same outside of its file. */
import type { SourceFile } from "../base/source.ts";
import { globText, lowerAscii } from "../ir/glob.ts";
import type { Glob, Pattern } from "../ir/ir.ts";
import { printGlob } from "../ir/print-ir.ts";

/**
 * The pattern's own text: no word of the vocabulary, no quotes, escapes or variables. With several
 * globs it is one with braces. `null` where there is no such text.
 */
export function writtenPattern(
  { globs, place }: Pattern,
  sources: ReadonlyMap<string, SourceFile>,
): string | null {
  const text = sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
  const [only] = globs;
  if (only === undefined || !/[:/*]/.test(text) || /["'$\\\n]/.test(text)) return null;
  if (globs.length > 1) return text.includes("{") ? text : null;
  const spelled = only.dimension === "action" ? lowerAscii(text) : text;
  return [globText(only), printedGlob(only)].includes(spelled) ? text : null;
}

/** The glob as a pattern of a list, its last `**` as `*` where both mean the same. */
export function printedGlob(glob: Glob): string {
  const text = printGlob(glob);
  return glob.tokens.length > 1 && glob.tokens.at(-1)?.kind === "deep"
    ? text.replace(/\*\*("?)$/, "*$1")
    : text;
}
