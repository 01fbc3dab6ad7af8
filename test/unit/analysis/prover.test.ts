import { expect, test } from "vitest";
import { createProver, type ProverOptions, type Verdict } from "../../../src/analysis/prover.ts";
import type { PolicySet, Sentence } from "../../../src/ir/ir.ts";
import {
  allow,
  attribute,
  buildSet,
  compare,
  deny,
  gate,
  guardGate,
  sentence,
  type SetOptions,
  shape,
} from "../../support/build-set.ts";

const ci = ["ci"];

function prove(options: SetOptions, spoken: Sentence, prover: ProverOptions = {}): Verdict {
  return createProver(buildSet(options), prover).prove(spoken);
}

/** The counterexample as JSON, with its effect; else the kind of verdict. */
function shown(verdict: Verdict): string {
  if (verdict.kind !== "refuted") return verdict.kind;
  const { agent, ...request } = verdict.counterexample.request;
  return `${verdict.counterexample.decision.effect}: ${agent} ${JSON.stringify(request)}`;
}

const playbook: SetOptions = {
  agents: {
    ci: [
      allow("git:read", "repos/*"),
      allow("git:push", "repos/*/branches/*", { except: "repos/*/branches/main" }),
      gate("aws:ecs:UpdateService", "arn:aws:ecs:*:*:service/prod-*"),
    ],
  },
};

test("`cannot` is proven where nothing grants", () => {
  expect(prove(playbook, sentence(ci, "cannot", "git:push", "repos/*/branches/main")).kind).toBe("proven");
});

test("`can` is refuted by the request that an exception carves out", () => {
  expect(shown(prove(playbook, sentence(ci, "can", "git:push", "repos/*/branches/*")))).toBe(
    `deny: ci {"action":"git:push","resource":"repos/ /branches/main"}`,
  );
});

test("a gate is no denial, and the counterexample says so", () => {
  const asked = sentence(ci, "cannot", "aws:*", "arn:aws:ecs:*:*:service/prod-web");
  expect(shown(prove(playbook, asked))).toMatch(/^require_approval: /);
});

test("`needs approval to` is proven where every request is gated", () => {
  const asked = sentence(ci, "needs approval to", "aws:ecs:UpdateService", "arn:aws:ecs:*:*:service/prod-*");
  expect(prove(playbook, asked).kind).toBe("proven");
  const guarded = { ...playbook, guardrails: [deny("**", "**secret**")] };
  expect(shown(prove(guarded, asked))).toMatch(/^deny: .*secret/);
});

test("a guardrail's gate gates a grant and grants nothing", () => {
  const guarded = { agents: { ci: [allow("x:y", "a")] }, guardrails: [guardGate("x:*", "**")] };
  expect(prove(guarded, sentence(ci, "needs approval to", "x:y", "a")).kind).toBe("proven");
  expect(prove(guarded, sentence(ci, "cannot", "x:y", "b")).kind).toBe("proven");
});

test("one guardrail decides a sentence about every agent", () => {
  const agents = Object.fromEntries(
    Array.from({ length: 50 }, (_, i) => [`agent-${i}`, [allow("**", `team-${i}/*`), allow("**", "**")]]),
  );
  const guarded = { agents, guardrails: [deny("**", "**secret**")] };
  const verdict = prove(guarded, sentence(Object.keys(agents), "cannot", "**", "**secret**"));
  expect(verdict.kind).toBe("proven");
  expect(verdict.kind === "proven" && verdict.states).toBeLessThan(500);
});

test("of several agents the one with the shortest name is the counterexample", () => {
  const agents = { alpha: [allow("x:y", "a")], zed: [allow("x:y", "a")], beta: [] };
  const verdict = prove({ agents }, sentence(["alpha", "beta", "zed"], "cannot", "x:y", "**"));
  expect(shown(verdict)).toBe(`allow: zed {"action":"x:y","resource":"a"}`);
});

test("the shortest counterexample is found among all grants", () => {
  const agents = { ci: [allow("x:y", "a/long/name"), allow("x:y", "ab"), allow("x:y", "zz")] };
  expect(shown(prove({ agents }, sentence(ci, "cannot", "**", "**")))).toBe(
    `allow: ci {"action":"x:y","resource":"ab"}`,
  );
});

test("a sentence that no valid request matches is vacuous, whatever the agent may do", () => {
  expect(prove(playbook, sentence(ci, "cannot", "git:push", "repos//x")).kind).toBe("vacuous");
  const given = compare("n", "<", 0);
  const options = { ...playbook, context: [attribute("n", "number")] };
  const contradiction = sentence(ci, "cannot", "git:push", "**", {
    given: { kind: "and", terms: [given, compare("n", ">", 0)] },
  });
  expect(prove(options, contradiction).kind).toBe("vacuous");
  expect(prove(playbook, sentence(ci, "cannot", "git:push", "a/*", { except: "**" })).kind).toBe("vacuous");
});

