import { expect, test } from "vitest";
import type { Diagnostic, Severity } from "../../../src/base/diagnostic.ts";
import type { SourceFile } from "../../../src/base/source.ts";
import { applySuppressions, type Suppressed } from "../../../src/lint/suppressions.ts";
import { diagnosticAt } from "../../support/lint-report.ts";

const known = new Set(["overlap", "whole-service", "full-access"]);

/** Findings at the places of words, each `word: code`, in a file with suppressions. */
function suppressed(
  text: string,
  found: { readonly [word: string]: string },
  severity: Severity = "warning",
  path = "policies/a.yaml",
): Suppressed {
  const file: SourceFile = { path, text };
  return applySuppressions({
    diagnostics: Object.entries(found).map(([word, code]) => diagnosticAt(file, word, { code, severity })),
    sources: new Map([[path, file]]),
    known,
    isComplete: () => true,
  });
}

function standing({ diagnostics }: Suppressed): string[] {
  return diagnostics.map((d: Diagnostic) => d.code);
}

const finding = { "a:b": "overlap" };

test.each([
  ["on the line", "- a:b on c/*  # sentrely-ignore overlap: meant\n"],
  ["above it", "# sentrely-ignore overlap: meant\n- a:b on c/*\n"],
  ["above it, indented otherwise", "policies:\n# sentrely-ignore overlap: meant\n  - a:b on c/*\n"],
  ["among other comments above", "# sentrely-ignore overlap: meant\n# and more\n- a:b on c/*\n"],
  ["in a list", "# sentrely-ignore whole-service, overlap: meant\n- a:b on c/*\n"],
  ["in a list without blanks", "# sentrely-ignore whole-service,overlap:meant\n- a:b on c/*\n"],
  ["with a double mark", "## sentrely-ignore overlap: meant\n- a:b on c/*\n"],
  ["without a blank after the mark", "#sentrely-ignore overlap: meant\n- a:b on c/*\n"],
  ["with CRLF", "# sentrely-ignore overlap: meant\r\n- a:b on c/*\r\n"],
  [
    "with options that hang",
    "- x:y on z/*\n  exact: true\n# sentrely-ignore overlap: meant\n- a:b on c/*\n  exact: true\n",
  ],
])("a suppression %s suppresses", (_, text) => {
  const result = suppressed(text, finding);
  expect(standing(result)).toEqual([]);
  expect(result.withoutReason).toEqual([]);
});

test.each([
  ["below the line", "- a:b on c/*\n# sentrely-ignore overlap: meant\n"],
  ["above a blank line", "# sentrely-ignore overlap: meant\n\n- a:b on c/*\n"],
  ["above another line", "# sentrely-ignore overlap: meant\n- x:y on z/*\n- a:b on c/*\n"],
  ["of another rule", "# sentrely-ignore whole-service: meant\n- a:b on c/*\n"],
  ["of another case", "# sentrely-ignore Overlap: meant\n- a:b on c/*\n"],
  ["without a reason", "# sentrely-ignore overlap\n- a:b on c/*\n"],
  ["with an empty reason", "# sentrely-ignore overlap:  \n- a:b on c/*\n"],
])("a suppression %s suppresses nothing, and is told", (_, text) => {
  const result = suppressed(text, finding);
  expect(standing(result)).toEqual(["overlap"]);
  expect(result.unused.length + result.withoutReason.length).toBe(1);
});

test.each([
  ["a quoted text", `- "a:b on c/* # sentrely-ignore overlap: x"\n`],
  [
    "a block of text",
    "- statement: x:y on z/*\n  description: |\n    # sentrely-ignore overlap: x\n    a:b\n",
  ],
  ["a comment that only mentions it", "# do not write sentrely-ignore overlap: x\n- a:b on c/*\n"],
  ["another word", "# sentrely-ignored overlap: x\n- a:b on c/*\n"],
])("%s is no suppression", (_, text) => {
  const result = suppressed(text, finding);
  expect(standing(result)).toEqual(["overlap"]);
  expect([result.unused, result.withoutReason]).toEqual([[], []]);
});

test("an error stands and says so, and its suppression is unused", () => {
  const { diagnostics, unused } = suppressed(
    "# sentrely-ignore full-access: x\n- a:b on c/*\n",
    { "a:b": "full-access" },
    "error",
  );
  expect(diagnostics.map((d) => [d.code, d.help])).toEqual([["full-access", "errors cannot be suppressed"]]);
  expect(unused.map(({ message }) => message)).toEqual([
    "the suppression of `full-access` suppresses nothing: errors cannot be suppressed",
  ]);
});

test("one suppression holds for all findings of its rule on the line", () => {
  const text = "# sentrely-ignore overlap: meant\n- a:b, x:y on c/*\n";
  expect(standing(suppressed(text, { "a:b": "overlap", "x:y": "overlap", "c/*": "whole-service" }))).toEqual([
    "whole-service",
  ]);
});

test("what is about the whole set, or of a file that is not at hand, stands", () => {
  const file = { path: "policies/a.yaml", text: "# sentrely-ignore overlap: meant\n- a:b on c/*\n" };
  const { diagnostics } = applySuppressions({
    diagnostics: [
      diagnosticAt(file, "a:b", { code: "overlap", severity: "warning", span: null }),
      diagnosticAt(file, "a:b", {
        code: "overlap",
        severity: "warning",
        span: { file: "b", start: 0, end: 1 },
      }),
    ],
    sources: new Map([[file.path, file]]),
    known,
    isComplete: () => true,
  });
  expect(diagnostics).toHaveLength(2);
});

test("a suppression of a rule that did not look at everything is left alone", () => {
  const file = { path: "policies/a.yaml", text: "# sentrely-ignore overlap: meant\n- a:b on c/*\n" };
  const unused = (isComplete: boolean): number =>
    applySuppressions({
      diagnostics: [],
      sources: new Map([[file.path, file]]),
      known,
      isComplete: () => isComplete,
    }).unused.length;
  expect([unused(true), unused(false)]).toEqual([1, 0]);
});
