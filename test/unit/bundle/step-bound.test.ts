import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { build } from "../../../src/build.ts";
import { checkStepBound, maxSteps, stepBound } from "../../../src/bundle/step-bound.ts";
import { compileTables } from "../../../src/bundle/tables.ts";
import type { Statement } from "../../../src/ir/ir.ts";
import { allow, buildSet } from "../../support/build-set.ts";

function boundOf(...statements: readonly Statement[]): number {
  return stepBound(compileTables(buildSet({ agents: { a: statements } })));
}

/** What every request may cost, whoever asks. */
const common = boundOf();

test("text before the first wildcard costs its length once, the rest at every position", () => {
  expect(boundOf(allow("git:read", "repos/app")) - common).toBeLessThan(40);
  expect(boundOf(allow("git:read", "**secret**")) - common).toBeGreaterThan(8 * 4096);
});

test("a wildcard at the end costs nothing", () => {
  const fixed = boundOf(allow("git:read", "repos/app"));
  expect(boundOf(allow("git:read", "repos/app/**")) - fixed).toBeLessThan(10);
});

test("the bound is that of the dearest agent, not the sum of all", () => {
  const one = { a: [allow("**", "repos/*")] };
  const two = { ...one, b: [allow("git", "x")] };
  const bound = (agents: typeof one): number => stepBound(compileTables(buildSet({ agents })));
  expect(bound(two)).toBe(bound(one));
});

test("an agent over the bound is an error that names its dearest statements, and nothing is built", () => {
  // No two share a beginning behind their first wildcard.
  const costly = Array.from({ length: 40 }, (_, i) =>
    allow("git:*", `**/${i}${"x".repeat(3000)}*/`, { id: `costly ${i}` }),
  );
  const nested = allow("git:*", `**/${`${"x".repeat(4000)}**/`.repeat(3)}a`, { id: "nested" });
  const cheap = allow("git:*", "x", { id: "cheap" });
  const set = buildSet({ agents: { a: [cheap, nested, ...costly], b: [cheap] } });
  const tables = compileTables(set);
  expect(stepBound(tables)).toBeGreaterThan(maxSteps);
  const found: Diagnostic[] = [];
  checkStepBound(set, tables, (diagnostic) => found.push(diagnostic));
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([["step-bound", "error"]]);
  expect(found[0]?.message).toMatch(/^a request of `a` could take \d+ steps/);
  expect(found[0]?.related).toHaveLength(3);
  const built = build(set);
  expect(built.kind === "refused" && built.diagnostics.map(({ code }) => code)).toEqual(["step-bound"]);
});
