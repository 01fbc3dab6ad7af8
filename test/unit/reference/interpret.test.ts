import { expect, test } from "vitest";
import type { Decision } from "../../../src/base/request.ts";
import type { PolicySet } from "../../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../../src/reference/interpret.ts";
import { allow, buildSet, compare, deny, gate, guardGate } from "../../support/build-set.ts";

const request = { agent: "a", action: "git:push", resource: "repos/app" };

function outcome({ effect, reason, statements }: Decision): string {
  return [effect, reason, ...statements.map(({ id }) => id)].join(" ");
}

function setOf(...statements: PolicySet["statements"]): PolicySet {
  return buildSet({ agents: { a: statements, b: [] } });
}

test("what nobody grants is denied, and an undeclared agent is unknown", () => {
  expect(outcome(interpret(setOf(), request))).toBe("deny no_grant");
  expect(outcome(interpret(setOf(), { ...request, agent: "A" }))).toBe("deny unknown_agent");
  expect(outcome(interpret(setOf(), { ...request, action: "" }))).toBe("deny invalid_request");
});

test("a deny beats a gate beats a grant, and each names all statements of its rule by id", () => {
  const grants = [allow("git:*", "**", { id: "g2" }), allow("**", "repos/*", { id: "g1" })];
  const gates = [gate("git:push", "**", { id: "q2" }), gate("**", "**", { id: "q1" })];
  const denies = [deny("**", "**", { id: "d2" }), deny("git:push", "**", { id: "d1" })];
  expect(outcome(interpret(setOf(...grants), request))).toBe("allow granted g1 g2");
  expect(outcome(interpret(setOf(...grants, ...gates), request))).toBe("require_approval gated q1 q2");
  expect(outcome(interpret(setOf(...grants, ...gates, ...denies), request))).toBe("deny denied d1 d2");
});

test("doubt makes a deny and a gate apply, and a grant not", () => {
  const when = compare("ticket", "==", "x");
  expect(outcome(interpret(setOf(allow("**", "**"), deny("**", "**", { id: "d", when })), request))).toBe(
    "deny denied d",
  );
  expect(outcome(interpret(setOf(allow("**", "**"), gate("**", "**", { id: "q", when })), request))).toBe(
    "require_approval gated q",
  );
  expect(outcome(interpret(setOf(allow("**", "**", { when })), request))).toBe("deny no_grant");
  expect(outcome(interpret(setOf(gate("**", "**", { when })), request))).toBe("deny no_grant");
});

test("an expired gate goes on gating, and grants no longer", () => {
  const set = setOf(gate("**", "**", { id: "q", expires: 1000 }));
  expect(outcome(interpret(set, { ...request, now: 999 }))).toBe("require_approval gated q");
  expect(outcome(interpret(set, { ...request, now: 1000 }))).toBe("deny no_grant");
  const granted = setOf(gate("**", "**", { id: "q", expires: 1000 }), allow("**", "**"));
  expect(outcome(interpret(granted, { ...request, now: 1000 }))).toBe("require_approval gated q");
});

test("an agent's own expiry ends all its grants, from its instant on and without `now`", () => {
  const set = buildSet({ agents: { a: [allow("**", "**", { id: "g" })] }, expires: { a: 5 } });
  expect(outcome(interpret(set, { ...request, now: 4 }))).toBe("allow granted g");
  expect(outcome(interpret(set, { ...request, now: 5 }))).toBe("deny no_grant");
  expect(outcome(interpret(set, request))).toBe("deny no_grant");
});

test("a guardrail's gate gates and never grants", () => {
  const guardrails = [guardGate("**", "**", { id: "guard" })];
  expect(outcome(interpret(buildSet({ agents: { a: [] }, guardrails }), request))).toBe("deny no_grant");
  const set = buildSet({ agents: { a: [allow("**", "**")] }, guardrails });
  expect(outcome(interpret(set, request))).toBe("require_approval gated guard");
});

test("gates with equal options ask once; with different ones, each asks", () => {
  const slack = { channels: ["slack:#a"] };
  const set = setOf(
    gate("**", "**", { id: "q3", approval: slack }),
    gate("**", "**", { id: "q2", approval: { ...slack, needed: 2 } }),
    gate("**", "**", { id: "q1", approval: slack }),
  );
  expect(interpret(set, request).approvals).toEqual([
    { statements: ["q1", "q3"], channels: ["slack:#a"], timeout_seconds: 3600, approvers: [], needed: 1 },
    { statements: ["q2"], channels: ["slack:#a"], timeout_seconds: 3600, approvers: [], needed: 2 },
  ]);
});

test("those are told whose statement may have had a part; a deny tells nobody", () => {
  const when = compare("x", "==", 1);
  const set = setOf(
    allow("**", "**", { id: "plain", notify: ["slack:#b", "slack:#a"] }),
    allow("**", "**", { id: "doubtful", notify: ["slack:#doubt"], when }),
    allow("**", "**", { id: "unknown expiry", notify: ["slack:#expiry"], expires: 5 }),
    gate("git:read", "**", { id: "elsewhere", notify: ["slack:#elsewhere"] }),
  );
  expect(interpret(set, request).notify).toEqual(["slack:#a", "slack:#b", "slack:#doubt", "slack:#expiry"]);
  expect(interpret(set, { ...request, now: 5 }).notify).toEqual(["slack:#a", "slack:#b", "slack:#doubt"]);
  const denied = setOf(...set.statements, deny("**", "**"));
  expect(interpret(denied, request).notify).toEqual([]);
});

test("several requests get the strictest effect, every approval, and each its own decision", () => {
  const set = buildSet({
    agents: {
      a: [
        allow("read", "**", { id: "read", notify: ["slack:#r"] }),
        gate("push", "**", { id: "push" }),
        deny("drop", "**", { id: "drop" }),
      ],
      b: [gate("push", "**", { id: "push-b" })],
    },
  });
  const read = { agent: "a", action: "read", resource: "x" };
  const push = { agent: "a", action: "push", resource: "x" };
  const drop = { agent: "a", action: "drop", resource: "x" };
  expect(outcome(interpretAll(set, [read, read]))).toBe("allow granted read");
  const both = interpretAll(set, [read, push, { ...push, agent: "b" }]);
  expect(outcome(both)).toBe("require_approval gated push push-b");
  expect(both.approvals.map((entry) => entry.statements)).toEqual([["push", "push-b"]]);
  expect(both.notify).toEqual(["slack:#r"]);
  expect(both.decisions.map((decision) => decision.reason)).toEqual(["granted", "gated", "gated"]);
  expect(outcome(interpretAll(set, [push, drop]))).toBe("deny denied drop");
  expect(outcome(interpretAll(set, [drop, null]))).toBe("deny invalid_request");
  expect(outcome(interpretAll(set, [{ ...read, agent: "c" }, drop]))).toBe("deny denied drop");
});

test.each([[[]], [{}], [null], ["requests"], [7]])("of %j as requests the answer is a deny", (requests) => {
  const decision = interpretAll(setOf(allow("**", "**")), requests);
  expect(outcome(decision)).toBe("deny invalid_request");
  expect(decision.decisions).toEqual([]);
});
