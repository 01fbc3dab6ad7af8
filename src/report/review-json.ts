/**
 * A review as JSON, whole: `schemas/review.schema.json` says what it holds. Files are as INTERFACES.md has them,
 * as seen from the folder of `sentrely.yaml`.
 */
import { changeJson } from "./diff-json.ts";
import { diagnosticJson } from "./json.ts";
import { reviewCounts } from "./review-counts.ts";
import type { ReviewFormatter } from "./review-report.ts";
import { safeJson } from "./sanitize.ts";
import { testJson } from "./test-json.ts";

export const formatReviewJson: ReviewFormatter = (report) => {
  const { review, verdict, acknowledgement, notes, baseName, headName, isGating } = report;
  const { difference, refused, head, base, newActions } = review;
  const places = { sources: head.compilation.sources, pathOf: (file: string): string => file };
  const counts = reviewCounts(review);
  return `${safeJson(
    {
      conclusion: verdict.conclusion,
      reasons: [
        ...verdict.blocking.map(({ kind, message }) => ({ kind, message, waived: false })),
        ...verdict.waived.map(({ kind, message }) => ({ kind, message, waived: true })),
      ],
      gating: isGating,
      base: baseName,
      base_state: review.baseState,
      base_revision: base?.compilation.set?.revision ?? null,
      head: headName,
      revision: head.compilation.set?.revision ?? null,
      fail_levels: review.failLevels,
      findings: review.findings.map(({ diagnostic, fingerprint, judge }) => ({
        ...diagnosticJson(diagnostic, places),
        fingerprint,
        judge,
      })),
      tests: review.tests.map((test) => testJson(test, places)),
      changes: difference.changes.map((change) => changeJson(change, refused.get(change) ?? [])),
      unknown: difference.unknown,
      new_actions: newActions,
      acknowledgement:
        acknowledgement === null
          ? null
          : { acknowledged: acknowledgement.isAcknowledged, lines: acknowledgement.lines },
      notes,
      summary: {
        errors: counts.errors,
        warnings: counts.warnings,
        infos: counts.infos,
        tests_passed: counts.testsPassed,
        tests_failed: counts.testsFailed,
        changes: counts.changes,
        widened: counts.widened,
        narrowed: counts.narrowed,
        gated: counts.gated,
        ungated: counts.ungated,
        weakened: counts.weakened,
        refused: counts.refused,
        undecided: counts.undecided,
        new_actions: counts.newActions,
      },
    },
    2,
  )}\n`;
};
