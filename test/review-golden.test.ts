/**
 * What a reviewer is told of changes, kept in `test/golden/review`: one folder a change, with both sides and the comment,
 * the job summary and the text for a terminal. `npx vitest run test/review-golden.test.ts -u` rewrites them; read the
 * diff as a reviewer would.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { formatReviewComment } from "../src/report/review-comment.ts";
import { formatReviewPretty } from "../src/report/review-pretty.ts";
import { formatReviewSummary } from "../src/report/review-summary.ts";
import type { ReviewReport } from "../src/report/review-report.ts";
import { readSet } from "./support/load-set.ts";
import { reportOf, reviewOf, revisionOf, type ReviewWords } from "./support/review-report.ts";

const folder = fileURLToPath(new URL("golden/review", import.meta.url));
const changes = readdirSync(folder).sort();
const commentLimit = 60_000;
const summaryLimit = 1_000_000;

const words: { readonly [change: string]: ReviewWords } = {
  "pull-request": {
    acknowledgement: {
      isAcknowledged: false,
      lines: [
        "to acknowledge it, somebody with write access who had no part in the pull request sets the label `policy-change-accepted` after the last push",
      ],
    },
  },
  acknowledged: {
    acknowledgement: {
      isAcknowledged: true,
      lines: ["`mira` set the label `policy-acknowledged` on 2026-11-20 at 16:05 UTC, after the last push"],
    },
  },
};

function reportOfChange(name: string): ReviewReport {
  const [base, head] = ["base", "head"].map((side) => revisionOf(readSet(join(folder, name, side))));
  if (base === undefined || head === undefined) throw new Error(`${name} lacks a side`);
  return reportOf(reviewOf(base, head, words[name]), words[name]);
}

test.each(changes)("a reviewer is told of %s", async (name) => {
  const report = reportOfChange(name);
  const comment = formatReviewComment(report, { limit: commentLimit });
  const summary = formatReviewSummary(report, { limit: summaryLimit });
  await expect(comment).toMatchFileSnapshot(join(folder, name, "comment.md"));
  await expect(summary).toMatchFileSnapshot(join(folder, name, "summary.md"));
  await expect(formatReviewPretty(report)).toMatchFileSnapshot(join(folder, name, "pretty.txt"));
});
