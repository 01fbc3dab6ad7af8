/**
 * The names of a request, action and resource, apart from agent, context and time: their order, and
 * which boxes admit them.
 */
import { codePoints, foldCase } from "../automata/alphabet.ts";
import { type GlobEntry, mayMatch, type Name } from "../automata/glob-library.ts";
import type { Word } from "../automata/search.ts";
import type { AnalysisContext } from "./analysis-context.ts";
import type { Box } from "./boxes.ts";

/** The names of a request, without agent, context and time. */
export interface RequestNames {
  readonly action: Name;
  readonly resource: Name;
  /** UTF-8 bytes of both. */
  readonly bytes: number;
}

/** Fewer bytes first, then code-point order; the shorter action of two that are as long together. */
export function compareNames(a: RequestNames, b: RequestNames): number {
  return (
    a.bytes - b.bytes ||
    compareCodes(a.action.codes, b.action.codes) ||
    compareCodes(a.resource.codes, b.resource.codes)
  );
}

function compareCodes(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The names of an action and a resource given as text. */
export function namesOf(action: string, resource: string, bytes: number): RequestNames {
  return namesOfWord({ action: codePoints(action), resource: codePoints(resource), bytes });
}

/** The names that a search found. */
export function namesOfWord(word: Word): RequestNames {
  const folded = word.action.map(foldCase);
  return {
    action: { codes: word.action, text: String.fromCodePoint(...folded) },
    resource: { codes: word.resource, text: String.fromCodePoint(...word.resource) },
    bytes: word.bytes,
  };
}

/** Whether a box admits the names in some context; remembers globs for the same names. */
export class NameMatcher {
  readonly #context: AnalysisContext;
  readonly #names: RequestNames;
  readonly #known: Map<GlobEntry, boolean> = new Map<GlobEntry, boolean>();

  constructor(context: AnalysisContext, names: RequestNames) {
    this.#context = context;
    this.#names = names;
  }

  /** Whether the names are of the box's scope. */
  admits({ region }: Box): boolean {
    return this.pairOf(region) !== null && !this.isExcepted(region);
  }

  /** The first action and resource of a region that match, its excepts aside. */
  pairOf(region: Box["region"]): { readonly action: GlobEntry; readonly resource: GlobEntry } | null {
    const action = this.#first(region.actions, this.#names.action);
    if (action === null) return null;
    const resource = this.#first(region.resources, this.#names.resource);
    return resource === null ? null : { action, resource };
  }

  isExcepted(region: Box["region"]): boolean {
    return (
      this.#first(region.exceptActions, this.#names.action) !== null ||
      this.#first(region.exceptResources, this.#names.resource) !== null
    );
  }

  #first(entries: readonly GlobEntry[], name: Name): GlobEntry | null {
    for (const entry of entries) if (this.#matches(entry, name)) return entry;
    return null;
  }

  #matches(entry: GlobEntry, name: Name): boolean {
    // Most globs are told apart by a few characters, which is cheaper than to remember them.
    if (entry.isEverything) return true;
    if (!mayMatch(entry, name)) return false;
    let result = this.#known.get(entry);
    if (result === undefined) {
      result = this.#context.library.matches(entry, name, this.#context.budget);
      this.#known.set(entry, result);
    }
    return result;
  }
}
