/** The examples lint clean at warning level, and every test in them passes. */
import { expect, test } from "vitest";
import { lint } from "../src/lint-set.ts";
import { runTests } from "../src/testing/run-tests.ts";
import { catalogueOf } from "./support/catalogue.ts";
import { compileExample, examples } from "./support/load-set.ts";

test.each(examples)("examples/%s has neither an error nor a warning", (name) => {
  const compilation = compileExample(name);
  const now = Date.parse("2026-11-21T00:00:00Z");
  const found = lint(compilation, { now, catalogue: catalogueOf(compilation) });
  expect(
    found.filter((d) => d.severity !== "info").map((d) => `${d.span?.file} ${d.code}: ${d.message}`),
  ).toEqual([]);
});

test.each(examples)("every test of examples/%s passes", (name) => {
  const { set, tests } = compileExample(name);
  if (set === null) throw new Error("the example does not compile");
  const results = runTests(set, tests);
  expect(results.length).toBeGreaterThanOrEqual(5);
  expect(results.filter((r) => r.status !== "passed").map((r) => `${r.name}: ${r.message}`)).toEqual([]);
});
