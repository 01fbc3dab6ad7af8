import { expect, test } from "vitest";
import type { Catalogue } from "../../../src/catalogue/catalogue.ts";
import { defaultGates } from "../../../src/diff/gate-words.ts";
import { judge, type JudgeOptions } from "../../../src/review/judge.ts";
import type { Revision } from "../../../src/review/review.ts";
import { catalogueOf } from "../../support/catalogue.ts";
import {
  acknowledged,
  changesOf,
  findingsOf,
  gating,
  reviewOf,
  revisionOf,
  verdictOf,
  type Texts,
} from "../../support/review.ts";
import { asserting, configured, holding, revision } from "../../support/review-texts.ts";

const wide = holding("git:read on repos/*", "docs:edit on pages/*");
const config = "sentrely.yaml";
const alone = (texts: Texts): Texts => ({ [config]: texts[config] ?? "" });

test("a base without policies permits nothing, so that everything is newly allowed", () => {
  const review = reviewOf({}, revision());
  expect(review.baseState).toBe("empty");
  expect(changesOf(review)).toEqual(["agent agent-added widened: agent `ci` was added, with 1 grant"]);
  expect(verdictOf(review)).toEqual(["failed", "! gate: 1 change is refused: widened (1)"]);
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("the config of a base without policies judges", () => {
  const strict = configured({}, "lint: {rules: {denied-in-part: warning}}");
  const head = configured(
    holding("docs:edit on pages/*", "deny docs:edit on pages/a"),
    "lint: {rules: {denied-in-part: info}}",
  );
  expect(findingsOf(reviewOf(alone(strict), head))).toEqual(["base warning denied-in-part (was info)"]);
});

test("a base that does not compile permits nothing, and its config judges all the same", () => {
  const base = configured(
    revision({ "policies/ci.yaml": "- git:read onn repos/*\n" }),
    "lint: {rules: {denied-in-part: warning}}",
  );
  const review = reviewOf(base, holding("docs:edit on pages/*", "deny docs:edit on pages/a"));
  expect(review.baseState).toBe("broken");
  expect(changesOf(review)).toContainEqual(expect.stringMatching(/^agent agent-added widened: /));
  expect(changesOf(review)).toContainEqual(expect.stringMatching(/^config .*level-lowered.* weakened/));
  expect(findingsOf(review)).toEqual(["base warning denied-in-part (was info)"]);
});

test("a base whose config is damaged is broken and judges by what every set has", () => {
  const review = reviewOf({ ...revision(), [config]: "version: [\n" }, revision());
  expect(review.baseState).toBe("broken");
  expect(verdictOf(review)).toContain("! gate: 1 change is refused: widened (1)");
});

test("a head that holds nothing fails, acknowledged or not", () => {
  for (const head of [{}, alone(configured({}))]) {
    const review = reviewOf(revision(), head);
    expect(verdictOf(review).slice(0, 2)).toEqual(["failed", "! empty: the head holds no policy"]);
    expect(verdictOf(review, acknowledged)[0]).toBe("failed");
  }
});

test("a head without a statement fails, acknowledged or not", () => {
  const head = revision({ "policies/ci.yaml": "# nothing yet\n" });
  for (const mayBeEmpty of [true, false]) {
    const { compilation, baseline } = revisionOf(head, [], mayBeEmpty);
    const review = reviewOf(revision(), { compilation, baseline, isEmpty: false });
    expect(verdictOf(review, acknowledged).slice(0, 2)).toEqual([
      "failed",
      "! empty: the policies hold no statement",
    ]);
  }
});

test("a head without a test fails, acknowledged or not", () => {
  const { "policies/ci.yaml": text = "" } = revision();
  const head = { "policies/ci.yaml": text };
  const failed = ["failed", "! empty: the policy set holds no test, so nothing was checked"];
  expect(verdictOf(reviewOf(head, head))).toEqual(failed);
  expect(verdictOf(reviewOf(revision(), head), acknowledged).slice(0, 2)).toEqual(failed);
});

test("a head that does not compile fails with the number of its errors, and nothing is compared", () => {
  const review = reviewOf(revision(), revision({ "policies/ci.yaml": "- a:b onn c\n- d:e onn f\n" }));
  expect(findingsOf(review)).toEqual(["head error missing-comma", "head error missing-comma"]);
  expect(review.difference).toEqual({ changes: [], unknown: [] });
  const failed = ["failed", "! compile: the policies do not compile: 2 errors"];
  expect(verdictOf(review)).toEqual(failed);
  expect(verdictOf(review, acknowledged)).toEqual(failed);
});

test("tests that fail and tests that cannot be judged are counted apart", () => {
  const review = reviewOf(
    revision(),
    asserting("ci can git:read repos/app", "ci can docs:edit pages/a", "nobody can git:read repos/app"),
  );
  expect(verdictOf(review, acknowledged).filter((r) => r.startsWith("! test"))).toEqual([
    "! test: 1 test fails",
    "! test: 1 test could not be judged",
  ]);
});

test("refused changes are counted by the words that they meet", () => {
  const review = reviewOf(revision(), wide, {
    judgingFiles: [
      { path: ".github/workflows/policies.yml", what: "changed" },
      { path: ".gitlab-ci.yml", what: "removed" },
    ],
  });
  expect(changesOf(review).slice(1)).toEqual([
    "config workflow-changed weakened: `.github/workflows/policies.yml`, which decides how policies are checked, was changed",
    "config workflow-changed weakened: `.gitlab-ci.yml`, which decides how policies are checked, was removed",
  ]);
  expect(verdictOf(review)).toEqual(["failed", "! gate: 3 changes are refused: widened (1), weakened (2)"]);
  expect([...review.refused.values()]).toEqual([["widened"], ["weakened"], ["weakened"]]);
});

test("only the gates that are asked for refuse", () => {
  expect(verdictOf(reviewOf(revision(), wide, { failOn: [] }))).toEqual(["passed"]);
  expect(verdictOf(reviewOf(revision(), wide, { failOn: ["narrowed"] }))).toEqual(["passed"]);
  expect(verdictOf(reviewOf(revision(), wide, { failOn: defaultGates }))[0]).toBe("failed");
});

test("where nothing gates, what the base holds against the head is waived and its own is not", () => {
  const quiet = { isAcknowledged: false, isGating: false };
  expect(verdictOf(reviewOf(revision(), wide), quiet)).toEqual([
    "passed",
    "~ gate: 1 change is refused: widened (1)",
  ]);
  const wrong = reviewOf(revision(), holding("git:read on repos/*", "git:read on repos/a"));
  expect(verdictOf(wrong, quiet)).toEqual(["failed", "! lint: 1 warning"]);
});

test("each reason that blocks says whether an acknowledgement would waive it", () => {
  const review = reviewOf(
    revision(),
    holding("git:read on repos/*", "git:read on repos/a", "docs:edit on pages/*"),
  );
  const { blocking } = judge(review, gating);
  const own = blocking.filter(({ isWaivable }) => isWaivable !== true);
  expect(own.map(({ kind }) => kind)).toEqual(["lint"]);
  expect(blocking.filter((reason) => !own.includes(reason)).map(({ kind }) => kind)).toEqual(["gate"]);
  expect(judge(review, acknowledged)).toMatchObject({ blocking: own, waived: [{ kind: "gate" }] });
});

test("an acknowledgement of nothing is a plain pass", () => {
  expect(verdictOf(reviewOf(revision(), revision()), acknowledged)).toEqual(["passed"]);
});

test("without a base there is no difference and the head judges itself", () => {
  const review = reviewOf(null, wide);
  expect(review.baseState).toBe("none");
  expect(review.difference).toEqual({ changes: [], unknown: [] });
  expect(review.failLevels).toEqual({ head: "warning", base: "warning" });
  expect(verdictOf(review)).toEqual(["passed"]);
});

test("a question about the change that was not decided blocks until it is acknowledged", () => {
  const base = holding("docs:edit on pages/*a*b*");
  const head = holding("docs:edit on pages/*b*a*");
  const review = reviewOf(base, head, { maxStates: 2 });
  expect(review.difference.unknown.length).toBeGreaterThan(0);
  const undecided = expect.stringMatching(/^undecided: \d+ questions? about the change (is|are) undecided$/);
  const said = (options: JudgeOptions, sign: string): string[] =>
    verdictOf(review, options)
      .filter((r) => r.startsWith(sign))
      .map((r) => r.slice(2));
  expect(said(gating, "!")).toContainEqual(undecided);
  expect(said(acknowledged, "~")).toContainEqual(undecided);
});

test("a catalogue is made at most once for each revision", () => {
  const made: unknown[] = [];
  const base = revisionOf(
    holding("git:read on repos/*", "git:read on repos/a # sentrely-ignore shadowed-statement: x"),
  );
  const head = revisionOf(
    holding("git:read on repos/*", "git:read on repos/b # sentrely-ignore shadowed-statement: x"),
  );
  const counting = (revision: Revision): Catalogue => {
    made.push(revision);
    return catalogueOf(revision.compilation);
  };
  reviewOf(base, head, { catalogueOf: counting, knownActions: new Set() });
  expect(made).toEqual([head, base]);
});
