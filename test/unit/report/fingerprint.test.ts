import { expect, test } from "vitest";
import type { SourceFile } from "../../../src/base/source.ts";
import { fingerprints } from "../../../src/report/fingerprint.ts";
import { diagnosticAt } from "../../support/lint-report.ts";

const source = (text: string): SourceFile => ({ path: "policies/a.yaml", text });

function printsOf(
  text: string,
  marked: readonly string[],
  rest: { readonly code?: string } = {},
): readonly string[] {
  const file = source(text);
  return fingerprints(
    marked.map((word) => diagnosticAt(file, word, rest)),
    new Map([[file.path, file]]),
  );
}

test("a fingerprint survives lines above and below it, and another indentation", () => {
  const before = printsOf("- a:b on c/*\n", ["a:b"]);
  expect(printsOf("# new\n\n- x:y on z/*\n- a:b on c/*\n- q:r on s/*\n", ["a:b"])).toEqual(before);
  expect(printsOf("policies:\n    - a:b on c/*\n", ["a:b"])).toEqual(before);
});

test("it changes with the line's text, the place within it, the file and the code", () => {
  const prints = [
    printsOf("- a:b on c/*\n", ["a:b"]),
    printsOf("- a:b on d/*\n", ["a:b"]),
    printsOf("- a:b on c/*\n", ["c/*"]),
    printsOf("- a:b on c/*\n", ["a:b"], { code: "other" }),
  ];
  expect(new Set(prints.flat()).size).toBe(4);
  expect(prints.flat().every((print) => /^[0-9a-f]{64}$/.test(print))).toBe(true);
});

test("it changes with what is marked on further lines, and with the places that the finding names", () => {
  const file = source("- id: x\n  statement: a:b on c/*\n- d:e on f/*\n");
  const other = source("- id: x\n  statement: a:b on **\n- d:e on f/*\n");
  const moved = source("# above\n- id: x\n\n  statement: a:b on c/*\n- d:e on f/*\n");
  const print = (in_: SourceFile, marked: string, related: readonly string[]): string | undefined => {
    const [finding] = [diagnosticAt(in_, marked)];
    const places = related.map((text) => ({
      message: "m",
      span: { file: in_.path, start: in_.text.indexOf(text), end: in_.text.indexOf(text) + text.length },
    }));
    return fingerprints([{ ...finding, related: places }], new Map([[in_.path, in_]]))[0];
  };
  const prints = [
    print(file, "id: x\n  statement: a:b on c/*", []),
    print(other, "id: x\n  statement: a:b on **", []),
    print(file, "id: x\n  statement: a:b on c/*", ["d:e on f/*"]),
    print(file, "id: x\n  statement: a:b on c/*", ["d:e on f/*", "c/*"]),
  ];
  expect(new Set(prints).size).toBe(4);
  expect(print(moved, "id: x\n\n  statement: a:b on c/*", ["d:e on f/*"])).toBe(prints[2]);
});

test("equal findings of equal lines are told apart by their number", () => {
  const file = source("- a:b on c/*\n- a:b on c/*\n");
  const first = diagnosticAt(file, "a:b");
  const second = { ...first, span: { file: file.path, start: 15, end: 18 } };
  const prints = fingerprints([first, second], new Map([[file.path, file]]));
  expect(new Set(prints).size).toBe(2);
  expect(prints[0]).toBe(printsOf("- a:b on c/*\n", ["a:b"])[0]);
});

test("what is about the whole set goes by its message, and a missing source by its file", () => {
  const file = source("x");
  const whole = (message: string): string | undefined =>
    fingerprints([diagnosticAt(file, "x", { span: null, message })], new Map())[0];
  expect(whole("one")).toBe(whole("one"));
  expect(whole("one")).not.toBe(whole("two"));
  expect(fingerprints([diagnosticAt(file, "x")], new Map())).toHaveLength(1);
});

test("without files, it survives another file and another reason of a suppression, and nothing else", () => {
  const printOf = (path: string, text: string): readonly string[] => {
    const file = { path, text };
    return fingerprints([diagnosticAt(file, "a:b")], new Map([[path, file]]), { withoutFiles: true });
  };
  const before = printOf("policies/a.yaml", "- a:b on c/*\n");
  expect(printOf("policies/team/b.yaml", "x: 1\n- a:b on c/*\n")).toEqual(before);
  expect(printOf("policies/a.yaml", "- a:b on c/* # sentrely-ignore overlap: fine\n")).toEqual(before);
  expect(printOf("policies/a.yaml", "- a:b on c/*d\n")).not.toEqual(before);
  expect(printsOf("- a:b on c/*\n", ["a:b"])).not.toEqual(before);
});
