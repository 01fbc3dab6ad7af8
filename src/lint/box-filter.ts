/**
 * Cheap tests on patterns before a question is asked.
 *
 * INVARIANT: "apart" is certain; what is not known to be apart is left to the question itself.
 */
import type { Box } from "../analysis/boxes.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import type { GlobEntry, GlobLibrary } from "../automata/glob-library.ts";
import type { LintContext } from "./lint-context.ts";

export class BoxFilter {
  readonly #library: GlobLibrary;
  readonly #budget: Budget;

  constructor({ analysis, maxStates }: Pick<LintContext, "analysis" | "maxStates">) {
    this.#library = analysis.library;
    this.#budget = new Budget(maxStates);
  }

  /** False when no names are of both boxes. */
  mayMeet({ region: a }: Box, { region: b }: Box): boolean {
    return this.mayOverlap(a.actions, b.actions) && this.mayOverlap(a.resources, b.resources);
  }

  /** False when no text is matched by both lists. */
  mayOverlap(as: readonly GlobEntry[], bs: readonly GlobEntry[]): boolean {
    return as.some((a) => bs.some((b) => this.#overlap(a, b)));
  }

  /** Whether it is shown that one of the globs matches all that this one does. */
  isWithin(inner: GlobEntry, outer: readonly GlobEntry[]): boolean {
    try {
      return outer.some((o) => this.#library.contains(o, inner, this.#budget));
    } catch (error) {
      if (error instanceof BudgetExceeded) return true;
      throw error;
    }
  }

  #overlap(a: GlobEntry, b: GlobEntry): boolean {
    try {
      return this.#library.overlaps(a, b, this.#budget);
    } catch (error) {
      if (error instanceof BudgetExceeded) return true;
      throw error;
    }
  }
}

/** The key of the one filter of a run. */
export const boxFilter: { readonly name: string; readonly make: (context: LintContext) => BoxFilter } = {
  name: "box filter",
  make: (context) => new BoxFilter(context),
};
