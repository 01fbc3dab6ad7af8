import { expect, test } from "vitest";
import { fixed, parse, withoutSpans } from "../../support/documents.ts";

const path = "tests/a.test.yaml";
const read = (text: string): unknown => withoutSpans(parse(text, path).file.documents[0]?.tests);

test("sentences, tests of requests and scenarios are told apart", () => {
  const text = `
tests:
  - ci-runner cannot push main
  - {agents: [a], actions: [b:c], resources: [d/e], expect: deny}
  - {scenario: loop, agent: a, steps: [{action: b:c, resource: d/e, expect: allow}]}
`;
  expect(parse(text, path).marks).toEqual([]);
  expect(read(text)).toMatchObject([{ kind: "sentence" }, { kind: "matrix" }, { kind: "scenario" }]);
});

test("a test of requests holds its matrix, its time and what it asserts", () => {
  const text = `
tests:
  - name: deploys
    agents: [ci-runner]
    actions: [aws:ecs:UpdateService]
    resources: ["arn:aws:ecs:eu-west-1:123456789012:service/prod-web"]
    contexts: [{}, {ticket: CHG-1, nothing: null, map: {a: [1]}, rows: 79_000, text: "79_000"}]
    now: 2026-01-05T03:00:00Z
    expect: require_approval
    because: [prod-deploys]
    approval_channel: slack:#deploys
    approval_timeout: 60m
    notify: []
`;
  expect(parse(text, path).marks).toEqual([]);
  expect(read(text)).toEqual([
    {
      kind: "matrix",
      name: { value: "deploys" },
      agents: [{ value: "ci-runner" }],
      actions: [{ value: "aws:ecs:UpdateService" }],
      resources: [{ value: "arn:aws:ecs:eu-west-1:123456789012:service/prod-web" }],
      contexts: [{}, { ticket: "CHG-1", nothing: null, map: { a: [1] }, rows: 79_000, text: "79_000" }],
      now: { value: Date.UTC(2026, 0, 5, 3) },
      expect: { value: "require_approval" },
      because: [{ value: "prod-deploys" }],
      approvalChannel: [{ value: "slack:#deploys" }],
      approvalTimeout: { value: 3600 },
      notify: [],
    },
  ]);
});

test("without a context a test has the empty one, and asserts nothing that it does not name", () => {
  expect(read("tests: [{agents: [a], actions: [b:c], resources: [d/e], expect: deny}]\n")).toMatchObject([
    { contexts: [{}], now: null, because: null, approvalChannel: null, notify: null },
  ]);
});

test("the strings of a test are literal: a backslash makes the next character plain", () => {
  const text = String.raw`tests: [{agents: [a], actions: [b:c], resources: ['d\*e\\f\{g\$\{h}$i'], expect: deny}]`;
  expect(parse(text, path).marks).toEqual([]);
  expect(read(text)).toMatchObject([{ resources: [{ value: "d*e\\f{g${h}$i" }] }]);
});

const matrix = (change: string): string =>
  `tests: [{agents: [a], actions: [b:c], resources: [d/e], expect: deny, ${change}}]\n`;

const refused: readonly (readonly [title: string, text: string, ...marks: string[]])[] = [
  ["a wildcard", matrix("").replace("d/e", '"d/*"'), "pattern-in-test «*»"],
  ["a brace", matrix("").replace("d/e", '"d/{e,f}"'), "pattern-in-test «{»"],
  ["a variable", matrix("").replace("d/e", '"d/${e}"'), "pattern-in-test «${»"],
  ["a backslash at the end", matrix("").replace("d/e", "'d\\'"), "bad-value «\\»"],
  ["a context beside contexts", matrix("context: {}, contexts: [{}]"), "conflicting-keys «contexts»"],
  ["no contexts", matrix("contexts: []"), "empty-list «[]»"],
  ["a day as the time", matrix("now: 2026-01-05"), "bad-value «2026-01-05»"],
  ["an expectation that is none", matrix("").replace("deny", "denied"), "unknown-value «denied»"],
  ["one agent outside a list", matrix("").replace("[a]", "a"), "wrong-type «a»"],
  ["a singular key", matrix("").replace("actions", "action"), "unknown-key «action»"],
  ["no resources", matrix("").replace("[d/e]", "[]"), "empty-list «[]»"],
  ["no expectation", matrix("").replace(", expect: deny", ""), "missing-key «agents»"],
  ["a channel that is none", matrix("notify: ops"), "bad-value «ops»"],
];

test.each(refused)("%s in a test is refused", (_, text, ...marks) => {
  expect(parse(text, path).marks).toEqual(marks);
});

const published = `
tests:
  - scenario: runaway loop
    agent: ci-runner
    steps:
      - {action: aws:bedrock:InvokeModel, resource: model/anthropic.claude-x, repeat: 73, every: 15s, status: 429,
         expect: {circuit_open_at: 10}}
      - {at: 25m, tokens: 79_000, expect: allow}
      - {tokens: 2_000, expect: allow, alerts: [budget.session_tokens 80%]}
`;

test("the published scenario is accepted", () => {
  expect(parse(published, path).marks).toEqual([]);
  expect(read(published)).toEqual([{ kind: "scenario", name: { value: "runaway loop" } }]);
});

const wrongScenarios: readonly (readonly [from: string, to: string, mark: string])[] = [
  ["resource: model/anthropic.claude-x, ", "", "missing-key «action»"],
  ["steps:", "step:", "unknown-key «step»"],
  ["repeat: 73", "repeat: 0", "bad-value «0»"],
  ["every: 15s", "every: 15", "wrong-type «15»"],
  ["status: 429", "status: 42", "bad-value «42»"],
  ["at: 25m", "at: later", "bad-value «later»"],
  ["tokens: 79_000", "tokens: many", "bad-value «many»"],
  ["expect: allow}", "expect: allowed}", "unknown-value «allowed»"],
  ["circuit_open_at: 10", "circuit_open_at: soon", "bad-value «soon»"],
  ["budget.session_tokens 80%", "Budget 80", "bad-value «Budget 80»"],
  ["agent: ci-runner", "agent: ci-*", "pattern-in-test «*»"],
];

test.each(wrongScenarios)("a scenario is validated: %s → %s", (from, to, mark) => {
  expect(parse(published.replace(from, to), path).marks).toEqual([mark]);
});

test.each([
  ["- ci cannot a:b on c/d\n    because: [x]\n    name: y", "because"],
  ["- ci cannot a:b on c/d:\n      expect: deny", "expect"],
  ["- ci cannot a:b on c/d:", "ci cannot a:b on c/d"],
])("a sentence with options is one mistake: %j", (entry, at) => {
  const { marks } = parse(`tests:\n  ${entry}\n`);
  expect(marks).toEqual([`sentence-options «${at}»`]);
});

test.each(['"k: v"', "'k: v'"])("a sentence that a colon cut is quoted by its fix: %s", (text) => {
  const source = `tests:\n  - ci can a:b on c/d given context.x == ${text}\n`;
  const read = parse(source);
  expect(read.found.map((d) => [d.code, d.help])).toEqual([["split-statement", "quote the whole sentence"]]);
  expect(parse(fixed(source, read)).marks).toEqual([]);
});
