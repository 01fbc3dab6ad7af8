/**
 * A change of policies, judged: what a pull request is told. Plain data, printed by the reports.
 *
 * INVARIANT: what the head says cannot loosen what judges it. The base's levels, sensitive regions, suppressions,
 * baseline and tests judge the head's policies besides the head's own; every loosening is a change that is
 * tagged `weakened`.
 */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import type { Change, Difference } from "../diff/change.ts";
import type { Compilation } from "../pipeline.ts";
import type { TestResult } from "../testing/test-result.ts";

/** One revision of a policy set. */
export interface Revision {
  readonly compilation: Compilation;
  /** Fingerprints of the findings that its baseline file accepts; empty when it has none. */
  readonly baseline: ReadonlySet<string>;
  /** True when it holds no policy file at all: then it permits nothing. */
  readonly isEmpty: boolean;
}

/**
 * What the head is compared with: `compared` a base that compiles; `empty` a base without policies and `broken`
 * one that does not compile, both of which permit nothing; `none` no base at all, so there is no difference.
 */
export type BaseState = "compared" | "empty" | "broken" | "none";

/** A finding that stands. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  /** Survives moving lines: 64 hexadecimal digits, no two alike. */
  readonly fingerprint: string;
  /** `base`: only the base's levels, regions, suppressions or baseline tell it, or as gravely; the head loosened them. */
  readonly judge: "head" | "base";
  /** Its severity by the head's own word, where the base's is graver and `diagnostic` has that. */
  readonly headSeverity?: Severity;
}

export interface Review {
  readonly head: Revision;
  /** `null` when the state is `none`. */
  readonly base: Revision | null;
  readonly baseState: BaseState;
  /** Of the head, sorted: compile errors and what the rules find. */
  readonly findings: readonly Finding[];
  /** The head's own tests with the head's policies, in file order; none when it does not compile. */
  readonly tests: readonly TestResult[];
  /**
   * Empty when there is no base or the head does not compile. A base test that the head's policies break and that
   * the head no longer asserts is a change of kind `test`, with its counterexample as `witness` and `after`.
   */
  readonly difference: Difference;
  /** The changes that a gate refuses, with the words of `fail-on` that they meet. */
  readonly refused: ReadonlyMap<Change, readonly string[]>;
  /** The least severity that fails, by the head's word and by the base's. */
  readonly failLevels: { readonly head: Severity; readonly base: Severity };
  /** Actions that wildcards admit and that the record of known actions lacks; `null` without such a record. */
  readonly newActions: readonly NewAction[] | null;
}

/** An action that the catalogue has learnt since the record of known actions was written. */
export interface NewAction {
  readonly action: string;
  /** The agents that are allowed it without approval, sorted. */
  readonly agents: readonly string[];
}

/** Why a review fails, or would. */
export interface Reason {
  readonly kind: "compile" | "empty" | "lint" | "test" | "gate" | "undecided";
  /** One sentence, such as `2 changes are newly allowed (widened)`. */
  readonly message: string;
  /** An acknowledgement turns it into a warning; absent: nothing but another head does away with it. */
  readonly isWaivable?: true;
}

export interface Verdict {
  /** `acknowledged`: gates were met, and somebody who may has accepted what they refuse. */
  readonly conclusion: "passed" | "acknowledged" | "failed";
  /** What fails the review. */
  readonly blocking: readonly Reason[];
  /** What an acknowledgement, or an event that does not gate, turns into warnings. */
  readonly waived: readonly Reason[];
}
