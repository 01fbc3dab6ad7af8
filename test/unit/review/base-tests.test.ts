import { expect, test } from "vitest";
import { acknowledged, changesOf, reviewOf, verdictOf, type Texts } from "../../support/review.ts";
import { asserting, configured, holding, policy, revision, tests } from "../../support/review-texts.ts";

/** The changes of tests alone. */
function testsTold(base: Texts, head: Texts): string[] {
  return changesOf(reviewOf(base, head)).filter((change) => change.startsWith("test "));
}

const file = "tests/ci.test.yaml";
const reads = "ci can git:read repos/app";
const noPush = "ci cannot docs:edit repos/app";
const broken = `test test-removed weakened: base test \`${noPush}\` no longer holds: not every request is denied: this one is allowed, by`;
const pushing = ["git:read on repos/*", "docs:edit on repos/*"];

test("a test that the head deletes and breaks is told with its counterexample, in place of the removal", () => {
  const base = asserting(reads, noPush);
  const review = reviewOf(base, { ...holding(...pushing), [file]: tests(reads) });
  const told = review.difference.changes.filter(({ kind }) => kind === "test");
  expect(told.map(({ tags }) => tags)).toEqual([["test", "test-removed", "weakened"]]);
  const [change] = told;
  expect(change?.message).toMatch(/^base test `ci cannot docs:edit repos\/app` no longer holds: not every/);
  expect(change?.agents).toEqual(["ci"]);
  expect(change?.witness?.request).toEqual({ agent: "ci", action: "docs:edit", resource: "repos/app" });
  expect(change?.after?.effect).toBe("allow");
  expect(change?.base).toMatchObject([{ text: noPush, line: 3, span: { file } }]);
  expect(verdictOf(review)).toContain("! gate: 2 changes are refused: widened (1), weakened (1)");
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("a test that the head deletes and keeps true is a plain removal", () => {
  const review = reviewOf(asserting(reads, noPush), asserting(reads));
  expect(changesOf(review)).toEqual([`test test-removed weakened: test \`${noPush}\` was removed`]);
  expect(verdictOf(review)).toEqual(["failed", "! gate: 1 change is refused: weakened (1)"]);
});

test("a test that the head inverts is broken", () => {
  const head = { ...holding(...pushing), [file]: tests(reads, "ci can docs:edit repos/app") };
  const told = testsTold(asserting(reads, noPush), head);
  expect(told).toHaveLength(2);
  expect(told[0]).toContain(broken);
  expect(told[1]).toBe("test test-added: test `ci can docs:edit repos/app` was added");
});

test("a test that the head keeps and breaks fails as its own and is not told twice", () => {
  const review = reviewOf(asserting(noPush), { ...holding(...pushing), [file]: tests(noPush) });
  expect(changesOf(review).filter((change) => change.startsWith("test "))).toEqual([]);
  expect(verdictOf(review)).toEqual([
    "failed",
    "! test: 1 test fails",
    "! gate: 1 change is refused: widened (1)",
  ]);
  expect(verdictOf(review, acknowledged).slice(0, 2)).toEqual(["failed", "! test: 1 test fails"]);
});

test("a word that the head redefines keeps the base's meaning in the base's tests", () => {
  const base = configured(
    asserting("ci cannot publish repos/app"),
    "vocabulary: {actions: {publish: docs:edit}}",
  );
  const head = configured(
    { ...asserting("ci cannot publish repos/app"), ...{ "policies/ci.yaml": policy("ci", ...pushing) } },
    "vocabulary: {actions: {publish: docs:move}}",
  );
  const review = reviewOf(base, head);
  expect(review.tests.map(({ status }) => status)).toEqual(["passed"]);
  expect(testsTold(base, head)).toContainEqual(
    expect.stringContaining("base test `ci cannot publish repos/app` no longer holds"),
  );
});

test("a label holds in the base's tests whom the base gave it", () => {
  const text = "label:trusted cannot docs:edit repos/app";
  const two = (pushes: readonly string[]): Texts => ({
    "policies/cd.yaml": policy("cd", "git:read on repos/*"),
    "policies/ci.yaml": policy("ci", ...pushes),
    [file]: tests(text),
  });
  const base = configured(two(["git:read on repos/*"]), "labels: {trusted: [ci, cd]}");
  const head = configured(two(pushing), "labels: {trusted: [cd]}");
  const review = reviewOf(base, head);
  expect(review.tests.map(({ status }) => status)).toEqual(["passed"]);
  const told = review.difference.changes.filter(
    ({ kind, tags }) => kind === "test" && tags.includes("weakened"),
  );
  expect(told.map(({ agents }) => agents)).toEqual([["ci"]]);
});

test("what cannot be done by an agent that is gone holds; what it can do does not", () => {
  const base = revision({
    "policies/cd.yaml": policy("cd", "git:read on repos/*"),
    [file]: tests(reads, "cd cannot docs:edit repos/app", "cd can git:read repos/app"),
  });
  expect(testsTold(base, asserting(reads))).toEqual([
    "test test-removed weakened: base test `cd can git:read repos/app` no longer holds: no agent of this set matches `cd`",
  ]);
});

test("a matrix is told once, by its first request, whatever the number", () => {
  const matrix = `tests:
  - name: pushes are denied
    agents: [ci]
    actions: [docs:edit]
    resources: [repos/app, repos/web, repos/docs]
    expect: deny
`;
  const told = testsTold(revision({ [file]: matrix }), { ...holding(...pushing), [file]: tests(reads) });
  expect(told).toHaveLength(2);
  expect(told[0]).toMatch(
    /^test test-removed weakened: base test `pushes are denied: ci docs:edit on repos\/app` /,
  );
  expect(told[0]).toMatch(/, and 2 more of its requests$/);
  expect(told[1]).toBe(`test test-added: test \`${reads}\` was added`);
});

test("a test that the base failed already is none that the head breaks", () => {
  const base = { ...holding(...pushing), [file]: tests(noPush) };
  expect(testsTold(base, { ...holding(...pushing), [file]: tests(reads) })).toEqual([
    `test test-added: test \`${reads}\` was added`,
    `test test-removed weakened: test \`${noPush}\` was removed`,
  ]);
});

test("a test of the base that cannot be read by the head is broken", () => {
  const base = asserting("ci can git:read repos/app given context.level == 3", reads);
  const head = {
    ...holding("git:read on repos/*", "docs:move on repos/* when context.level == 'high'"),
    [file]: tests(reads),
  };
  const told = testsTold(base, head);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(
    "test test-removed weakened: base test `ci can git:read repos/app given context.level == 3` no longer holds",
  );
});

test("a matrix of which an agent is gone is broken for the agent that is left, and for what the other could do", () => {
  const matrix = (expected: string): string => `tests:
  - name: edits
    agents: [ci, cd]
    actions: [docs:edit]
    resources: [repos/app]
    expect: ${expected}
`;
  const both = (...granted: readonly string[]): Texts => ({
    "policies/cd.yaml": policy("cd", "git:read on repos/*", ...granted),
    "policies/ci.yaml": policy("ci", "git:read on repos/*", ...granted),
  });
  const denied = testsTold(
    { ...both(), [file]: matrix("deny") },
    { ...holding(...pushing), [file]: tests(reads) },
  );
  expect(denied).toHaveLength(2);
  expect(denied[0]).toMatch(/^test test-removed weakened: base test `edits` no longer holds: /);
  expect(denied[0]).not.toContain("more of its requests");
  const allowed = testsTold(
    { ...both("docs:edit on repos/*"), [file]: matrix("allow") },
    { ...holding(...pushing), [file]: tests(reads) },
  );
  expect(allowed[0]).toContain("base test `edits` no longer holds: no agent of this set matches `cd`");
});

test("of a matrix, a request that failed before is none that the head breaks, whatever its others did", () => {
  const matrix = `tests:
  - name: edits
    agents: [ci]
    actions: [docs:edit]
    resources: [repos/app, repos/web]
    expect: deny
`;
  const base = { ...holding("git:read on repos/*", "docs:edit on repos/app"), [file]: matrix };
  const gone = { ...base, [file]: tests(reads) };
  expect(testsTold(base, gone).filter((change) => change.includes("no longer holds"))).toEqual([]);
  const broken = testsTold(base, { ...holding(...pushing), [file]: tests(reads) });
  expect(broken.filter((change) => change.includes("no longer holds"))).toEqual([
    expect.stringMatching(/^test test-removed weakened: base test `edits: ci docs:edit on repos\/web` /),
  ]);
});

test("a matrix that failed before and cannot be read now is none that the head breaks", () => {
  const base = revision({
    "policies/cd.yaml": policy("cd", "git:read on repos/*"),
    [file]:
      "tests:\n  - {name: edits, agents: [cd], actions: [docs:edit], resources: [repos/app], expect: allow}\n",
  });
  const told = testsTold(base, asserting(reads));
  expect(told.filter((change) => change.includes("no longer holds"))).toEqual([]);
});

test("a matrix that the head renames and breaks fails under its new name alone", () => {
  const matrix = (name: string): string =>
    `tests:\n  - {name: ${name}, agents: [ci], actions: [docs:edit], resources: [repos/app], expect: deny}\n`;
  const base = revision({ [file]: matrix("old") });
  const head = { ...holding(...pushing), [file]: matrix("new") };
  expect(reviewOf(base, head).tests.map(({ name, status }) => `${status} ${name}`)).toEqual(["failed new"]);
  expect(testsTold(base, head)).toEqual([]);
});

test("a test that fails in the base's words and in the head's is the head's own failure", () => {
  const text = "ci cannot publish repos/app";
  const base = configured(asserting(text), "vocabulary: {actions: {publish: docs:edit}}");
  const head = configured(
    { ...holding(...pushing, "docs:move on repos/*"), [file]: tests(text) },
    "vocabulary: {actions: {publish: docs:move}}",
  );
  expect(reviewOf(base, head).tests.map(({ status }) => status)).toEqual(["failed"]);
  expect(testsTold(base, head).filter((change) => change.includes("no longer holds"))).toEqual([]);
});
