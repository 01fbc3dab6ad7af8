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

const elsewhere =
  "documents of other tools are not read: write `agent: NAME` and `policies:` with statements such as `git:read on repos/*`";

test.each([
  ['Version: "2012-10-17"\nStatement:\n  - {Effect: Allow, Action: "s3:*", Resource: "*"}\n', "Version"],
  ["apiVersion: rbac/v1\nkind: Role\nmetadata: {name: x}\nrules: []\n", "apiVersion"],
])("a document of another tool is one mistake: %j", (text, at) => {
  expect(parse(text).found.map((d) => [d.code, d.at, d.help])).toEqual([["unknown-key", at, elsewhere]]);
});

test.each(["policy", "rules", "Statement", "statements", "permissions"])(
  "`%s` is renamed to `policies`",
  (key) => {
    const text = `agent: ci\n${key}:\n  - git:read on repos/*\n`;
    expect(parse(text).marks).toEqual([`unknown-key «${key}»`]);
    expect(parse(fixed(text, parse(text))).marks).toEqual([]);
  },
);

test.each([
  ["effect: deny, actions: [a:b, a:c], resources: [d/e]", "effect", "deny a:b, a:c on d/e"],
  ["Effect: Allow, Action: a:b, Resource: d/e", "Effect", "a:b on d/e"],
  ["verbs: [get], resources: [pods]", "verbs", "get on pods"],
  ["deny: a:b on c, id: x", "deny", "deny a:b on c"],
])("a statement in parts is one mistake, and its text is shown: %s", (entry, at, statement) => {
  const { found } = parse(`policies:\n  - {${entry}}\n`);
  expect(found.map((d) => [d.code, d.at, d.help])).toEqual([
    ["unknown-key", at, `a statement is one text: \`${statement}\``],
  ]);
});

test("an effect beside a statement belongs at its beginning", () => {
  const { found } = parse("- statement: a:b on c/d\n  effect: deny\n");
  expect(found.map((d) => [d.at, d.help])).toEqual([
    ["effect", "write `deny` at the beginning of the statement instead"],
  ]);
});

test.each([
  ["- deny: a:b on c/d\n", "- deny a:b on c/d\n"],
  ["- allow: a:b on c/d\n", "- allow a:b on c/d\n"],
  ["agent: [a, b]\npolicies:\n  - a:b on c/d\n", "agents: [a, b]\npolicies:\n  - a:b on c/d\n"],
  ["agents: a, b\npolicies:\n  - a:b on c/d\n", "agents: [a, b]\npolicies:\n  - a:b on c/d\n"],
  ["policies: a:b on c/d\n", 'policies: ["a:b on c/d"]\n'],
  ["policies:\n  a:b on c/d\n", 'policies:\n  ["a:b on c/d"]\n'],
])("the fix of %j makes it right", (text, after) => {
  expect(fixed(text, parse(text))).toBe(after);
  expect(parse(after).marks).toEqual([]);
});

test.each([
  ["policies:\n  -a:b on c\n  -a:d on c\n", "write a blank after each `-`"],
  ["policies:\n  a:b: c\n", "write a list: each entry begins with `- `, such as `- git:push on repos/*`"],
  [
    "policies:\n  allow: [a:b]\n  deny: [a:c]\n",
    "write one list: a statement that denies begins with `- deny`, the others with `- `",
  ],
  [
    "policies:\n  - a:b on c/d:\n    - id: x\n",
    "options are keys, not entries of a list: write them without `-`",
  ],
  [
    "- agent: ci\n  policies:\n    - a:b on c\n",
    "a document is no entry of a list: remove the `- ` before it, and put `---` between documents",
  ],
  [
    "tests:\n  ci can a:b: true\n",
    "write a list: each entry begins with `- `, such as `- ci-runner cannot git:push on repos/*`",
  ],
  ["project_budget: {alert_thresholds: '50%, 80%'}\n", "write a list such as `[50%, 80%]`"],
  ["budget: 100\n", "write its keys below it, indented"],
  [
    "policies:\n  -\n  - a:b on c/d\n",
    "write a statement such as `git:read on repos/*`, or remove the entry",
  ],
  [
    "package authz\n",
    "write `agent: NAME`, and below `policies:` a list of statements such as `- git:read on repos/*`",
  ],
  [
    "agent: {{ name }}\n",
    "templates are not filled in: write the text itself; patterns take variables, `${name}`",
  ],
  ["agent: ci\n", "write `policies:` and a statement below it, such as `- git:read on repos/*`"],
  [
    "policies:\n  - a:b on c/d\n    - id: x\n",
    "entries of one list stand in one column; options have no `-`",
  ],
])("one mistake, and how to write it: %j", (text, help) => {
  expect(parse(text).found.map((d) => d.help)).toEqual([help]);
});

test("a wrong type and a comment that cut the option beside it are found in one run", () => {
  const text = '- git:push on repos/*\n  requires_approval: "true"\n  notify: #ops\n';
  expect(parse(text).marks).toContain('wrong-type «"true"»');
  expect(parse(text).marks).toContain("comment-cut «#ops»");
});

test("a quoted number is shown with its quotation marks", () => {
  expect(parseConfig('version: "1"\n').found.map((d) => [d.message, d.help])).toEqual([
    ['`"1"` is no value of `version`', "did you mean `1`?"],
  ]);
});
