import { expect, test } from "vitest";
import { createProver, type Verdict } from "../../../src/analysis/prover.ts";
import type { Decision } from "../../../src/base/request.ts";
import type { MatrixTest, PolicySet, ScenarioTest } from "../../../src/ir/ir.ts";
import { interpret } from "../../../src/reference/interpret.ts";
import { runTests, type RunOptions } from "../../../src/testing/run-tests.ts";
import type { TestResult } from "../../../src/testing/test-result.ts";
import { allow, buildSet, compare, deny, gate, sentence } from "../../support/build-set.ts";

const place = { file: "tests/a.test.yaml", start: 0, end: 1 };

function matrix(test: Partial<MatrixTest>): MatrixTest {
  return {
    kind: "matrix",
    name: "m",
    agents: ["a"],
    actions: ["git:push"],
    resources: ["repos/app"],
    contexts: [{}],
    now: null,
    expect: "allow",
    because: null,
    approvalChannel: null,
    approvalTimeout: null,
    notify: null,
    place,
    ...test,
  };
}

function setOf(...statements: PolicySet["statements"]): PolicySet {
  return buildSet({ agents: { a: statements, b: [] } });
}

function run(set: PolicySet, test: Partial<MatrixTest>): readonly string[] {
  return runTests(set, [matrix(test)]).map(({ status, message }) => `${status} ${message}`.trim());
}

const open = setOf(allow("git:*", "repos/*", { id: "grant", notify: ["slack:#a"] }));
const gated = setOf(
  gate("git:*", "repos/*", { id: "gate", approval: { channels: ["slack:#a"], timeoutSeconds: 60 } }),
);

test("a cell passes when everything that it asserts holds", () => {
  expect(run(open, { expect: "allow", because: ["grant"], notify: ["slack:#a"] })).toEqual(["passed"]);
  expect(
    run(gated, {
      expect: "require_approval",
      because: ["gate"],
      approvalChannel: ["slack:#a"],
      approvalTimeout: 60,
      notify: [],
    }),
  ).toEqual(["passed"]);
});

