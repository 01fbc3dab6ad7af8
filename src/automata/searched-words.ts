/** What a search is given, and what it finds. */
import type { Budget } from "./budget.ts";
import type { LazyDfa } from "./lazy-dfa.ts";
import type { ShapeAutomaton } from "./shapes.ts";
import type { UnionNfa } from "./union-nfa.ts";

/** Words whose action one automaton accepts and whose resource the other accepts. */
export interface PositiveLanguage {
  readonly action: UnionNfa;
  readonly resource: UnionNfa;
}

export interface NegativeLanguage {
  readonly action: LazyDfa;
  readonly resource: LazyDfa;
}

export interface Search {
  readonly positives: readonly PositiveLanguage[];
  readonly negatives: readonly NegativeLanguage[];
  readonly shapes: ShapeAutomaton | null;
  /** Whether a word is blocked that exactly these negatives (by index) accept. */
  readonly isBlocked: (accepting: readonly number[]) => boolean;
  /** Words longer than this many bytes are of no interest. */
  readonly longest: number;
  readonly budget: Budget;
}

/** A word of the search: the strings of a request, as code points. */
export interface Word {
  readonly action: readonly number[];
  readonly resource: readonly number[];
  /** UTF-8 bytes of both. */
  readonly bytes: number;
}
