import { expect, test } from "vitest";
import { fixed, onlyStatement, parse, withoutSpans } from "../../support/documents.ts";

const options = `requires_approval: true
approval_channel: ["slack:#deploys", dashboard]
approval_timeout: 1h30m
approvers: [group:sre, user:dana@example.com]
approvals: 2
notify: telegram:@oncall
when: context.ticket == "CHG-1"
except: [repos/docs/branches/main, repos/wiki/branches/main]
expires: 2030-01-01
exact: true
id: main-pushes
description: pushes to main`;

function indented(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => by + line)
    .join("\n");
}

const head = "git:push on repos/*/branches/main";
const spellings = {
  "hanging options": `policies:\n  - ${head}\n${indented(options, "    ")}\n`,
  "the statement as a key, options below": `policies:\n  - ${head}:\n${indented(options, "      ")}\n`,
  "the statement as a key, options beside": `policies:\n  - ${head}:\n${indented(options, "    ")}\n`,
  "a mapping": `policies:\n  - statement: ${head}\n${indented(options, "    ")}\n`,
  "a mapping with the statement last": `policies:\n  -\n${indented(options, "    ")}\n    statement: ${head}\n`,
};

test("a statement with options has the values that were written, in units of the tree", () => {
  const statement = onlyStatement(spellings["a mapping"]);
  expect(withoutSpans(statement)).toMatchObject({
    requiresApproval: { value: true },
    approvalChannel: [{ value: "slack:#deploys" }, { value: "dashboard" }],
    approvalTimeout: { value: 5400 },
    approvers: [{ value: "group:sre" }, { value: "user:dana@example.com" }],
    approvals: { value: 2 },
    notify: [{ value: "telegram:@oncall" }],
    when: { kind: "compare" },
    except: [{ kind: "pattern" }, { kind: "pattern" }],
    expires: { value: { kind: "date", date: "2030-01-01" } },
    exact: { value: true },
    id: { value: "main-pushes" },
    description: "pushes to main",
  });
});

test.each(Object.entries(spellings))("%s gives the same statement as the mapping", (_, text) => {
  expect(withoutSpans(onlyStatement(text))).toEqual(withoutSpans(onlyStatement(spellings["a mapping"])));
});

test("a plain string and a mapping without options give the same statement", () => {
  expect(withoutSpans(onlyStatement(`- ${head}\n`))).toEqual(
    withoutSpans(onlyStatement(`- statement: ${head}\n`)),
  );
});

test("a statement spans from its first character to the end of its last option", () => {
  const text = "policies:\n  - statement: git:read on repos/*\n    notify: [dashboard]\n";
  const { span } = onlyStatement(text);
  expect(text.slice(span.start, span.end)).toBe("statement: git:read on repos/*\n    notify: [dashboard]");
});

