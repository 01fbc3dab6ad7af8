import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { lint } from "../../../src/lint-set.ts";
import { compile } from "../../../src/pipeline.ts";
import { catalogueOf } from "../../support/catalogue.ts";

function linted(rules: string): readonly Diagnostic[] {
  const compilation = compile({
    files: [
      {
        path: "policies/a.yaml",
        text: "- statement: git:push on repos/a\n  requires_approval: true\n  approval_channel: dashboard\n",
      },
    ],
    config: { path: "sentrely.yaml", text: `lint:\n  rules: ${rules}\n` },
  });
  return lint(compilation, { now: 0, catalogue: catalogueOf(compilation) });
}

const said = (rules: string, code: string): string[] =>
  linted(rules)
    .filter((d) => d.code === code)
    .map(({ severity, message, help }) => [severity, message, help].join(" | "));

test("a rule that does not exist is an error with a did-you-mean, and the name on offer", () => {
  expect(said("{literal-secrt: off}", "undefined-reference")).toEqual([
    "error | no such rule: `literal-secrt` | did you mean `literal-secret`?",
  ]);
  expect(
    linted("{literal-secrt: off}").flatMap((d) => d.fixes.map((fix) => fix.edits.map((e) => e.text))),
  ).toEqual([["literal-secret"]]);
  expect(said("{zzzzzz: off}", "undefined-reference")).toEqual([
    "error | no such rule: `zzzzzz` | `sentrely-policy rules` lists them",
  ]);
});

test.each(["warning", "info", "off"])("an error is not lowered to %s", (level) => {
  expect(said(`{literal-secret: ${level}}`, "lowered-error")).toEqual([
    `error | \`literal-secret\` is an error and cannot be lowered to \`${level}\` | settle what it says; errors are neither lowered nor suppressed`,
  ]);
});

test("an error that no rule names is not lowered either", () => {
  expect(said("{bad-name: off}", "lowered-error")).toHaveLength(1);
});

test("other levels are lowered and raised", () => {
  const levels = (rules: string): string[] =>
    linted(rules)
      .filter((d) => d.code === "approval-without-timeout")
      .map((d) => d.severity);
  expect(levels("{}")).toEqual(["warning"]);
  expect(levels("{approval-without-timeout: error}")).toEqual(["error"]);
  expect(levels("{approval-without-timeout: info}")).toEqual(["info"]);
  expect(levels("{approval-without-timeout: off}")).toEqual([]);
  expect(said("{approval-without-timeout: off, literal-secret: error}", "lowered-error")).toEqual([]);
});

test("a rule that may find warnings besides errors can be lowered in those", () => {
  expect(said("{unknown-action: off}", "lowered-error")).toEqual([]);
});
