import { expect, test } from "vitest";
import type { ScalarText } from "../../../src/syntax/scalar-text.ts";
import { parseStatement } from "../../../src/syntax/statement-parser.ts";
import { plainText } from "../../../src/syntax/scalar-text.ts";
import { afterFix, parseAs, underlined, withoutPlaces } from "../../support/expressions.ts";

test("a statement without effect has none", () => {
  const { tree } = parseAs("statement", "git:read");
  expect(withoutPlaces(tree)).toMatchObject({
    effect: null,
    resources: null,
    exceptActions: [],
    exceptResources: [],
    when: null,
  });
});

test("all clauses of a statement land in their places", () => {
  const { tree } = parseAs(
    "statement",
    'deny a:x, a:y except a:z on r/1 except r/2, r/3 when context.c == "d"',
  );
  const text = (value: string): object => ({
    kind: "pattern",
    quoted: false,
    parts: [{ kind: "text", text: value }],
  });
  expect(withoutPlaces(tree)).toEqual({
    effect: { value: "deny" },
    actions: [text("a:x"), text("a:y")],
    exceptActions: [text("a:z")],
    resources: [text("r/1")],
    exceptResources: [text("r/2"), text("r/3")],
    when: {
      kind: "compare",
      attribute: { kind: "context", name: "c" },
      operator: "==",
      literal: { value: "d" },
    },
  });
});

test("spans point at the parts as written", () => {
  const text = '  deny  git:push on "a b", c/* ';
  const statement = parseStatement(plainText(text, "f"), () => undefined);
  const at = (span: { start: number; end: number } | undefined): string => text.slice(span?.start, span?.end);
  expect(at(statement?.span)).toBe('deny  git:push on "a b", c/*');
  expect(at(statement?.effect?.span)).toBe("deny");
  expect(statement?.resources?.map((pattern) => at(pattern.span))).toEqual(['"a b"', "c/*"]);
});

test("errors in an escaped scalar point into the file", () => {
  // The file holds "a:b on c\\?" in YAML's double quotes.
  const file = '"a:b on c\\\\d?"';
  const value = "a:b on c\\d?";
  const offsets = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13];
  const text: ScalarText = { value, span: { file: "f", start: 0, end: file.length }, offsets, start: 1 };
  const { diagnostics } = parseAs("statement", text);
  expect(diagnostics.map((diagnostic) => underlined(file, diagnostic))).toEqual(["?"]);
});

test("every bad pattern of a statement is reported", () => {
  const { diagnostics } = parseAs("statement", "a:? except b:*** on c/[ except d/{x}");
  expect(diagnostics.map((d) => d.code)).toEqual([
    "reserved-character",
    "star-run",
    "reserved-character",
    "single-choice",
  ]);
});

test("a lexical error is not echoed by the parser", () => {
  expect(parseAs("statement", 'on on a"b when').diagnostics).toHaveLength(1);
});

test("a lone surrogate is refused", () => {
  const { diagnostics } = parseAs("statement", "a:b on c/\ud800d");
  expect(diagnostics.map((d) => d.message)).toEqual(["half a surrogate pair (U+D800) is not allowed here"]);
});

test("an escaped lone surrogate is refused too", () => {
  expect(parseAs("statement", "a:b on c/\\\udc00").diagnostics.map((d) => d.code)).toEqual(["bad-character"]);
});

test.each([
  ["git:push on x/y if context.a", "git:push on x/y when context.a"],
  ["git:push on x/y given context.a", "git:push on x/y when context.a"],
  ["Deny git:push on x/y", "deny git:push on x/y"],
  ["permit git:push on x/y", "allow git:push on x/y"],
  ["git:push to x/y", "git:push on x/y"],
  ["git:push\ton x/y", "git:push on x/y"],
  ["git:push on x/y,", "git:push on x/y"],
  ["git:push on x/y when context.a = 1", "git:push on x/y when context.a == 1"],
  ["git:push on x/y when not context.a and context.b", "git:push on x/y when !context.a && context.b"],
  ["git:push x/y", "git:push on x/y"],
  ["deny git:push, git:pull main when context.a", "deny git:push, git:pull on main when context.a"],
  ["git:push -> x/y", "git:push on x/y"],
  ["git:push on x/y when env == 1", "git:push on x/y when context.env == 1"],
  ["git:push on x/y when context.a == “b”", 'git:push on x/y when context.a == "b"'],
])("the fix of `%s` gives a statement", (text, fixed) => {
  const { diagnostics } = parseAs("statement", text);
  expect(diagnostics.map((diagnostic) => afterFix(text, diagnostic))).toEqual([fixed]);
  expect(parseAs("statement", fixed).diagnostics).toEqual([]);
});

