import { expect, test } from "vitest";
import { lint, lintFindings, levelsOf, type LintSettings } from "../../src/lint-set.ts";
import { approvalWithoutTimeout } from "../../src/lint/rules/approval-without-timeout.ts";
import { reachGrowth } from "../../src/lint/rules/reach-growth.ts";
import { shadowedStatement } from "../../src/lint/rules/shadowed-statement.ts";
import { ungatedProtectedBranch } from "../../src/lint/rules/ungated-protected-branch.ts";
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

test("what comments take away is told apart, with the comment that does", () => {
  const text = "- a:b on c/*\n# sentrely-ignore shadowed-statement: fine\n- a:b on c/d\n- a:b on c/e\n";
  const compilation = compile({ files: [{ path, text }], config: null });
  const settings = { now: 0, catalogue: catalogueOf(compilation), rules: [shadowedStatement] };
  const { standing, suppressed } = lintFindings(compilation, settings);
  expect(standing).toEqual(lint(compilation, settings));
  expect(standing.map(({ span }) => text.slice(span?.start, span?.end))).toEqual(["a:b on c/e"]);
  expect(
    suppressed.map(({ diagnostic: { code, span } }) => [code, text.slice(span?.start, span?.end)]),
  ).toEqual([["shadowed-statement", "a:b on c/d"]]);
  expect(suppressed.map(({ comment }) => text.slice(comment.start, comment.end))).toEqual([
    "# sentrely-ignore shadowed-statement: fine",
  ]);
});

test("levels and sensitive regions of another revision stand in for the config's", () => {
  const config = "lint: {rules: {shadowed-statement: info}}\n";
  const levels = levelsOf(compile({ files: [], config: { path: "sentrely.yaml", text: config } }));
  expect([...levels]).toEqual([["shadowed-statement", "info"]]);
  expect(linted(twice, { levels })).toEqual(["info shadowed-statement"]);
  const off = "lint: {rules: {shadowed-statement: off}}\n";
  expect(linted(twice, { levels }, off)).toEqual(["info shadowed-statement"]);
  const narrowed =
    "sensitive: {ungated-protected-branch: {narrow: [{resources: [repos/**], reason: ours}]}}\n";
  const push = "- git:push on repos/app/branches/main\n";
  const rules = [ungatedProtectedBranch];
  expect(linted(push, { rules }, narrowed)).toEqual([]);
  expect(linted(push, { rules, sensitive: [] }, narrowed)).toEqual(["error ungated-protected-branch"]);
});

test("a suppression of what only a comparison of two sets finds is never said to be unused", () => {
  const text = "# sentrely-ignore reach-growth: grows with the fleet\n- a:b on c/*\n";
  expect(linted(text, { rules: [reachGrowth, unusedSuppression] })).toEqual([]);
});

test("what suppressions lack is told where its rule is among those to run, and not otherwise", () => {
  const text = "# sentrely-ignore shadowed-statement: who knows\n- a:b on c/*\n";
  const unused = [expect.stringMatching(/ unused-suppression$/)];
  expect(linted(text, { rules: [shadowedStatement, unusedSuppression] })).toEqual(unused);
  expect(linted(text, { rules: [shadowedStatement] })).toEqual([]);
});
