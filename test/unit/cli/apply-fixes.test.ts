import { expect, test } from "vitest";
import type { Diagnostic, Severity } from "../../../src/base/diagnostic.ts";
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
