import { expect, test } from "vitest";
import { lint, type LintSettings } from "../../src/lint-set.ts";
import { approvalWithoutTimeout } from "../../src/lint/rules/approval-without-timeout.ts";
import { shadowedStatement } from "../../src/lint/rules/shadowed-statement.ts";
import { unusedSuppression } from "../../src/lint/rules/unused-suppression.ts";
import { compile } from "../../src/pipeline.ts";
import { catalogueOf } from "../support/catalogue.ts";

const path = "policies/a.yaml";

/** `severity code` of each diagnostic. */
function linted(text: string, settings: Partial<LintSettings> = {}, config: string | null = null): string[] {
  const compilation = compile({
    files: [{ path, text }],
    config: config === null ? null : { path: "sentrely.yaml", text: config },
  });
  return lint(compilation, {
    now: 0,
    catalogue: catalogueOf(compilation),
    rules: [approvalWithoutTimeout, shadowedStatement, unusedSuppression],
    ...settings,
  }).map(({ severity, code }) => `${severity} ${code}`);
}

const gate = "- statement: a:b on c/d\n  requires_approval: true\n  approval_channel: dashboard\n";
const twice = "- a:b on c/*\n- a:b on c/d\n";

test("what compiling warns of and what rules find come together, sorted by place", () => {
  expect(linted(`- x:y on z/*\n- x:y on z/a\n${gate}`)).toEqual([
    "warning shadowed-statement",
    "warning approval-without-timeout",
  ]);
});

test("a set that does not compile has what compiling found, and what is suppressed of it stays so", () => {
  expect(linted(`${twice}- a:b onn c/e\n`)).toEqual(["error missing-comma"]);
  const suppressed = gate.replace("true\n", "true # sentrely-ignore approval-without-timeout: fine\n");
  expect(linted(`${suppressed}- a:b onn c/e\n`)).toEqual(["error missing-comma"]);
  const unused = "# sentrely-ignore shadowed-statement: who knows\n";
  expect(linted(`${unused}- a:b onn c/e\n`)).toEqual(["error missing-comma"]);
});

test("levels of the config hold for what compiling warns of and for what rules find", () => {
  const levels = "lint: {rules: {approval-without-timeout: info, shadowed-statement: error}}\n";
  expect(linted(`${twice}${gate}`, {}, levels)).toEqual([
    "error shadowed-statement",
    "info approval-without-timeout",
  ]);
  const off = "lint: {rules: {approval-without-timeout: off, shadowed-statement: off}}\n";
  expect(linted(`${twice}${gate}`, {}, off)).toEqual([]);
});

test("a question that was not decided is told, and leaves the suppressions of its rule alone", () => {
  const text = `- a:b on c/*\n# sentrely-ignore shadowed-statement: fine\n- a:b on c/d\n`;
  expect(linted(text)).toEqual([]);
  expect(new Set(linted(text, { maxStates: 1 }))).toEqual(new Set(["error undecided"]));
});

test("only the rules that are given run", () => {
  expect(linted(twice, { rules: [] })).toEqual([]);
  expect(linted(twice, { rules: [shadowedStatement] })).toEqual(["warning shadowed-statement"]);
});
