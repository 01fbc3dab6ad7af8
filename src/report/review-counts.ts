/** A review in numbers: the outputs of the action, the summary of its JSON. */
import { countBySeverity } from "./lint-report.ts";
import { summaryOf } from "./diff-report.ts";
import type { Review } from "../review/review.ts";

export interface ReviewCounts {
  /** Findings by severity, those told only by the base included. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly testsPassed: number;
  /** Failed, or not judged, which never counts as passing. */
  readonly testsFailed: number;
  /** Changes, whatever they are. */
  readonly changes: number;
  readonly widened: number;
  readonly narrowed: number;
  readonly gated: number;
  readonly ungated: number;
  /** Changes by which the head loosens what judges it. */
  readonly weakened: number;
  /** Changes that a gate refuses, accepted by somebody or not. */
  readonly refused: number;
  /** Questions that were not decided. */
  readonly undecided: number;
  /** Actions that the record of known actions lacks; 0 without such a record. */
  readonly newActions: number;
}

export function reviewCounts(review: Review): ReviewCounts {
  const { changes, unknown } = review.difference;
  const { widened, narrowed, gated, ungated } = summaryOf(changes);
  const passed = review.tests.filter((t) => t.status === "passed").length;
  return {
    ...countBySeverity(review.findings.map((f) => f.diagnostic)),
    testsPassed: passed,
    testsFailed: review.tests.length - passed,
    changes: changes.length,
    widened,
    narrowed,
    gated,
    ungated,
    weakened: changes.filter((c) => c.tags.includes("weakened")).length,
    refused: review.refused.size,
    undecided: unknown.length,
    newActions: review.newActions?.length ?? 0,
  };
}
