import fc from "fast-check";
import { expect, test } from "vitest";
import { ask } from "../../../src/analysis/question.ts";
import { shareSample } from "../../../src/lint/shared-samples.ts";
import { contextOf } from "../../support/lint-context.ts";
import { runs } from "../../support/runs.ts";

const shares = (a: string, b: string, ...others: string[]): boolean => {
  const lines = [a, b, ...others].map((line, i) => `  - {statement: '${line}', id: s${String(i)}}\n`);
  const { context } = contextOf(`agent: a\npolicies:\n${lines.join("")}`);
  const [x, y, ...rest] = context.set.statements.map((s) => context.analysis.effectBox(s));
  if (x === undefined || y === undefined) throw new Error("two statements");
  const sample = shareSample(context.analysis, x, y, rest, 1_000_000);
  if (sample)
    expect(ask(context.analysis, { positives: [x, y], negatives: rest }, 1_000_000).kind).toBe("witness");
  return sample;
};

test.each([
  ['deny "**" on "**secret**"', "git:push on repos/web/branches/feature/*"],
  ['deny files:* on "files/**/.env"', "files:read on files/web/src/**"],
  ['deny files:* on "**key**"', "files:read on files/web/**/x.ts"],
  ['deny "**" on "**x**"', "sql:select on sql/a/*/orders/*"],
])("a sample settles that `%s` meets `%s`", (deny, grant) => {
  expect(shares(deny, grant)).toBe(true);
});

test.each([
  ["the names are apart", "deny git:push on repos/a", "git:push on repos/b", []],
  ["another takes it", "deny git:push on repos/a", "git:push on repos/*", ["deny git:* on repos/**"]],
  ["conditions exclude each other", "x:y on r/* when has(context.n)", "x:y on r/* when !has(context.n)", []],
  ["an exception takes it", "deny git:push on repos/a", "git:push on repos/* except repos/a", []],
] as const)("a sample shows nothing where %s", (_, a, b, others) => {
  expect(shares(a, b, ...others)).toBe(false);
});

const segment = fc.constantFrom("a", "b", "*", "a*", "**");
const pattern = fc
  .array(segment, { minLength: 1, maxLength: 3 })
  .map((segments) => segments.join("/"))
  .filter((text) => !text.includes("**/**"));

test("what a sample shows is so", () => {
  fc.assert(
    fc.property(pattern, pattern, pattern, (a, b, other) => {
      shares(`x:* on "${a}"`, `x:y on "${b}"`, `x:y on "${other}"`);
    }),
    { numRuns: runs(200) },
  );
});
