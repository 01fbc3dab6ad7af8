import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { checkStepBound, maxSteps, stepBound } from "../../../src/bundle/step-bound.ts";
import { allow, buildSet } from "../../support/build-set.ts";

test("text before the first wildcard costs its length once, the rest at every position", () => {
  const fixed = stepBound(buildSet({ agents: { a: [allow("git:read", "repos/app")] } }));
  expect(fixed).toBeLessThan(30);
  const wild = stepBound(buildSet({ agents: { a: [allow("git:read", "**secret**")] } }));
  expect(wild).toBeGreaterThan(8 * 4096);
});

test("the bound is that of the dearest agent, not the sum of all", () => {
  const one = buildSet({ agents: { a: [allow("**", "repos/*")] } });
  const two = buildSet({ agents: { a: [allow("**", "repos/*")], b: [allow("git", "x")] } });
  expect(stepBound(two)).toBe(stepBound(one));
});

test("an agent over the bound is an error that names its dearest statements", () => {
  const costly = allow("git:*", `**/${"x".repeat(3000)}*/`, { id: "costly" });
  const cheap = allow("git:*", "x", { id: "cheap" });
  // One statement object many times stands for as many of its like.
  const many = Array.from({ length: 1400 }, () => costly);
  const set = buildSet({ agents: { a: [cheap, ...many], b: [cheap] } });
  expect(stepBound(set)).toBeGreaterThan(maxSteps);
  const found: Diagnostic[] = [];
  checkStepBound(set, (diagnostic) => found.push(diagnostic));
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([["step-bound", "error"]]);
  expect(found[0]?.message).toMatch(/^a request of `a` could take \d+ steps/);
  expect(found[0]?.related).toHaveLength(3);
});
