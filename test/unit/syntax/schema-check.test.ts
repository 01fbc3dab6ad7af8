import { expect, test } from "vitest";
import { fixed, parse, parseConfig } from "../../support/documents.ts";

test("the fix of an unknown key renames it, and the text is right afterwards", () => {
  const text = "- statement: git:push on repos/*\n  require_approval: true\n  approval_channel: dashboard\n";
  const after = fixed(text, parse(text));
  expect(after).toBe(text.replace("require_approval", "requires_approval"));
  expect(parse(after).file.complete).toBe(true);
});

test("a key whose right spelling is there already gets no fix", () => {
  const text = "- statement: git:push on repos/*\n  requires_approval: true\n  require_approval: true\n";
  const { diagnostics } = parse(text);
  expect(diagnostics.map(({ code, fixes }) => [code, fixes])).toEqual([["unknown-key", []]]);
});

test("a misspelt key that is required is one error, not two", () => {
  const { found } = parse("agent: ci\npolicys: [git:read on repos/a]\n");
  expect(found.map(({ code, help }) => [code, help])).toEqual([["unknown-key", "did you mean `policies`?"]]);
});

test("a key of another kind of document says where it belongs", () => {
  const { found } = parse('guardrails: ["deny git:push on repos/*"]\nagent: ci\n');
  expect(found.map(({ code, at, help }) => [code, at, help])).toEqual([
    ["unknown-key", "agent", "`agent` is a key of agent policies and limits"],
  ]);
});

test("a statement's option at the document's level says that it belongs below a statement", () => {
  const { found } = parse("policies:\n  - git:push on repos/*\nrequires_approval: true\n");
  expect(found.map(({ code, at, help }) => [code, at, help])).toEqual([
    ["unknown-key", "requires_approval", "`requires_approval` is a key of statements: indent it below one"],
  ]);
});

const cases: readonly (readonly [text: string, at: string, message: string, help: string])[] = [
  [
    '- statement: a:b on c/d\n  exact: "true"\n',
    '"true"',
    '`exact` must be `true` or `false`, not the text `"true"`',
    "write `true`, without quotes",
  ],
  [
    "policies:\n  - a:b on c/d\nextends: reader\n",
    "reader",
    "`extends` must be a list, not the text `reader`",
    "write a list: `[reader]`",
  ],
  [
    "project_budget: {monthly_limit: 500}\n",
    "500",
    "`monthly_limit` must be an amount of money, not `500`",
    "write `$500` or `$1,250.50`",
  ],
  [
    "- a:b on c/d\n- [x]\n",
    "[x]",
    "an entry of the document must be a statement, not a list",
    "write a statement such as `git:read on repos/*`",
  ],
];

test.each(cases)("%j: the wrong type is named with what is accepted", (text, at, message, help) => {
  expect(parse(text).found).toEqual([{ code: "wrong-type", at, message, help }]);
});

test("an unquoted account id is to be quoted, and the fix quotes it as it was written", () => {
  const text = "policies:\n  - aws:s3:GetObject\nvars:\n  account: 044455556666\n";
  const parsed = parse(text);
  expect(parsed.found.map(({ at, help }) => [at, help])).toEqual([
    ["044455556666", 'quote account ids and other numbers: `"044455556666"`'],
  ]);
  expect(fixed(text, parsed)).toContain('account: "044455556666"\n');
});

test("a word that is none of the accepted ones gets the nearest, and a fix that writes it", () => {
  const text = "rate_limits: {max_requests_per_minute: 30, on_exceed: throtle}\n";
  const parsed = parse(text);
  expect(parsed.found).toEqual([
    {
      code: "unknown-value",
      at: "throtle",
      message: "`throtle` is no value of `on_exceed`",
      help: "did you mean `throttle`?",
    },
  ]);
  expect(parse(fixed(text, parsed)).file.complete).toBe(true);
});

test("keys that name properties of objects are unknown keys like any other", () => {
  const { marks } = parse("policies:\n  - aws:s3:GetObject\n__proto__: {x: 1}\nconstructor: 1\n");
  expect(marks).toEqual(["unknown-key «__proto__»", "unknown-key «constructor»"]);
});

test("every mistake of a document is found in one run", () => {
  const { marks } = parseConfig("projct: web\ntimezone: 5\nbuild: {targets: [exe]}\n");
  expect(marks).toEqual(["unknown-key «projct»", "wrong-type «5»", "unknown-value «exe»"]);
});
