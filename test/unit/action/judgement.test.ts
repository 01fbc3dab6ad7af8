import { expect, test } from "vitest";
import { judgeReview, needsAcknowledgement } from "../../../src/action/judgement.ts";
import type { AcknowledgementReport } from "../../../src/report/review-report.ts";
import { judge } from "../../../src/review/judge.ts";
import type { Review } from "../../../src/review/review.ts";
import { reviewOf, revisionOf } from "../../support/review.ts";
import { asserting, holding, revision } from "../../support/review-texts.ts";

const base = revisionOf(revision());

function review(head: Parameters<typeof revisionOf>[0]): Review {
  return reviewOf(base, revisionOf(head));
}

const clean = review(revision());
const widened = review(holding("git:read on repos/*", "git:push on repos/app/branches/dev"));
const failing = review(asserting("ci can git:read repos/app", "ci can git:push repos/app/branches/main"));

const accepted: AcknowledgementReport = { isAcknowledged: true, lines: ["rosa approved it"] };
const refused: AcknowledgementReport = { isAcknowledged: false, lines: ["nobody did"] };

function never(): Promise<AcknowledgementReport> {
  throw new Error("somebody is asked");
}

function answering(report: AcknowledgementReport): () => Promise<AcknowledgementReport> {
  return () => Promise.resolve(report);
}

test("only what a gate refuses needs an acknowledgement", () => {
  expect([clean, widened, failing].map((r) => needsAcknowledgement(r, judge))).toEqual([false, true, false]);
});

test("nobody is asked where that could change nothing", async () => {
  expect(await judgeReview(clean, judge, true, never)).toMatchObject({
    verdict: { conclusion: "passed" },
    acknowledgement: null,
  });
  expect(await judgeReview(failing, judge, true, never)).toMatchObject({
    verdict: { conclusion: "failed" },
    acknowledgement: null,
  });
  expect(await judgeReview(widened, judge, false, never)).toMatchObject({
    verdict: { conclusion: "passed" },
    acknowledgement: null,
  });
});

test("what a gate refuses fails unless it is acknowledged", async () => {
  expect(await judgeReview(widened, judge, true, answering(refused))).toMatchObject({
    verdict: { conclusion: "failed", waived: [] },
    acknowledgement: refused,
  });
  expect(await judgeReview(widened, judge, true, answering(accepted))).toMatchObject({
    verdict: { conclusion: "acknowledged", blocking: [] },
    acknowledgement: accepted,
  });
});

test("an acknowledgement does not make failing tests pass", async () => {
  const both = review({
    ...holding("git:read on repos/*", "git:push on repos/app/branches/dev"),
    "tests/ci.test.yaml": asserting("ci can git:read repos/app", "ci can git:push repos/app/branches/main")[
      "tests/ci.test.yaml"
    ] as string,
  });
  expect(await judgeReview(both, judge, true, answering(accepted))).toMatchObject({
    verdict: { conclusion: "failed", blocking: [{ kind: "test" }] },
  });
});
