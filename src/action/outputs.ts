/** The outputs of the action, as `action.yml` declares them. */
import { reviewCounts } from "../report/review-counts.ts";
import { refusedChanges } from "../review/gates.ts";
import type { Review, Verdict } from "../review/review.ts";

export const outputNames = [
  "conclusion",
  "errors",
  "warnings",
  "infos",
  "tests-passed",
  "tests-failed",
  "widened",
  "ungated",
  "weakened",
  "refused",
  "expiring",
  "new-actions",
  "revision",
  "report",
  "sarif-file",
  "bundle",
  "acknowledged",
] as const;

/** Rules that tell of grants and agents by the day. */
const ofTheDay: readonly string[] = ["expiring-soon", "expired-grant"];

export type OutputName = (typeof outputNames)[number];

export type Outputs = { readonly [N in OutputName]: string };

/** Absolute paths; `null`: not written. */
export interface WrittenFiles {
  readonly report: string | null;
  readonly sarifFile: string | null;
  readonly bundle: string | null;
}

export function outputsOf(review: Review, verdict: Verdict, written: WrittenFiles): Outputs {
  const counts = reviewCounts(review);
  const ending = review.findings.filter(({ diagnostic: { code } }) => ofTheDay.includes(code));
  /** Changes that mean this, whatever kind they are: a new agent with grants is no `widened` by kind. */
  const meaning = (word: string): string => String(refusedChanges(review.difference.changes, [word]).size);
  return {
    conclusion: verdict.conclusion,
    errors: String(counts.errors),
    warnings: String(counts.warnings),
    infos: String(counts.infos),
    "tests-passed": String(counts.testsPassed),
    "tests-failed": String(counts.testsFailed),
    widened: meaning("widened"),
    ungated: meaning("ungated"),
    weakened: meaning("weakened"),
    refused: String(counts.refused),
    expiring: String(ending.length),
    "new-actions": String(counts.newActions),
    revision: review.head.compilation.set?.revision ?? "",
    report: written.report ?? "",
    "sarif-file": written.sarifFile ?? "",
    bundle: written.bundle ?? "",
    acknowledged: String(verdict.conclusion === "acknowledged"),
  };
}

/** Of a run that ended before there was a verdict. */
export const failedOutputs: Partial<Outputs> = { conclusion: "failed", acknowledged: "false" };
