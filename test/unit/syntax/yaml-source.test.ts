/** Reading YAML: values, documents, places, and what is refused before it is composed. */
import { expect, test, vi } from "vitest";
import { spanWithin } from "../../../src/syntax/scalar-text.ts";
import { readYaml } from "../../../src/syntax/yaml-source.ts";
import { read, scalarsOf } from "../../support/yaml.ts";

test("scalars have the meaning of the YAML 1.2 core schema", () => {
  const text = "- [1, -2.5, true, null, ~, yes, 0x1F, 79_000, $500, 80%, 60m, 2026-01-05, '1', \"true\"]\n";
  expect(read(text).data).toEqual([
    [[1, -2.5, true, null, null, "yes", 31, "79_000", "$500", "80%", "60m", "2026-01-05", "1", "true"]],
  ]);
});

test("a number keeps its text, so that an account id with a leading zero can be told", () => {
  const [, value] = scalarsOf(read("account: 044455556666\n"));
  expect(value).toMatchObject({ value: 44455556666, text: { value: "044455556666" }, style: "plain" });
});

test("a key without a value has an empty place right after its colon", () => {
  const text = "a:   # note\nb: {c, d: }\n";
  const empty = scalarsOf(read(text)).filter(({ value }) => value === null);
  expect(empty.map(({ span }) => [span.start, span.end])).toEqual([
    [2, 2],
    [text.indexOf(","), text.indexOf(",")],
    [text.indexOf(": }") + 1, text.indexOf(": }") + 1],
  ]);
});

test("documents without content have no root", () => {
  expect(read("").data).toEqual([null]);
  expect(read("# only a comment\n").data).toEqual([null]);
  expect(read("---\n---\na: 1\n...\n").data).toEqual([null, [["a", 1]]]);
});

test("collections end with their last value, or at their bracket", () => {
  const text = "a:\n  - b   # note\n\nc: [d ]  # note\n";
  const root = read(text).documents[0]?.root;
  const values = root?.kind === "map" ? root.entries.map(({ value }) => value.span) : [];
  expect(values.map(({ start, end }) => text.slice(start, end))).toEqual(["- b", "[d ]"]);
});

/** Title, text, and the place in the text of every character of its last scalar. */
const offsets: readonly (readonly [title: string, text: string, value: string, places: readonly number[]])[] =
  [
    ["a plain scalar", "k: ab", "ab", [3, 4, 5]],
    ["a plain scalar of two lines", "k: a\n   b", "a b", [3, 4, 8, 9]],
    ["a plain scalar with a blank line, CRLF", "k: a\r\n\r\n  b", "a\nb", [3, 6, 10, 11]],
    ["a single-quoted scalar", "k: 'a''b'", "a'b", [4, 5, 7, 8]],
    ["a double-quoted scalar", 'k: "a\\nb"', "a\nb", [4, 5, 7, 8]],
    ["a Unicode escape", 'k: "\\u00e9b"', "éb", [4, 10, 11]],
    ["an escape of an astral character", 'k: "\\U0001D11Eb"', "\u{1D11E}b", [4, 4, 14, 15]],
    ["an escaped pair of surrogates", 'k: "\\ud834\\udd1eb"', "\u{1D11E}b", [4, 10, 16, 17]],
    ["an astral character", "k: \u{1D11E}b", "\u{1D11E}b", [3, 4, 5, 6]],
    ["an escaped line break", 'k: "a\\\n   b"', "ab", [4, 10, 11]],
    ["a folded line in double quotation marks", 'k: "a  \n   b"', "a b", [4, 7, 11, 12]],
    ["a literal", "k: |\n  a\n   b\n", "a\n b\n", [7, 8, 11, 12, 13, 14]],
    ["a folded block with a header that strips", "k: >-\n  a\n  b\n", "a b", [8, 9, 12, 14]],
    ["a literal with an explicit indentation", "k: |1\n  a\n", " a\n", [7, 8, 9, 10]],
    ["a text after a byte-order mark", "\ufeffk: 'ab'", "ab", [5, 6, 7]],
  ];

test.each(offsets)("%s keeps the place of each character", (_, text, value, places) => {
  const scalar = scalarsOf(read(text)).at(-1);
  expect(scalar?.text.value).toBe(value);
  const found = places.map((_, i) => (scalar === undefined ? -1 : spanWithin(scalar.text, i, i).start));
  expect(found).toEqual(places);
});

const deepest: readonly (readonly [title: string, text: (depth: number) => string])[] = [
  ["flow lists", (n) => `${"[".repeat(n)}1${"]".repeat(n)}`],
  ["flow mappings", (n) => `${"{a: ".repeat(n)}1${"}".repeat(n)}`],
  ["lists on one line", (n) => `${"- ".repeat(n)}1`],
  ["mappings on lines", (n) => Array.from({ length: n }, (_, i) => `${" ".repeat(i)}a:`).join("\n") + " 1"],
  ["keys behind question marks", (n) => `${"? ".repeat(n)}1`],
];

test.each(deepest)("64 nested %s are read, 65 are refused where the last begins", (_, text) => {
  expect(read(text(64)).problems.filter((problem) => problem.startsWith("yaml-depth"))).toEqual([]);
  const { diagnostics, documents, complete } = read(text(65));
  expect(diagnostics.map(({ code }) => code)).toEqual(["yaml-depth"]);
  expect(documents).toEqual([]);
  expect(complete).toBe(false);
});

test.each(deepest)("2,000 nested %s are refused like 65", (_, text) => {
  expect(read(text(2000)).diagnostics.map(({ code }) => code)).toEqual(["yaml-depth"]);
});

test("a text over 5 MiB is refused unread, counted in bytes", () => {
  const at = 5 * 1024 * 1024;
  expect(read(`# ${"a".repeat(at - 2)}`).problems).toEqual([]);
  expect(read(`# ${"a".repeat(at - 1)}`).diagnostics.map(({ code }) => code)).toEqual(["file-too-large"]);
  expect(read(`# ${"é".repeat(at / 2)}`).diagnostics.map(({ code }) => code)).toEqual(["file-too-large"]);
});

test("an alias bomb is refused at each alias and nothing is multiplied", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 12; i++)
    lines.push(
      `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  const { diagnostics, complete } = read(lines.join("\n"));
  expect(complete).toBe(false);
  expect(diagnostics.filter(({ code }) => code === "yaml-alias")).toHaveLength(110);
  expect(diagnostics.filter(({ code }) => code === "yaml-anchor")).toHaveLength(12);
});

test("half a surrogate pair is refused at its place", () => {
  expect(read("a: x\ud800y\n").diagnostics[0]).toMatchObject({
    code: "control-character",
    message: "the file holds the character U+D800",
    span: { start: 4, end: 5 },
  });
});

test("nothing is printed and no warning raised", () => {
  const out = vi.spyOn(console, "log");
  const err = vi.spyOn(console, "warn");
  const warning = vi.spyOn(process, "emitWarning");
  readYaml({ path: "f", text: "%FOO\n%YAML 9.9\n---\n- !x y\n- *z\n- &: a\n- ? [a]\n" }, () => undefined);
  for (const spy of [out, err, warning]) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});