test("a subject that names no agent has no verdict", () => {
  expect(prove(playbook, sentence([], "cannot", "git:push", "**")).kind).toBe("noSubject");
});

test("`given` narrows what a sentence speaks of to where it is true", () => {
  const options: SetOptions = {
    agents: { ci: [allow("pay:refund", "orders/*", { when: compare("amount", "<=", 50) })] },
    context: [attribute("amount", "number")],
  };
  const asked = (limit: number): Verdict =>
    prove(options, sentence(ci, "cannot", "pay:refund", "**", { given: compare("amount", ">", limit) }));
  expect(asked(50).kind).toBe("proven");
  expect(shown(asked(40))).toBe(
    `allow: ci {"action":"pay:refund","resource":"orders/!","context":{"amount":41}}`,
  );
});

test("a deny in doubt denies and a grant in doubt does not grant", () => {
  const when = compare("force", "==", true);
  const context = [attribute("force", "bool")];
  const denying = { agents: { ci: [allow("x:y", "a"), deny("x:y", "a", { when })] }, context };
  expect(shown(prove(denying, sentence(ci, "can", "x:y", "a")))).toBe(
    `deny: ci {"action":"x:y","resource":"a"}`,
  );
  const granting = { agents: { ci: [allow("x:y", "a", { when })] }, context };
  expect(shown(prove(granting, sentence(ci, "cannot", "x:y", "a")))).toBe(
    `allow: ci {"action":"x:y","resource":"a","context":{"force":true}}`,
  );
});

test("an expired grant grants nothing, while its gate goes on gating", () => {
  const options = { agents: { ci: [gate("x:y", "a", { expires: 1000 }), allow("x:y", "a")] } };
  expect(prove(options, sentence(ci, "needs approval to", "x:y", "a")).kind).toBe("proven");
  const alone = { agents: { ci: [allow("x:y", "a", { expires: 1000 })] } };
  expect(shown(prove(alone, sentence(ci, "can", "x:y", "a")))).toBe(
    `deny: ci {"action":"x:y","resource":"a"}`,
  );
  expect(shown(prove(alone, sentence(ci, "cannot", "x:y", "a")))).toBe(
    `allow: ci {"action":"x:y","resource":"a","now":0}`,
  );
});

test("the expiry of an agent ends all its grants", () => {
  const options = { agents: { ci: [allow("x:y", "a")] }, expires: { ci: 0 } };
  expect(prove(options, sentence(ci, "cannot", "**", "**")).kind).toBe("proven");
});

test("with binding shapes, well-shaped resources are all there is", () => {
  const agents = {
    ci: [allow("git:*", "repos/*"), deny("git:push", "repos/*/branches/main")],
  };
  const asked = sentence(ci, "cannot", "git:push", "repos/**/branches/main");
  expect(shown(prove({ agents }, asked))).toBe(
    `allow: ci {"action":"git:push","resource":"repos/branches/main"}`,
  );
  const services = [{ name: "git", shapes: [shape("repos/{repo}/branches/{branch}")], actions: [] }];
  expect(prove({ agents, services }, asked).kind).toBe("proven");
});

test("a question over budget is unknown and named", () => {
  const verdict = prove(playbook, sentence(ci, "cannot", "git:push", "repos/*/branches/main"), {
    maxStates: 5,
  });
  expect(verdict.kind).toBe("unknown");
  expect(verdict.kind === "unknown" && verdict.question).toContain("more than 5 states");
});

test("a counterexample that the interpreter does not confirm is never shown", () => {
  const long = "x".repeat(70_000);
  const options: SetOptions = {
    agents: { ci: [allow("x:y", "a", { when: compare("text", "==", long) })] },
    context: [attribute("text", "string")],
  };
  const verdict = prove(options, sentence(ci, "cannot", "x:y", "a"));
  expect(verdict.kind).toBe("unknown");
});

test("a scope that only requests over a limit meet is never called proven", () => {
  const given = compare("text", "==", "x".repeat(70_000));
  const options: SetOptions = { agents: { ci: [] }, context: [attribute("text", "string")] };
  expect(prove(options, sentence(ci, "cannot", "x:y", "a", { given })).kind).toBe("unknown");
});

test("work depends on the question, not on statements that it does not touch", () => {
  const many = (n: number): PolicySet =>
    buildSet({
      agents: { ci: Array.from({ length: n }, (_, i) => allow("x:y", `apart-${i}/*`, { id: `s${i}` })) },
    });
  const statesOf = (set: PolicySet): number => {
    const verdict = createProver(set).prove(sentence(ci, "cannot", "x:y", "elsewhere/*"));
    return verdict.kind === "proven" ? verdict.states : Infinity;
  };
  expect(statesOf(many(2000))).toBe(statesOf(many(2)));
});
