/**
 * Lists of globs as unions of names: what two have in common, and what of one lies in another.
 *
 * INVARIANT: `contains` and "apart" are certain; an intersection that is not one is marked so and covers.
 */
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { ask } from "../analysis/question.ts";
import type { Glob } from "../ir/ir.ts";
import { meetGlobs } from "./meet-globs.ts";
import { meetOpen } from "./meet-open.ts";

export type Globs = readonly GlobEntry[];

export interface Met {
  readonly globs: Globs;
  /** False: the globs cover what both lists match, and more. */
  readonly exact: boolean;
}

/** Longer lists are not searched for repetitions. */
const maxReduced = 64;

/** Operations on the globs of one library; work is charged to the context's budget. */
export class GlobLists {
  readonly #context: AnalysisContext;
  readonly #maxStates: number;

  constructor(context: AnalysisContext, maxStates: number) {
    this.#context = context;
    this.#maxStates = maxStates;
  }

  /** Whether every name of `inner` is one of `outer`, as far as can be seen glob by glob. */
  contains(outer: Globs, inner: Globs): boolean {
    return inner.every((i) => outer.some((o) => this.#contains(o, i)));
  }

  overlap(a: Globs, b: Globs): boolean {
    return a.some((x) => b.some((y) => this.#overlap(x, y)));
  }

  /** Those of `globs` that have a name in common with the others. */
  touching(globs: Globs, others: Globs): Globs {
    return globs.filter((g) => others.some((o) => this.#overlap(g, o)));
  }

  /** What both match: the narrower of two globs where one lies in the other. */
  meet(a: Globs, b: Globs): Met {
    const globs: GlobEntry[] = [];
    let exact = true;
    for (const x of a) {
      for (const y of b) {
        if (!this.#overlap(x, y)) continue;
        const both = this.#contains(y, x) ? x : this.#contains(x, y) ? y : this.#common(x, y);
        if (both === null) exact = false;
        globs.push(both ?? (y.leastBytes > x.leastBytes ? y : x));
      }
    }
    return { globs: this.reduced(globs), exact };
  }

  /** Without globs that lie in an excepted one; all of them where none would be left. */
  outside(globs: Globs, excepted: Globs): Globs {
    const left = globs.filter((g) => !excepted.some((e) => this.#contains(e, g)));
    return left.length === 0 ? globs : left;
  }

  /** Without globs that lie in others of the list. */
  reduced(globs: Globs): Globs {
    const distinct = [...new Set(globs)];
    if (distinct.length > maxReduced) return distinct;
    return distinct.filter(
      (g, i) =>
        !distinct.some(
          (other, j) => i !== j && this.#contains(other, g) && (!this.#contains(g, other) || j < i),
        ),
    );
  }

  /** The one glob that two that cross have in common, shown to be it; `null` where none is seen. */
  #common(x: GlobEntry, y: GlobEntry): GlobEntry | null {
    for (const glob of [meetGlobs(x.glob, y.glob), meetOpen(x.glob, y.glob), meetOpen(y.glob, x.glob)]) {
      const both = glob === null ? null : this.#shown(glob, x, y);
      if (both !== null) return both;
    }
    return null;
  }

  /** The glob's entry if it matches exactly what both match. */
  #shown(glob: Glob, x: GlobEntry, y: GlobEntry): GlobEntry | null {
    const both = this.#context.library.entry(glob);
    const isWithin = (outer: GlobEntry): boolean =>
      this.#contains(outer, both) || this.#isEmpty([both], [outer]);
    return isWithin(x) && isWithin(y) && this.#isEmpty([x, y], [both]) ? both : null;
  }

  /** Whether no valid name is matched by all of some globs and by none of others. */
  #isEmpty(positives: Globs, negatives: Globs): boolean {
    const boxOf = (entry: GlobEntry): Box => {
      const { actions, resources } = this.#context.everything;
      const isAction = entry.glob.dimension === "action";
      return {
        statement: null,
        region: {
          actions: isAction ? [entry] : actions,
          resources: isAction ? resources : [entry],
          exceptActions: [],
          exceptResources: [],
        },
        condition: () => ALWAYS,
      };
    };
    const question = { positives: positives.map(boxOf), negatives: negatives.map(boxOf) };
    return ask(this.#context, question, this.#maxStates).kind === "empty";
  }

  #contains(outer: GlobEntry, inner: GlobEntry): boolean {
    return this.#context.library.contains(outer, inner, this.#context.budget);
  }

  #overlap(a: GlobEntry, b: GlobEntry): boolean {
    return this.#context.library.overlaps(a, b, this.#context.budget);
  }
}