test.each<[string, PolicySet, Partial<MatrixTest>, RegExp]>([
  ["effect", open, { expect: "deny" }, /expected `deny`, got `allow` \(`granted`, by `grant` \(policies/],
  ["statements", open, { because: ["grant", "other"] }, /decided by `grant`, `other`, got `grant`/],
  ["no statements", open, { because: [] }, /decided by none, got `grant`/],
  ["notified channels", open, { notify: ["slack:#b"] }, /notify `slack:#b`, got `slack:#a`/],
  ["approval channels", gated, { expect: "require_approval", approvalChannel: [] }, /got `slack:#a`/],
  ["timeout", gated, { expect: "require_approval", approvalTimeout: 61 }, /of 61 s, got 60 s/],
  ["timeout of no approval", open, { approvalTimeout: 60 }, /of 60 s, got no approval/],
])("a cell fails by its %s, with the request and its decision", (_, set, asserted, message) => {
  const [result] = runTests(set, [matrix(asserted)]);
  expect(result).toMatchObject({ status: "failed" });
  expect(result?.message).toMatch(message);
  expect(result?.counterexample?.decision).toEqual(interpret(set, result?.counterexample?.request));
});

test("each cell of a matrix is one named result, in the order written", () => {
  const results = runTests(open, [
    matrix({ name: "reads", resources: ["repos/x", "files/x"], contexts: [{}, { t: 1 }] }),
  ]);
  expect(results.map(({ name, status }) => [name, status])).toEqual([
    ["reads: a git:push on repos/x given {}", "passed"],
    ['reads: a git:push on repos/x given {"t":1}', "passed"],
    ["reads: a git:push on files/x given {}", "failed"],
    ['reads: a git:push on files/x given {"t":1}', "failed"],
  ]);
});

test("an undeclared agent is an error with a hint, whatever is expected", () => {
  const set = buildSet({ agents: { "ci-runner": [] } });
  expect(run(set, { agents: ["ci-runer"], expect: "deny" })).toEqual([
    "error `ci-runer` is no declared agent; did you mean `ci-runner`?",
  ]);
});

test("an invalid request is an error, unless the test denies it by no statement at all", () => {
  const invalid = { resources: ["repos//app"] };
  expect(run(open, { ...invalid, expect: "deny" })[0]).toMatch(/^error the request is invalid/);
  expect(run(open, { ...invalid, expect: "allow", because: [] })[0]).toMatch(/^error the request is invalid/);
  expect(run(open, { ...invalid, expect: "deny", because: [] })).toEqual(["passed"]);
});

test("a decision that may turn on time is an error without `now`", () => {
  const late = {
    kind: "compare",
    attribute: { kind: "time", field: "hour" },
    operator: ">",
    literal: 20,
  } as const;
  const expiring = setOf(allow("git:*", "repos/*", { expires: 5 }));
  const nightly = setOf(allow("git:*", "repos/*"), deny("git:*", "**", { when: late }));
  const asking = setOf(
    allow("git:*", "repos/*", { when: { kind: "has", attribute: { kind: "time", field: "hour" } } }),
  );
  for (const set of [expiring, nightly, asking]) {
    expect(run(set, { expect: "deny" })[0]).toMatch(/^error the decision depends on time/);
    expect(run(set, { expect: "deny", now: 0 })[0]).not.toMatch(/^error/);
  }
  const agent = buildSet({ agents: { a: [allow("git:*", "repos/*")] }, expires: { a: 5 } });
  expect(run(agent, { expect: "deny" })[0]).toMatch(/^error the decision depends on time/);
});

test("time in statements that have no part in the decision asks for no `now`", () => {
  const late = {
    kind: "compare",
    attribute: { kind: "time", field: "hour" },
    operator: ">",
    literal: 20,
  } as const;
  const elsewhere = setOf(allow("git:*", "repos/*"), deny("git:*", "files/*", { when: late }));
  expect(run(elsewhere, {})).toEqual(["passed"]);
  const denied = setOf(allow("git:*", "repos/*", { expires: 5 }), deny("git:*", "repos/*"));
  expect(run(denied, { expect: "deny" })).toEqual(["passed"]);
  const settled = setOf(
    allow("git:*", "repos/*", { when: { kind: "or", terms: [compare("x", "==", 1), late] } }),
  );
  expect(run(settled, { contexts: [{ x: 1 }] })).toEqual(["passed"]);
});

test("a matrix without cells or with too many is an error", () => {
  expect(run(open, { agents: [] })).toEqual(["error this test has no request to decide"]);
  const many = Array.from({ length: 1000 }, (_, i) => `x${i}`);
  expect(run(open, { actions: many, resources: many })[0]).toMatch(/^error this test has 1000000 requests/);
});

test("a scenario is an error in this version", () => {
  const scenario: ScenarioTest = { kind: "scenario", name: "runaway loop", place };
  expect(runTests(open, [scenario])).toMatchObject([
    { name: "runaway loop", status: "error", message: "this version cannot run scenario tests yet" },
  ]);
});

function proving(verdict: Verdict): RunOptions {
  return { prover: { ...createProver(open), prove: () => verdict } };
}

function refuted(decision: Decision): Verdict {
  const request = { agent: "a", action: "git:push", resource: "repos/app" };
  return { kind: "refuted", counterexample: { request, decision }, states: 1 };
}

const push = { agent: "a", action: "git:push", resource: "repos/app" };
const denied = setOf(deny("**", "**", { id: "deny" }));

test.each<[string, Parameters<typeof sentence>[1], Decision, RegExp]>([
  [
    "cannot",
    "cannot",
    interpret(gated, push),
    /requires approval, by `gate`.*an approval gate is not a denial/,
  ],
  ["cannot", "cannot", interpret(open, push), /this one is allowed, by `grant` \(policies\/test.yaml:1\)/],
  ["can", "can", interpret(gated, push), /not every request is allowed outright: .*requires approval/],
  ["can", "can", interpret(denied, push), /this one is denied, by `deny`/],
  ["can", "can", interpret(setOf(), push), /since nothing grants it/],
  ["needs approval to", "needs approval to", interpret(open, push), /allowed without, by `grant`/],
  ["needs approval to", "needs approval to", interpret(denied, push), /this one is denied, by `deny`/],
])("a refuted `%s` says why, with its counterexample", (_, verb, decision, message) => {
  const [result] = runTests(open, [sentence(["a"], verb, "git:*", "repos/*")], proving(refuted(decision)));
  expect(result).toMatchObject({ status: "failed", counterexample: { request: push, decision } });
  expect(result?.message).toMatch(message);
});

test.each<[Verdict, string, RegExp]>([
  [{ kind: "proven", states: 1 }, "passed", /^$/],
  [{ kind: "vacuous" }, "error", /no valid request matches/],
  [{ kind: "noSubject" }, "error", /names no declared agent/],
  [{ kind: "unknown", question: "the gates of `a`", states: 9 }, "error", /9 states: the gates of `a`/],
])("the verdict %j is %s", (verdict, status, message) => {
  const [result] = runTests(open, [sentence(["a"], "can", "git:*", "repos/*")], proving(verdict));
  expect(result?.status).toBe(status);
  expect(result?.message).toMatch(message);
});

test("sentences are decided by the prover when none is given", () => {
  const results = runTests(open, [
    sentence(["a"], "can", "git:*", "repos/*"),
    sentence(["a"], "cannot", "git:push", "repos/*"),
    sentence([], "can", "git:push", "repos/*"),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["passed", "failed", "error"]);
});

test("results come by file and place, and a filter selects them by name", () => {
  const at = (file: string, start: number, name: string): MatrixTest =>
    matrix({ name, place: { file, start, end: start + 1 } });
  const tests = [at("b", 0, "three x"), at("a", 9, "two"), at("a", 1, "one x"), at("a", 10, "x")];
  const names = (results: readonly TestResult[]): string[] => results.map(({ name }) => name);
  expect(names(runTests(open, tests))).toEqual(["one x", "two", "x", "three x"]);
  expect(names(runTests(open, tests, { filter: "*x" }))).toEqual(["one x", "x", "three x"]);
  expect(names(runTests(open, tests, { filter: "t*e*" }))).toEqual(["three x"]);
  expect(names(runTests(open, tests, { filter: "two" }))).toEqual(["two"]);
  expect(names(runTests(open, tests, { filter: "t?o" }))).toEqual([]);
  expect(names(runTests(open, tests, { filter: "*x*x" }))).toEqual([]);
});
