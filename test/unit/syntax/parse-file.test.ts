import { expect, test } from "vitest";
import { fixed, parse, parseConfig, withoutSpans } from "../../support/documents.ts";

const list = '["git:read on repos/*"]';

const kinds = (text: string, path?: string): readonly string[] =>
  parse(text, path).file.documents.map(({ kind }) => kind);

test("documents are told apart by their keys", () => {
  const text = [
    'policies: ["git:read on repos/*"]\nagent: ci',
    'role: reader\npolicies: ["git:read on repos/*"]',
    'guardrails: ["deny git:push on repos/*"]',
    "budget: {max_sessions_per_day: 5}",
    'tests: ["ci cannot git:push on repos/*"]',
  ].join("\n---\n");
  expect(parse(text).marks).toEqual([]);
  expect(kinds(text)).toEqual(["agent", "role", "guardrail", "limits", "tests"]);
});

test("a bare list is the policies of the agent that its file is named after", () => {
  const { file } = parse("- git:read on repos/*\n");
  expect(file.documents).toMatchObject([{ kind: "agent", namedByStem: true, agents: [] }]);
  expect(file.documents[0]?.statements).toHaveLength(1);
});

test("an agent policy that names its agents is not named by its file", () => {
  const { file } = parse(`agents: [a, b]\npolicies: ${list}\n`);
  expect(file.documents).toMatchObject([{ namedByStem: false, agents: [{ value: "a" }, { value: "b" }] }]);
});

test("a file without documents is empty and right", () => {
  expect(parse("# nothing yet\n").file).toEqual({
    file: "policies/ci-runner.yaml",
    documents: [],
    complete: true,
  });
});

test("an empty document does not keep a file's name from naming the other one", () => {
  expect(parse(`# intro\n---\npolicies: ${list}\n`).marks).toEqual([]);
});

const refused: readonly (readonly [title: string, text: string, ...marks: string[]])[] = [
  ["a role that is a guardrail", `role: a\nguardrails: ${list}\n`, "ambiguous-document «guardrails»"],
  ["policies and guardrails", `guardrails: ${list}\npolicies: ${list}\n`, "ambiguous-document «policies»"],
  ["a role for an agent", `agent: a\nrole: b\npolicies: ${list}\n`, "ambiguous-document «role»"],
  ["`agent` beside `agents`", `agent: a\nagents: [b]\npolicies: ${list}\n`, "conflicting-keys «agents»"],
  ["no statements", "agent: a\npolicies: []\n", "empty-list «[]»"],
  ["no guardrails", "guardrails: []\n", "empty-list «[]»"],
  ["no agents", `agents: []\npolicies: ${list}\n`, "empty-list «[]»"],
  ["no tests", `policies: ${list}\ntests: []\n`, "empty-list «[]»"],
  ["an empty `applies_to`", "applies_to: []\nsession: {max_duration: 1h}\n", "empty-list «[]»"],
  ["an empty bare list", "[]\n", "empty-list «[]»"],
  [
    "policies without an agent among several documents",
    `policies: ${list}\n---\nagent: a\npolicies: ${list}\n`,
    "unnamed-agent «policies»",
  ],
  ["an agent without policies", "agent: a\nextends: [reader]\n", "missing-key «agent»"],
  ["a role without policies", "role: a\n", "missing-key «role»"],
  ["a selector without limits", "applies_to: [a]\n", "empty-document «applies_to»"],
  [
    "limits of an agent and of a selection",
    "agent: a\napplies_to: [b]\nsession: {max_duration: 1h}\n",
    "conflicting-keys «applies_to»",
  ],
  ["roles of an agent under another key", `agent: a\nroles: [b]\npolicies: ${list}\n`, "unknown-key «roles»"],
  ["a role under another key", `roles: a\npolicies: ${list}\n`, "unknown-key «roles»"],
  ["limits in a role", `role: a\npolicies: ${list}\nsession: {max_duration: 1h}\n`, "unknown-key «session»"],
  [
    "a selection in an agent policy",
    `agent: a\npolicies: ${list}\napplies_to: [b]\n`,
    "unknown-key «applies_to»",
  ],
  ["a text", "git:read on repos/*\n", "wrong-type «git:read on repos/*»"],
  ["a reserved name", `agent: every\npolicies: ${list}\n`, "reserved-name «every»"],
  ["a keyword as a role", `role: when\npolicies: ${list}\n`, "reserved-name «when»"],
  ["a name with a blank", `agent: ci runner\npolicies: ${list}\n`, "bad-name «ci runner»"],
  ["a name with a dash first", `agent: -ci\npolicies: ${list}\n`, "bad-name «-ci»"],
  ["a glob among `agents`", `agents: ["ci-*"]\npolicies: ${list}\n`, 'bad-name «"ci-*"»'],
  ["two stars in a glob of agents", 'applies_to: ["a**"]\nsession: {max_duration: 1h}\n', 'bad-name «"a**"»'],
  ["a label without a name", 'applies_to: ["label:"]\nsession: {max_duration: 1h}\n', 'bad-name «"label:"»'],
  ["an expiry that is no date", `agent: a\npolicies: ${list}\nexpires: soon\n`, "bad-value «soon»"],
];

