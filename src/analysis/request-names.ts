/**
 * The names of a request, action and resource, apart from agent, context and time: their order, and
 * which boxes admit them.
 */
import { codePoints, foldCase } from "../automata/alphabet.ts";
import type { GlobEntry, Name } from "../automata/glob-library.ts";
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
    const action = region.actions.find((a) => this.#matches(a, this.#names.action));
    if (action === undefined) return null;
    const resource = region.resources.find((r) => this.#matches(r, this.#names.resource));
    return resource === undefined ? null : { action, resource };
  }

  isExcepted(region: Box["region"]): boolean {
    return (
      region.exceptActions.some((a) => this.#matches(a, this.#names.action)) ||
      region.exceptResources.some((r) => this.#matches(r, this.#names.resource))
    );
  }

  #matches(entry: GlobEntry, name: Name): boolean {
    let result = this.#known.get(entry);
    if (result === undefined) {
      result = this.#context.library.matches(entry, name, this.#context.budget);
      this.#known.set(entry, result);
    }
    return result;
  }
}
