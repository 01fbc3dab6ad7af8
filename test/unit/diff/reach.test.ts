import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { countReach } from "../../../src/diff/reach.ts";
import { matchesScope } from "../../../src/reference/matches.ts";
import { isValidAction, isValidName, isValidResource } from "../../../src/reference/valid-request.ts";
import { allow, buildSet, compare, deny, gate } from "../../support/build-set.ts";
import type { PolicySet, Statement } from "../../../src/ir/ir.ts";

const eligible = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).filter(
  (c) => c !== "%" && c !== "\\",
);
const ofActions = eligible.filter((c) => c !== "/" && !/[A-Z]/.test(c));

function* words(alphabet: readonly string[], longest: number): Generator<string> {
  for (const first of alphabet) {
    yield first;
    if (longest > 1) for (const rest of words(alphabet, longest - 1)) yield first + rest;
  }
}

/** Counted one by one. */
function enumerate(set: PolicySet, length: number): number {
  const [agent] = set.agents;
  const is = (kind: Statement["kind"], action: string, resource: string): boolean =>
    agent?.statements.some((s) => s.kind === kind && matchesScope(s.scope, action, resource)) === true;
  let count = 0;
  for (const action of words(ofActions, length - 1)) {
    if (!isValidName(action) || !isValidAction(action)) continue;
    for (const resource of words(eligible, length - [...action].length)) {
      if (!isValidName(resource) || !isValidResource(resource)) continue;
      if (is("grant", action, resource) && !is("deny", action, resource) && !is("gate", action, resource))
        count++;
    }
  }
  return count;
}

function reach(set: PolicySet, length: number): { log2: number; isExact: boolean } {
  const [agent] = set.agents;
  if (agent === undefined) throw new Error("no agent");
  return countReach(new AnalysisContext(set), agent, length);
}

test("reach is the number of valid names that are allowed, counted one by one", () => {
  const sets = [
    [allow("**", "**")],
    [allow("a", "*"), allow("a", "x*", { id: "x" }), allow("b", "**")],
    [allow("**", "**"), deny("**", "**a"), gate("a", "b*")],
    [allow("*", "a*", { except: "ab" }), allow("**", "/**", { id: "never" })],
  ];
  for (const statements of sets) {
    const set = buildSet({ agents: { a: statements } });
    const counted = reach(set, 3);
    expect(counted.isExact).toBe(true);
    expect(counted.log2).toBeCloseTo(Math.log2(Math.max(1, enumerate(set, 3))), 9);
  }
});

test("conditions of grants are taken as met, those of denies as not", () => {
  const when = compare("p", "==", true);
  const open = buildSet({ agents: { a: [allow("a", "*")] } });
  const conditional = buildSet({ agents: { a: [allow("a", "*", { when }), deny("a", "*", { when })] } });
  expect(reach(conditional, 5)).toEqual(reach(open, 5));
});

test("longer names reach more, and a set that grants nothing reaches nothing", () => {
  const set = buildSet({ agents: { a: [allow("a", "r/*")] } });
  expect(reach(set, 20).log2).toBeGreaterThan(reach(set, 10).log2);
  expect(reach(buildSet({ agents: { a: [deny("a", "*")] } }), 20).log2).toBe(0);
});

test("what is too much to count exactly is bounded from above", () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    allow("**", `*${String.fromCodePoint(0x61 + (i % 26))}*${i}*x${i}*`, { id: `s${i}` }),
  );
  const counted = reach(buildSet({ agents: { a: many } }), 64);
  expect(counted.isExact).toBe(false);
  const one = reach(buildSet({ agents: { a: many.slice(0, 1) } }), 64);
  expect(counted.log2).toBeGreaterThanOrEqual(one.log2);
});
