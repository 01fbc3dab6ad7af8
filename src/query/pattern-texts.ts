/**
 * Globs as people wrote them. A glob itself no longer knows its braces, its vocabulary word and, in an
 * action, its capitals.
 *
 * INVARIANT: a text means its globs and nothing else, wherever it came from.
 */
import type { SourceFile } from "../base/source.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { globText, lowerAscii } from "../ir/glob.ts";
import type { Glob, Pattern } from "../ir/ir.ts";
import { printGlob } from "../ir/print-ir.ts";

/** The texts of lists of globs; without sources every glob has its canonical text. */
export class PatternTexts {
  readonly #sources: ReadonlyMap<string, SourceFile>;

  constructor(sources: ReadonlyMap<string, SourceFile>) {
    this.#sources = sources;
  }

  /** The list, with the texts of the patterns whose globs are all in it. */
  list(entries: readonly GlobEntry[], patterns: readonly Pattern[]): string {
    const globs = new Set(entries.map(({ glob }) => glob.key));
    const texts: string[] = [];
    for (const pattern of patterns) {
      const text = this.#written(pattern);
      if (text === null || !pattern.globs.every(({ key }) => globs.has(key))) continue;
      for (const { key } of pattern.globs) globs.delete(key);
      texts.push(text);
    }
    const others = entries.filter(({ glob }) => globs.has(glob.key)).map(({ glob }) => printed(glob));
    return [...texts, ...others].join(", ");
  }

  /** The pattern's own text where that means its globs outside of its file too. */
  #written({ globs, place }: Pattern): string | null {
    const text = this.#sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
    const [only] = globs;
    if (only === undefined || !/[:/*]/.test(text) || /["'$\\\n]/.test(text)) return null;
    if (globs.length > 1) return text.includes("{") ? text : null;
    const spelled = only.dimension === "action" ? lowerAscii(text) : text;
    return [globText(only), printed(only)].includes(spelled) ? text : null;
  }
}

/** The glob, its last `**` as `*` where both mean the same. */
function printed(glob: Glob): string {
  const text = printGlob(glob);
  return glob.tokens.length > 1 && glob.tokens.at(-1)?.kind === "deep"
    ? text.replace(/\*\*("?)$/, "*$1")
    : text;
}