test("no fix removes a line break, which may separate two statements", () => {
  expect(parseAs("statement", "a:b on c/d\na:c on c/d").diagnostics.map((d) => d.fixes)).toEqual([[]]);
});

test("parsing goes on well after an error", () => {
  parseAs("statement", "a:b on");
  parseAs("statement", "a:b when ((((");
  expect(parseAs("statement", "a:b on c/d").diagnostics).toEqual([]);
});

test.each(["Allow", "ALLOW"])("`%s` is not taken for an action", (word) => {
  expect(parseAs("statement", `${word} a:b`).diagnostics.map((d) => d.code)).toEqual(["mistaken-keyword"]);
});

const comma = "patterns are separated by commas; a pattern that holds blanks is written in quotes";
const onHelp = (text: string): string =>
  `write \`on\` before the resource: \`${text}\`; actions of one list are separated by commas`;
const form = "a statement is written `git:push on repos/*`";
const regex = "conditions have no regular expressions: there are `startsWith`, `endsWith` and `contains`";
const absent = "`has(context.NAME)` asks whether an attribute is there";

test.each([
  ["git:push main", "missing-comma", onHelp("git:push on main")],
  ["git:push a:c on x/y", "missing-comma", comma],
  ["git:push x/y x/z", "missing-comma", comma],
  ["git:push on x/y x/z", "missing-comma", comma],
  ["git:push on x/y // why", "missing-comma", "a comment begins with `#` and a blank"],
  ["Bash(npm run:*)", "missing-comma", "a statement is written `git:push on repos/*`, without parentheses"],
  [
    "git:push on x/y; git:pull on x/y",
    "missing-comma",
    "begin each entry of the list with `- ` on a line of its own, and patterns after a comma",
  ],
  ["git:push on", "missing-pattern", "name the resources, such as `on repos/*`, or write `on **` for all"],
  ["allow", "missing-pattern", form],
  ["deny on x/y", "missing-pattern", "write `deny ** on …` for every action"],
  ["git:push except on x/y", "missing-pattern", "name the action that is excepted, or remove `except`"],
  ['git:push on ""', "empty-pattern", "write `**` for everything, or remove the pattern"],
  [
    "a:b on c/d when",
    "missing-condition",
    'write a condition behind it, or remove `when`; a condition is written `context.env == "prod"`',
  ],
  [
    "a:b on c/d when context.id == 12345678901234567890",
    "number-range",
    "integers go from -9007199254740991 to 9007199254740991; compare long identifiers as strings",
  ],
  [
    "a:b on c/d when time.date < 2026-01-31",
    "bad-number",
    'a date is written in quotes: `time.date < "2026-01-31"`',
  ],
  ["a:b on c/d when context.a =~ 'x'", "unexpected-token", regex],
  ["a:b on c/d when context.a matches 'x'", "unexpected-token", regex],
  ["a:b on c/d when context.a == null", "unexpected-token", absent],
  ["a:b on c/d when context.a == True", "unexpected-token", "write `true`"],
  ["a:b on c/d when context.a == yes", "unexpected-token", "write `true`"],
  [
    "a:b on c/d when ${env} == 'x'",
    "unexpected-token",
    "variables stand in patterns only; write the attribute or the text itself",
  ],
])("`%s` is helped", (text, code, help) => {
  expect(parseAs("statement", text).diagnostics.map((d) => [d.code, d.help])).toEqual([[code, help]]);
});
