/**
 * What a lint rule is: facts about it, and a check that reports findings.
 *
 * INVARIANT: a rule is deterministic, does no I/O and keeps no state between runs; what several rules
 * need is computed once by the context.
 */
import type { Fix, RelatedPlace, Severity, Witness } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { LintContext } from "./lint-context.ts";

export type RuleCategory = "structure" | "anomalies" | "breadth" | "sensitive" | "limits";

/** One defect that a rule has found. */
export interface Finding {
  /** `null` when it is about the set as a whole. */
  readonly span: Span | null;
  /** The fact: lower-case start, no final period, user text in backticks. */
  readonly message: string;
  /** Only where it differs from the rule's level; one of the rule's `otherLevels`. */
  readonly severity?: Severity;
  readonly related?: readonly RelatedPlace[];
  readonly help?: string | null;
  readonly witness?: Witness | null;
  readonly fixes?: readonly Fix[];
}

export interface Rule {
  /** Names the defect; unique, never reused. */
  readonly id: string;
  readonly category: RuleCategory;
  /** The level unless the config says otherwise. */
  readonly level: Severity;
  /** Levels that single findings may have instead. */
  readonly otherLevels?: readonly Severity[];
  /** The kind of fix that its findings may offer. */
  readonly fix: "safe" | "review" | null;
  /** Whether it is decided for all valid requests, with a witness. */
  readonly isExact: boolean;
  /** One sentence for `sentrely-policy rules`, docs and SARIF. */
  readonly summary: string;
  /** `null`: found elsewhere; `foundBy` says where. */
  readonly check: ((context: LintContext, report: (finding: Finding) => void) => void) | null;
  /** Who finds it when the rule has no check of its own. */
  readonly foundBy?: "compiler" | "suppressions" | "diff";
}

/** Declares a rule; exists so that a rule file reads as one. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
