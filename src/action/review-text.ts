/** The text of the comment, and whether there is something to tell in one. */
import type { LoadedReview } from "../cli/ci/run-review.ts";
import type { PolicyFiles } from "../cli/policy-files.ts";
import { formatReviewComment } from "../report/review-comment.ts";
import type { ReviewReport } from "../report/review-report.ts";
import type { Reviewed } from "./review-plan.ts";

/** Bytes: GitHub refuses comments of more than 65,536 characters. */
const commentLimit = 60_000;

export function commentText(report: ReviewReport): string {
  return formatReviewComment(report, { limit: commentLimit });
}

/** Without this, no comment is made: a pull request that does not touch the policies hears nothing of them. */
export function isWorthSaying({ report, loaded }: Reviewed): boolean {
  const { review, verdict } = report;
  return (
    verdict.conclusion !== "passed" ||
    verdict.waived.length > 0 ||
    review.difference.changes.length > 0 ||
    isTouched(loaded)
  );
}

/** Whether any file of the set differs, be it in a comment. */
function isTouched({ headFiles, baseFiles }: LoadedReview): boolean {
  return baseFiles === null || textsOf(headFiles) !== textsOf(baseFiles);
}

function textsOf({ config, files, toolLists }: PolicyFiles): string {
  return JSON.stringify([config?.text, ...[...files, ...toolLists].map(({ path, text }) => [path, text])]);
}
