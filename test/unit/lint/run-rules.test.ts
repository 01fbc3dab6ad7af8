import { expect, test } from "vitest";
import type { Severity } from "../../../src/base/diagnostic.ts";
import { defineRule, type Finding, type Rule } from "../../../src/lint/define-rule.ts";
import { levelOf, runRules, type Level, type RunResult } from "../../../src/lint/run-rules.ts";
import { contextOf } from "../../support/lint-context.ts";

interface Toy {
  readonly id: string;
  readonly level: Severity;
  readonly otherLevels?: readonly Severity[];
  readonly findings?: readonly Partial<Finding>[];
  /** Questions that it leaves undecided. */
  readonly undecided?: readonly string[];
}

function ruleOf({ id, level, otherLevels, findings = [], undecided = [] }: Toy): Rule {
  return defineRule({
    id,
    category: "structure",
    level,
    ...(otherLevels === undefined ? {} : { otherLevels }),
    fix: null,
    isExact: true,
    summary: "A toy.",
    check: (context, report) => {
      for (const finding of findings) report({ span: null, message: "the fact", ...finding });
      for (const question of undecided) context.noteUndecided([id], question, "too large");
    },
  });
}

function run(toys: readonly Toy[], levels: { readonly [id: string]: Level } = {}): RunResult {
  const { context } = contextOf("- a:b on c/*\n");
  return runRules(toys.map(ruleOf), context, { levels: new Map(Object.entries(levels)) });
}

const said = ({ diagnostics }: RunResult): string[] =>
  diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);

test("findings have the level of their rule, their own, or the config's", () => {
  const toys: Toy[] = [
    { id: "one", level: "warning", otherLevels: ["info"], findings: [{}, { severity: "info" }] },
  ];
  expect(said(run(toys))).toEqual(["warning one: the fact", "info one: the fact"]);
  expect(said(run(toys, { one: "error" }))).toEqual(["error one: the fact", "error one: the fact"]);
  expect(said(run(toys, { one: "off" }))).toEqual([]);
});

test("an error keeps its level, and what else its rule finds does not", () => {
  expect(levelOf("error", "off")).toBe("error");
  const toys: Toy[] = [
    { id: "one", level: "error", otherLevels: ["warning"], findings: [{}, { severity: "warning" }] },
  ];
  expect(said(run(toys, { one: "off" }))).toEqual(["error one: the fact"]);
});

test("an undecided question is an error for warnings and errors, and an info for infos", () => {
  const undecided = ["is it"];
  expect(said(run([{ id: "one", level: "warning", undecided }]))).toEqual([
    "error undecided: `one` is not decided: is it? (too large)",
  ]);
  expect(said(run([{ id: "one", level: "info", undecided }]))).toEqual([
    "info undecided: `one` is not decided: is it? (too large)",
  ]);
  expect(said(run([{ id: "one", level: "warning", undecided }], { one: "info" }))).toEqual([
    "info undecided: `one` is not decided: is it? (too large)",
  ]);
  expect(said(run([{ id: "one", level: "warning", undecided }], { one: "off" }))).toEqual([]);
});

test("rules that are off or left a question undecided have not looked at everything", () => {
  const toys: Toy[] = [
    { id: "whole", level: "warning" },
    { id: "part", level: "info", undecided: ["is it"] },
    { id: "silent", level: "warning" },
  ];
  expect([...run(toys, { silent: "off" }).complete]).toEqual(["whole"]);
});

test("of many undecided questions the first ten are told, the rest is counted, and all block", () => {
  const undecided = Array.from({ length: 25 }, (_, i) => `is it ${i}`);
  const lines = said(run([{ id: "one", level: "warning", undecided }]));
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe("error undecided: `one` leaves 15 more questions undecided");
  expect(said(run([{ id: "one", level: "info", undecided }])).at(-1)).toBe(
    "info undecided: `one` leaves 15 more questions undecided",
  );
});
