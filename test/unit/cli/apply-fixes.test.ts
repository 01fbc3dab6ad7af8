import { expect, test } from "vitest";
import type { Diagnostic, Fix, Severity } from "../../../src/base/diagnostic.ts";
import type { SourceFile } from "../../../src/base/source.ts";
import { applyFixes, editSources } from "../../../src/cli/apply-fixes.ts";

/** A toy language: each `word → replacement` found in a text is a diagnostic with that fix. */
function checkWords(severity: Severity, words: { readonly [word: string]: string }) {
  return (sources: readonly SourceFile[]): Diagnostic[] =>
    sources.flatMap(({ path, text }) =>
      Object.entries(words).flatMap(([word, replacement]) =>
        [...text.matchAll(new RegExp(word, "g"))].map((match): Diagnostic => {
          const span = { file: path, start: match.index, end: match.index + word.length };
          return {
            code: word,
            severity,
            message: word,
            span,
            related: [],
            help: null,
            witness: null,
            fixes: [{ title: word, kind: "safe", edits: [{ span, text: replacement }] }],
          };
        }),
      ),
    );
}

const file = (text: string): SourceFile[] => [{ path: "a", text }];
const all = (): boolean => true;

test("fixes of errors go together, and again until none is left", () => {
  const check = checkWords("error", { one: "two", two: "three" });
  expect(applyFixes({ sources: file("one one two"), check, wanted: all })).toEqual({
    sources: file("three three three"),
    applied: 5,
  });
});

test("fixes of lints go one at a time, each after the set is checked again", () => {
  // Two equal statements: each is redundant only as long as the other stands.
  const check = (sources: readonly SourceFile[]): Diagnostic[] =>
    (sources[0]?.text.match(/dup/g) ?? []).length < 2 ? [] : checkWords("warning", { dup: "" })(sources);
  expect(applyFixes({ sources: file("dup dup"), check, wanted: all })).toEqual({
    sources: file(" dup"),
    applied: 1,
  });
});

test("a fix of a lint that brings an error is taken back, and the others still apply", () => {
  const check = (sources: readonly SourceFile[]): Diagnostic[] => [
    ...checkWords("warning", { evil: "broken", good: "fine" })(sources),
    ...checkWords("error", { broken: "" })(sources).map((d) => ({ ...d, fixes: [] })),
  ];
  const { sources, applied } = applyFixes({ sources: file("evil good"), check, wanted: all });
  expect([sources[0]?.text, applied]).toEqual(["evil fine", 1]);
});

test("a fix of an error stays though it brings to light what the error hid", () => {
  const check = (sources: readonly SourceFile[]): Diagnostic[] => {
    const outer = checkWords("error", { outer: "" })(sources);
    return outer.length > 0
      ? outer
      : checkWords("error", { inner: "" })(sources).map((d) => ({ ...d, fixes: [] }));
  };
  expect(applyFixes({ sources: file("outer inner inner"), check, wanted: all }).sources).toEqual(
    file(" inner inner"),
  );
});

test("only fixes that are wanted apply", () => {
  const check = checkWords("error", { one: "1", two: "2" });
  const { sources } = applyFixes({ sources: file("one two"), check, wanted: (_, d) => d.code === "two" });
  expect(sources).toEqual(file("one 2"));
});

test("fixes that undo each other come to an end", () => {
  const check = checkWords("warning", { one: "two", two: "one" });
  expect(applyFixes({ sources: file("one"), check, wanted: all }).applied).toBeGreaterThan(0);
});

test("edits of one text apply by their places in the original", () => {
  const at = (start: number, end: number, text: string) => ({ span: { file: "a", start, end }, text });
  expect(editSources(file("abcdef"), [at(4, 5, ""), at(0, 1, "AA"), at(2, 2, "-"), at(2, 2, "+")])).toEqual(
    file("AAb-+cdf"),
  );
});

/** The agents of the toy language: `a:word` concerns agent a. */
const agentsIn =
  (text: string) =>
  (fix: Fix): ReadonlySet<string> =>
    new Set(fix.edits.map(({ span }) => text.charAt(span.start - 2)));

test("fixes of lints share a step where they concern different agents", () => {
  const text = "a:dup b:dup a:dup c:dup";
  let checks = 0;
  const check = (sources: readonly SourceFile[]): Diagnostic[] => {
    checks++;
    return checkWords("warning", { dup: "" })(sources);
  };
  // Places do not move here: what is taken out is as long as what comes in.
  const same = checkWords("warning", { dup: "___" });
  const output = applyFixes({
    sources: file(text),
    check: (sources) => {
      check(sources);
      return same(sources);
    },
    wanted: all,
    agentsOf: agentsIn(text),
  });
  expect(output).toEqual({ sources: file("a:___ b:___ a:___ c:___"), applied: 4 });
  // At first, after those of a, b and c, and after the second of a.
  expect(checks).toBe(3);
});

test("a fix whose agents are not known goes alone", () => {
  let checks = 0;
  const check = (sources: readonly SourceFile[]): Diagnostic[] => {
    checks++;
    return checkWords("warning", { dup: "___" })(sources);
  };
  applyFixes({ sources: file("dup dup dup"), check, wanted: all, agentsOf: () => null });
  expect(checks).toBe(4);
});

test("when fixes that share a step bring an error, the one that does is taken back and the others apply", () => {
  const text = "a:evil b:good c:good";
  const check = (sources: readonly SourceFile[]): Diagnostic[] => [
    ...checkWords("warning", { evil: "fail", good: "fine" })(sources),
    ...checkWords("error", { fail: "" })(sources).map((d) => ({ ...d, fixes: [] })),
  ];
  const output = applyFixes({ sources: file(text), check, wanted: all, agentsOf: agentsIn(text) });
  expect(output).toEqual({ sources: file("a:evil b:fine c:fine"), applied: 2 });
});

test("errors that do not stand in the way of reading are fixed like lints", () => {
  const check = (sources: readonly SourceFile[]): Diagnostic[] =>
    (sources[0]?.text.match(/dup/g) ?? []).length < 2 ? [] : checkWords("error", { dup: "" })(sources);
  const output = applyFixes({ sources: file("dup dup"), check, wanted: all, isCompileError: () => false });
  expect(output).toEqual({ sources: file(" dup"), applied: 1 });
});
