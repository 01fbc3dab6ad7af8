/**
 * Lists of globs as people wrote them. A glob itself no longer knows its braces, its vocabulary word and,
 * in an action, its capitals.
 *
 * INVARIANT: a text means its globs and nothing else, wherever it came from.
 */
import type { SourceFile } from "../base/source.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { Pattern } from "../ir/ir.ts";
import { printedGlob, writtenPattern } from "./written-pattern.ts";

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
      if (!pattern.globs.every(({ key }) => globs.has(key))) continue;
      const text = writtenPattern(pattern, this.#sources);
      if (text === null) continue;
      for (const { key } of pattern.globs) globs.delete(key);
      texts.push(text);
    }
    const others = entries.filter(({ glob }) => globs.has(glob.key)).map(({ glob }) => printedGlob(glob));
    return [...texts, ...others].join(", ");
  }
}