const gate = "statement: git:push on repos/*";
const refused: readonly (readonly [title: string, entry: string, ...marks: string[]])[] = [
  [
    "an approval's option without an approval, once for all of them",
    `${gate}\n  approval_timeout: 5m\n  approvals: 2`,
    "option-without-gate «approval_timeout»",
  ],
  [
    "an approval's option beside `requires_approval: false`",
    `${gate}\n  requires_approval: false\n  approvers: [user:dana]`,
    "option-without-gate «approvers»",
  ],
  [
    "an approval on a deny",
    "statement: deny git:push on repos/*\n  requires_approval: true",
    "option-on-deny «requires_approval»",
  ],
  [
    "an approval on a deny, even `false`",
    "statement: deny git:push on repos/*\n  requires_approval: false",
    "option-on-deny «requires_approval»",
  ],
  [
    "a notification on a deny",
    "statement: deny git:push on repos/*\n  notify: dashboard",
    "option-on-deny «notify»",
  ],
  [
    "an expiry on a deny",
    "statement: deny git:push on repos/*\n  expires: 2030-01-01",
    "option-on-deny «expires»",
  ],
  [
    "options without a statement",
    "requires_approval: true\n  notify: dashboard",
    "missing-key «requires_approval»",
  ],
  [
    "two statements in one entry",
    `${gate}\n  "git:read on repos/*": {requires_approval: true}`,
    'two-statements «"git:read on repos/*"»',
  ],
  [
    "options below and beside a statement",
    '"git:push on repos/*": {requires_approval: true}\n  approvals: 2',
    "split-options «approvals»",
  ],
  [
    "a statement with a colon and nothing after it",
    "git:push on repos/*:",
    "missing-value «git:push on repos/*»",
  ],
  ["`true` after a statement", '"git:push on repos/*": true', "split-statement «: true»"],
  ["a misspelt option with a blank", `${gate}\n  requires approval: true`, "unknown-key «requires approval»"],
  ["a word as a key", "push: {requires_approval: true}", "unknown-key «push»"],
  ["a channel with a blank", `${gate}\n  notify: "slack: #ops"`, 'bad-value «"slack: #ops"»'],
  [
    "an approver without a kind",
    `${gate}\n  requires_approval: true\n  approvers: [dana]`,
    "bad-value «dana»",
  ],
  ["a timeout without unit", `${gate}\n  requires_approval: true\n  approval_timeout: 60`, "wrong-type «60»"],
  ["a timeout of nothing", `${gate}\n  requires_approval: true\n  approval_timeout: 0s`, "bad-value «0s»"],
  ["no approvals at all", `${gate}\n  requires_approval: true\n  approvals: 0`, "bad-value «0»"],
  ["no approvers at all", `${gate}\n  requires_approval: true\n  approvers: []`, "empty-list «[]»"],
  ["a date that does not exist", `${gate}\n  expires: 2030-02-30`, "bad-value «2030-02-30»"],
  ["an id with a slash", `${gate}\n  id: ci/main`, "bad-name «ci/main»"],
  ["an approval in quotes", `${gate}\n  requires_approval: "true"`, 'wrong-type «"true"»'],
  ["an approval that says `yes`", `${gate}\n  requires_approval: yes`, "wrong-type «yes»"],
  ["an approval without a value", `${gate}\n  requires_approval:`, "missing-value «requires_approval»"],
  ["an approval of null", `${gate}\n  requires_approval: null`, "missing-value «null»"],
  ["a number as a statement", "12", "wrong-type «12»"],
];

test.each(refused)("%s is one error", (_, entry, ...marks) => {
  const { file, marks: found } = parse(`- ${entry}\n`);
  expect(found).toEqual(marks);
  expect(file.complete).toBe(false);
});

test("a misspelt approval is one error although other options hang on it", () => {
  const { found } = parse(`- ${gate}\n  require_approval: true\n  approval_channel: dashboard\n`);
  expect(found).toEqual([
    {
      code: "unknown-key",
      at: "require_approval",
      message: "`require_approval` is no key of a statement",
      help: "did you mean `requires_approval`?",
    },
  ]);
});

test("a guardrail must deny or gate, and does not expire", () => {
  const { marks } = parse(
    "guardrails:\n" +
      "  - git:read on repos/*\n" +
      "  - deny git:push on repos/*\n" +
      "  - statement: git:merge on repos/*\n" +
      "    requires_approval: true\n" +
      "    expires: 2030-01-01\n",
  );
  expect(marks).toEqual(["granting-guardrail «git:read on repos/*»", "expires-in-guardrail «expires»"]);
});

test("a statement that YAML cut at a colon is whole again after its fix", () => {
  const text = '- git:push on repos/* when context.a == "k: v" # why\n';
  const parsed = parse(text);
  expect(parsed.marks).toEqual(['split-statement «: v"»']);
  const after = fixed(text, parsed);
  expect(after).toBe("- 'git:push on repos/* when context.a == \"k: v\"' # why\n");
  expect(parse(after).file.complete).toBe(true);
});

test("an error inside a quoted `when` is underlined inside the quotes", () => {
  const { marks } = parse(`- ${gate}\n  when: "context.a = 1"\n`);
  expect(marks).toEqual(["mistaken-operator «=»"]);
});

test.each(['"k: v"', "'k: v'", '"it\'s: v"'])(
  "a statement that a colon cut is quoted by its fix: %s",
  (text) => {
    const source = `- a:b on c/d when context.x == ${text}\n`;
    const read = parse(source);
    expect(read.found.map(({ code }) => code)).toEqual(["split-statement"]);
    expect(parse(fixed(source, read)).marks).toEqual([]);
  },
);
