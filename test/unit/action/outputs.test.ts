import { expect, test } from "vitest";
import { failedOutputs, outputsOf, type Outputs } from "../../../src/action/outputs.ts";
import { judge } from "../../../src/review/judge.ts";
import type { Review } from "../../../src/review/review.ts";
import { gating, reviewOf } from "../../support/review.ts";
import { holding, policy, revision, tests } from "../../support/review-texts.ts";

const nothingWritten = { report: null, sarifFile: null, bundle: null };

const outputs = (review: Review): Outputs => outputsOf(review, judge(review, gating), nothingWritten);

test("an agent that is new and may do something counts as newly allowed, though its change is of another kind", () => {
  const head = revision({ "policies/new.yaml": policy("new", "git:read on repos/*") });
  const review = reviewOf(revision(), head);
  expect(review.difference.changes.map(({ kind }) => kind)).toEqual(["agent"]);
  expect(outputs(review)).toMatchObject({ conclusion: "failed", widened: "1", ungated: "0", refused: "1" });
});

test("an agent that is gone counts as nothing that is newly allowed", () => {
  const before = revision({ "policies/old.yaml": policy("old", "git:read on repos/*") });
  expect(outputs(reviewOf(before, revision()))).toMatchObject({ conclusion: "passed", widened: "0" });
});

test("what loosens the check counts as weakened, whatever it is", () => {
  const before = revision({
    "tests/more.test.yaml": tests("ci cannot git:push repos/app/branches/main"),
  });
  const review = reviewOf(before, holding("git:read on repos/*", "git:push on repos/app/branches/main"));
  expect(outputs(review)).toMatchObject({ widened: "1", weakened: "1" });
});

test("what ends soon and what is new are counted, on a day on which nothing changed", () => {
  // The day of these reviews is 2026-01-05.
  const files = holding(
    "statement: git:read on repos/*\nexpires: 2026-01-15",
    "statement: git:push on repos/app/branches/*\nexpires: 2026-01-01",
    "statement: git:push on repos/web/branches/*\nexpires: 2026-06-01",
    "aws:s3:Get* on arn:aws:s3:::logs/*",
  );
  const quiet = outputs(reviewOf(null, files));
  expect([quiet.expiring, quiet["new-actions"]]).toEqual(["2", "0"]);
  const told = outputs(reviewOf(null, files, { knownActions: new Set() }));
  expect(Number(told["new-actions"])).toBeGreaterThan(1);
});

test("a run without a verdict claims nothing but that it failed", () => {
  expect(failedOutputs).toEqual({ conclusion: "failed", acknowledged: "false" });
});
