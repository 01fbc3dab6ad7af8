import { expect, test } from "vitest";
import { plainText } from "../../../src/syntax/scalar-text.ts";
import type { ScalarText } from "../../../src/syntax/scalar-text.ts";
import { afterFix, parseAs, underlined, withoutPlaces } from "../../support/expressions.ts";

const truth = (name: string): object => ({ kind: "truth", attribute: { kind: "context", name } });

function treeOf(text: string): unknown {
  return withoutPlaces(parseAs("condition", text).tree);
}

test("&& binds more tightly than ||", () => {
  expect(treeOf("context.a || context.b && context.c")).toEqual({
    kind: "or",
    terms: [truth("a"), { kind: "and", terms: [truth("b"), truth("c")] }],
  });
});

test("a chain of one operator is one node", () => {
  expect(treeOf("context.a && context.b && context.c")).toEqual({
    kind: "and",
    terms: [truth("a"), truth("b"), truth("c")],
  });
});

test("! takes the whole comparison behind it", () => {
  expect(treeOf("!context.a == 1")).toEqual(treeOf("!(context.a == 1)"));
});

test("a negated comparison is printed with parentheses", () => {
  expect(parseAs("condition", "!context.a == 1").printed).toBe("!(context.a == 1)");
});

test("parentheses without effect are not printed", () => {
  expect(parseAs("condition", "((context.a)) && (context.b == 1)").printed).toBe(
    "context.a && context.b == 1",
  );
});

test.each([
  ["'it\\'s'", "it's"],
  ['"a\\n\\t\\\\\\""', 'a\n\t\\"'],
  ['"\\u00E9\\u20ac"', "é€"],
  ['"\\uD83D\\uDE00"', "😀"],
  ["''", ""],
])("the string %s is decoded", (written, value) => {
  expect(treeOf(`context.a == ${written}`)).toMatchObject({ literal: { value } });
});

test.each([
  ["0.5", 0.5],
  ["-7", -7],
  ["1e6", 1e6],
  ["9007199254740991", 9007199254740991],
  ["1e300", 1e300],
])("the number %s is read", (written, value) => {
  expect(treeOf(`context.a == ${written}`)).toMatchObject({ literal: { value } });
});

test("minus zero is zero", () => {
  expect(treeOf("context.a == -0.0")).toMatchObject({ literal: { value: 0 } });
});

test("a large double is printed so that it parses again", () => {
  const { printed } = parseAs("condition", "context.a == 1.5e20");
  expect(printed).toBe("context.a == 1.5e+20");
  expect(treeOf(printed ?? "")).toMatchObject({ literal: { value: 1.5e20 } });
});

test("500 nested parentheses are one error, at the 33rd", () => {
  const text = "(".repeat(500) + "context.a" + ")".repeat(500);
  const { diagnostics } = parseAs("condition", text);
  expect(diagnostics.map((d) => [d.code, d.span?.start])).toEqual([["condition-depth", 32]]);
});

test("calls do not count as nesting", () => {
  const text = "(".repeat(32) + "has(context.a)" + ")".repeat(32);
  expect(parseAs("condition", text).diagnostics).toEqual([]);
});

test("depth is counted along a path, not in all", () => {
  const text = Array.from({ length: 100 }, () => "!(context.a)").join(" && ");
  expect(parseAs("condition", text).diagnostics).toEqual([]);
});

test("the deepest condition still parses once printed", () => {
  const text = "(!".repeat(16) + "context.a == 1" + ")".repeat(16);
  const { printed, tree } = parseAs("condition", text);
  expect(treeOf(printed ?? "")).toEqual(withoutPlaces(tree));
});

test("a missing end is reported behind the last token", () => {
  const { diagnostics } = parseAs("condition", "context.a &&  ");
  expect(diagnostics.map((d) => [d.message, d.span?.start])).toEqual([
    ["expected a condition, found the end", 12],
  ]);
});

test("a misspelt field of time gets a suggestion", () => {
  expect(parseAs("condition", "time.hours > 5").diagnostics.map((d) => d.help)).toEqual([
    "did you mean `hour`?",
  ]);
});

test("one fix mends all word operators", () => {
  const text = "context.a and (not context.b or context.c)";
  const { diagnostics } = parseAs("condition", text);
  expect(diagnostics.map((diagnostic) => afterFix(text, diagnostic))).toEqual([
    "context.a && (!context.b || context.c)",
  ]);
});

test("no fix makes a plain scalar begin with `!`, which YAML reads as a tag", () => {
  expect(parseAs("condition", "not context.a").diagnostics.flatMap((d) => d.fixes)).toEqual([]);
});

test("in a quoted scalar the same fix is offered", () => {
  const file = "'not context.a'";
  const value = "not context.a";
  const text: ScalarText = {
    value,
    span: { file: "f", start: 0, end: file.length },
    offsets: null,
    start: 1,
  };
  const { diagnostics } = parseAs("condition", text);
  expect(diagnostics.map((diagnostic) => afterFix(file, diagnostic))).toEqual(["'!context.a'"]);
  expect(diagnostics.map((diagnostic) => underlined(file, diagnostic))).toEqual(["not"]);
});

test("an empty condition points at its scalar", () => {
  const { diagnostics } = parseAs("condition", plainText("", "f", 7));
  expect(diagnostics.map((d) => d.span)).toEqual([{ file: "f", start: 7, end: 7 }]);
});

test("a raw lone surrogate in a string is refused", () => {
  expect(parseAs("condition", 'context.a == "\ud800"').diagnostics.map((d) => d.code)).toEqual([
    "bad-character",
  ]);
});