test.each(refused)("%s: one error at its place", (_, text, ...marks) => {
  const parsed = parse(text);
  expect(parsed.marks).toEqual(marks);
  expect(parsed.file.complete).toBe(false);
});

test("a name may have 128 characters and no more", () => {
  expect(parse(`agent: ${"a".repeat(128)}\npolicies: ${list}\n`).file.complete).toBe(true);
  expect(parse(`agent: ${"a".repeat(129)}\npolicies: ${list}\n`).found.map(({ code }) => code)).toEqual([
    "bad-name",
  ]);
});

test.each(["guardrails", "roles", "limits", "tests", "Tests"])(
  "the file name %s.yaml names no agent",
  (stem) => {
    expect(parse(`policies: ${list}\n`, `policies/${stem}.yaml`).marks).toEqual(["reserved-stem «policies»"]);
    expect(parse(`agent: a\npolicies: ${list}\n`, `policies/${stem}.yaml`).file.complete).toBe(true);
  },
);

test("a file name that is no name names no agent", () => {
  expect(parse("- git:read on repos/*\n", "policies/ci runner.yaml").found).toMatchObject([
    { code: "bad-name", at: "- git:read on repos/*" },
  ]);
});

test("a document that cannot be named is left out of the tree", () => {
  expect(parse("- git:read on repos/*\n", "policies/roles.yml").file.documents).toEqual([]);
});

const variables: readonly (readonly [value: string, mark: string])[] = [
  ['"a b"', "variable-value « »"],
  ["a/b", "variable-value «/»"],
  ["a:b", "variable-value «:»"],
  ["a*", "variable-value «*»"],
  ["'${b}'", "variable-value «$»"],
  ['""', 'variable-value «""»'],
  ["true", "wrong-type «true»"],
  ["12", "wrong-type «12»"],
];

test.each(variables)("a variable cannot be %s", (value, mark) => {
  expect(parse(`policies: ${list}\nvars: {x: ${value}}\n`).marks).toEqual([mark]);
});

test.each(["agent", "project"])("no variable is called %s, which the language gives a value", (name) => {
  expect(parse(`policies: ${list}\nvars: {${name}: x}\n`).marks).toEqual([`reserved-name «${name}»`]);
});

test("a test file that is a bare list is refused, and the fix makes it tests", () => {
  const text = "- ci-runner cannot git:push on repos/*\n";
  const parsed = parse(text, "tests/ci-runner.test.yaml");
  expect(parsed.found).toMatchObject([{ code: "bare-list-of-tests", help: "write `tests:` above the list" }]);
  const after = parse(fixed(text, parsed), "tests/ci-runner.test.yaml");
  expect(after.file).toMatchObject({ complete: true, documents: [{ kind: "tests", tests: [{}] }] });
});

test("a test file holds no policies", () => {
  const { marks } = parse(`tests: ["a cannot b:c"]\npolicies: ${list}\n`, "tests/a.test.yml");
  expect(marks).toEqual(["unknown-key «policies»"]);
});

test("what a YAML error may have taken away is not reported as missing", () => {
  expect(parse("agent: a\npolicies: *list\n").found.map(({ code }) => code)).not.toContain("missing-key");
});

test("the order of keys and of documents changes nothing but places", () => {
  const one = `agent: a\npolicies: ${list}\nvars: {x: "1"}\n`;
  const other = `vars: {x: "1"}\npolicies: ${list}\nagent: a\n`;
  expect(withoutSpans(parse(one).file)).toEqual(withoutSpans(parse(other).file));
});

test("a config that is a list is refused", () => {
  expect(parseConfig("- a\n")).toMatchObject({
    config: null,
    found: [{ code: "wrong-type", message: "the config must be a mapping, not a list" }],
  });
});

test.each([
  ["-ci", "bad-name", "the file's name, `-ci`, is no agent's name", "add `agent: NAME` to the document"],
  [
    "role",
    "reserved-name",
    "the file's name, `role`, is a word of the language and no agent's name",
    "add `agent: NAME` to the document",
  ],
  [
    "Guardrails",
    "reserved-stem",
    "the policies name no agent, and the file's name, `Guardrails`, is not one",
    "add `agent: NAME`, or write `guardrails:` instead of `policies:`",
  ],
  [
    "roles",
    "reserved-stem",
    "the policies name no agent, and the file's name, `roles`, is not one",
    "add `agent: NAME`, or write `role: NAME`",
  ],
])("the file `%s.yaml` names no agent", (stem, code, message, help) => {
  const { found } = parse(`policies: ${list}\n`, `policies/${stem}.yaml`);
  expect(found).toEqual([{ code, at: "policies", message, help }]);
});
