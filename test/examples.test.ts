/** The examples compile without a warning, and every test in them passes. */
import { expect, test } from "vitest";
import { runTests } from "../src/testing/run-tests.ts";
import { compileExample, examples } from "./support/load-set.ts";

test.each(examples)("examples/%s compiles without error or warning", (name) => {
  const { diagnostics } = compileExample(name);
  expect(
    diagnostics.filter((d) => d.severity !== "info").map((d) => `${d.span?.file} ${d.code}: ${d.message}`),
  ).toEqual([]);
});

test.each(examples)("every test of examples/%s passes", (name) => {
  const { set, tests } = compileExample(name);
  if (set === null) throw new Error("the example does not compile");
  const results = runTests(set, tests);
  expect(results.length).toBeGreaterThanOrEqual(5);
  expect(results.filter((r) => r.status !== "passed").map((r) => `${r.name}: ${r.message}`)).toEqual([]);
});
