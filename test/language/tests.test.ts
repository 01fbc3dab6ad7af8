/** LANGUAGE.md §7: tests. */
import { expect, test } from "vitest";
import { policyOf, problemsOf, testResultsOf } from "../support/policy-of.ts";

const config = `version: 1
labels: {trusted: ["ci-*"]}
vocabulary:
  actions: {push: git:push, change: [git:push, git:merge]}
  resources: {main: repos/*/branches/main}
  conditions: {calm: context.load < 5}
`
  .replace("[ci-*]", '["ci-*"]')
  .replace(", none: []", "");
const policies = `agents: [ci-1, ci-2]
policies:
  - {statement: 'git:read, git:push on repos/**', id: plain}
  - statement: git:merge on repos/**
    requires_approval: true
    approval_timeout: 2h
    approval_channel: slack:#ops
    id: merge
  - {statement: 'deny git:push on repos/*/branches/main', id: no-main}
  - git:tag on repos/** when context.ok
  - git:fetch on repos/** when calm
---
agent: ops
policies:
  - git:* on repos/**
`;

test.each<[string, string]>([
  ["ci-1 can git:read on repos/**", "proven"],
  ["ci-1 can git:read repos/**", "proven"],
  ["ci-1 can push repos/x", "proven"],
  ["ci-1 can git:read", "refuted: deny"],
  ["ci-1 can git:read, git:push on repos/x, repos/y", "proven"],
  ["ci-1 can git:read, git:merge on repos/x", "refuted: require_approval"],
  ["ci-1 can git:push on repos/** except main", "proven"],
  ["ci-1 can git:push on repos/** except repos/*/branches/*", "proven"],
  ["ci-1 can git:push repos/** except main", "proven"],
  ["ci-1 can git:push on repos/**", "refuted: deny"],
  ["ci-1 cannot push main", "proven"],
  ["ci-1 cannot change main", "refuted: require_approval"],
  ["ci-1 cannot change except git:merge on main", "proven"],
  ["ci-1 cannot git:merge on repos/x", "refuted: require_approval"],
  ["ci-1 needs approval to git:merge on repos/**", "proven"],
  ["ci-1 needs approval to git:merge repos/x", "proven"],
  ["ci-1 needs approval to git:read on repos/x", "refuted: allow"],
  ["ci-1 needs approval to git:push on main", "refuted: deny"],
  ["ci-1 can git:tag on repos/x", "refuted: deny"],
  ["ci-1 cannot git:tag on repos/x", "refuted: allow"],
  ["ci-1 can git:tag on repos/x given context.ok", "proven"],
  ["ci-1 cannot git:tag on repos/x given !context.ok", "proven"],
  ["ci-1 cannot git:tag on repos/x given !has(context.ok)", "proven"],
  ["ci-1 cannot git:tag on repos/x given has(context.ok)", "refuted: allow"],
  ["ci-1 can git:tag on repos/x given has(context.ok)", "refuted: deny"],
  ["ci-1 can git:fetch on repos/x given calm", "proven"],
  ["ci-1 cannot git:fetch on repos/x given !calm", "proven"],
  ["ci-1 cannot git:fetch on repos/x given context.load >= 4", "refuted: allow"],
  ["ci-* can git:read on repos/x", "proven"],
  ["* can git:read on repos/x", "proven"],
  ["* can git:merge on repos/x", "refuted: require_approval"],
  ["label:trusted needs approval to git:merge on repos/x", "proven"],
  ["every agent can git:read on repos/x", "proven"],
  ["every agent cannot git:push on main", "refuted: allow"],
  ["no agent can git:delete on sql/*", "proven"],
  ["no agent can git:push on main", "refuted: allow"],
  ["no agent can git:merge on repos/x", "refuted: allow"],
  ["nobody-* can git:read on repos/x", "noSubject"],
  ["nobody cannot git:read on repos/x", "noSubject"],
  ["CI-1 can git:read on repos/x", "noSubject"],
  ["ci-1 cannot git:read on repos//x", "vacuous"],
  ["ci-1 cannot git:read on repos/x except repos/*", "vacuous"],
  ["ci-1 cannot git:read except git:* on repos/x", "vacuous"],
  ["ci-1 can git:tag on repos/x given context.ok && !context.ok", "vacuous"],
  ["ci-1 can git:read on repos/x given time.hour > 23", "vacuous"],
  ["every agent can label on repos/x", "undefined-reference"],
  ["ci-1 cannot push mian", "undefined-reference"],
  ["label:nix can git:read on repos/x", "undefined-reference"],
  ["ci-1 can git:read on repos/${agent}", "variable-scope"],
  ["ci-1 can git:read on repos/x given nix", "undefined-reference"],
  ["no agent cannot git:read on repos/x", "no-agent-verb"],
  ["no agent needs approval to git:read on repos/x", "no-agent-verb"],
  ["ci-1 may git:read on repos/x", "mistaken-keyword"],
  ["ci-1 can not git:read on repos/x", "mistaken-keyword"],
  ["ci-1 needs approval git:read on repos/x", "unexpected-token"],
  ["can git:read on repos/x", "missing-subject"],
  ["every can git:read on repos/x", "bad-subject"],
  ["ci-1, ci-2 can git:read on repos/x", "bad-subject"],
  ["ci-1 can on repos/x", "missing-pattern"],
  ["ci-1 can git:read on", "missing-pattern"],
  ["ci-1 can git:read on repos/x when context.ok", "mistaken-keyword"],
  ["ci-1 can git:read on repos/x given", "missing-condition"],
  ["allow ci-1 can git:read on repos/x", "missing-subject"],
  ['"ci-1" can git:read on repos/x', "bad-subject"],
  ["label:tru* can git:read on repos/x", "bad-subject"],
  ["ci-** can git:read on repos/x", "bad-subject"],
])("the sentence `%s` is %s", async (sentence, verdict) => {
  const policy = await policyOf(policies, config);
  expect(policy.prove(sentence)).toBe(verdict);
});

test("a sentence without resources speaks of every resource", async () => {
  const policy = await policyOf("agent: a\npolicies:\n  - git:read on **\n  - git:push on repos/*\n");
  expect(policy.prove("a can git:read")).toBe("proven");
  expect(policy.prove("a can git:push")).toBe("refuted: deny");
  expect(policy.prove("a cannot git:push except git:push")).toBe("vacuous");
});

test("context and time that `given` does not fix range over all values, absence included", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - {statement: 'x:y on r/*', when: '!(context.n > 0)'}\n  - {statement: 'x:z on r/*', expires: 2030-01-01}\n  - {statement: 'x:w on r/*', when: 'context.n > 0 || !has(context.n)'}\n",
  );
  expect(policy.prove("a can x:y on r/1 given context.n <= 0")).toBe("proven");
  expect(policy.prove("a can x:y on r/1")).toBe("refuted: deny");
  expect(policy.prove("a can x:z on r/1 given has(time.hour)")).toBe("refuted: deny");
  expect(policy.prove("a cannot x:z on r/1 given !has(time.hour)")).toBe("proven");
  expect(policy.prove("a can x:w on r/1 given !has(context.n)")).toBe("proven");
});

test("with `given`, requests for which it is unknown are out of scope", async () => {
  const policy = await policyOf("agent: a\npolicies:\n  - x:y on r/* when has(context.n)\n");
  expect(policy.prove("a can x:y on r/1 given context.n == 1 || !(context.n == 1)")).toBe("proven");
  expect(policy.prove("a can x:y on r/1 given has(context.n) || !has(context.n)")).toBe("refuted: deny");
});

test.each<[string, string]>([
  ["agent: a\npolicies:\n  - git:read on r/*\ntests:\n  - a can git:read on r/*\n", "an agent policy"],
  [
    "agent: a\nextends: [r]\npolicies:\n  - x:y on z/1\n---\nrole: r\npolicies:\n  - git:read on r/*\ntests:\n  - a can git:read on r/*\n",
    "a role",
  ],
  [
    "agent: a\npolicies:\n  - git:read on r/*\n---\nguardrails:\n  - deny git:push on r/*\ntests:\n  - a can git:read on r/*\n",
    "a guardrail",
  ],
  [
    "agent: a\npolicies:\n  - git:read on r/*\n---\nsession: {max_duration: 1h}\ntests:\n  - a can git:read on r/*\n",
    "a limits document",
  ],
  [
    "agent: a\npolicies:\n  - git:read on r/*\n---\ntests:\n  - a can git:read on r/*\n",
    "a document of its own",
  ],
])("`tests:` may stand in any document: %#", (text, where) => {
  expect(testResultsOf(text), where).toEqual(["passed"]);
});

test("a `*.test.yaml` file holds tests, with `tests:` and several documents", () => {
  const agent = "agent: a\npolicies:\n  - git:read on r/*\n";
  const sentence = "a can git:read on r/*";
  expect(
    testResultsOf({
      "policies/a.yaml": agent,
      "tests/a.test.yaml": `tests:\n  - ${sentence}\n---\ntests:\n  - ${sentence}\n`,
    }),
  ).toEqual(["passed", "passed"]);
  expect(problemsOf({ "policies/a.yaml": agent, "tests/a.test.yaml": `- ${sentence}\n` })).toEqual([
    "bare-list-of-tests @ - a can git:read on r/*",
  ]);
  expect(
    problemsOf({ "policies/a.yaml": agent, "tests/a.test.yaml": "policies:\n  - git:push on r/*\n" }),
  ).toEqual(["missing-key @ policies", "unknown-key @ policies"]);
});

const matrix = (...lines: readonly string[]): string => `${policies}tests:\n  - ${lines.join("\n    ")}\n`;
const base = (action: string, resource = "repos/x"): string[] => [
  "name: t",
  "agents: [ci-1]",
  `actions: ["${action}"]`,
  `resources: ["${resource}"]`,
];
const timed =
  "agents: [a, ci-1]\npolicies:\n  - {statement: 'x:y on r/*', when: time.hour == 3, id: t}\n  - {statement: 'x:e on r/*', expires: 2030-01-01}\n  - x:p on r/*\n";

test.each<[string, string, readonly string[]]>([
  ["one request that is allowed", matrix(...base("git:read"), "expect: allow"), ["passed"]],
  ["`deny`", matrix(...base("git:push", "repos/x/branches/main"), "expect: deny"), ["passed"]],
  ["`require_approval`", matrix(...base("git:merge"), "expect: require_approval"), ["passed"]],
  [
    "an approval is no denial",
    matrix(...base("git:merge"), "expect: deny"),
    ["failed: expected `deny`, got `require_approval` (`gated`, by `merge` (policies/a.yaml:4))"],
  ],
  [
    "another effect than expected",
    matrix(...base("git:read"), "expect: deny"),
    ["failed: expected `deny`, got `allow` (`granted`, by `plain` (policies/a.yaml:3))"],
  ],
  [
    "a matrix is every combination",
    matrix(
      "agents: [ci-1, ci-2]",
      "actions: [git:read, git:push]",
      "resources: [repos/x, repos/y]",
      "expect: allow",
    ),
    Array<string>(8).fill("passed"),
  ],
  [
    "contexts multiply too",
    matrix(...base("git:tag"), "contexts: [{ok: true}, {ok: true, x: 1}]", "expect: allow"),
    ["passed", "passed"],
  ],
  ["a context", matrix(...base("git:tag"), "context: {ok: true}", "expect: allow"), ["passed"]],
  ["an absent context", matrix(...base("git:tag"), "expect: deny"), ["passed"]],
  [
    "an ill-typed context value is a request like any other",
    matrix(...base("git:tag"), "context: {ok: null}", "expect: deny"),
    ["passed"],
  ],
  [
    "`because` names exactly the statements that decided",
    matrix(...base("git:merge"), "because: [merge]", "expect: require_approval"),
    ["passed"],
  ],
  [
    "`because` of a deny",
    matrix(...base("git:push", "repos/x/branches/main"), "because: [no-main]", "expect: deny"),
    ["passed"],
  ],
  [
    "`because` of another statement",
    matrix(...base("git:merge"), "because: [no-main]", "expect: require_approval"),
    ["failed: expected to be decided by `no-main`, got `merge`"],
  ],
  [
    "`because` with one too many",
    matrix(...base("git:merge"), "because: [no-main, merge]", "expect: require_approval"),
    ["failed: expected to be decided by `merge`, `no-main`, got `merge`"],
  ],
  [
    "an empty `because` where nothing grants",
    matrix(...base("git:nix"), "because: []", "expect: deny"),
    ["passed"],
  ],
  [
    "an empty `because` where something denies",
    matrix(...base("git:push", "repos/x/branches/main"), "because: []", "expect: deny"),
    ["failed: expected to be decided by none, got `no-main`"],
  ],
  [
    "a channel that is asked",
    matrix(...base("git:merge"), "approval_channel: slack:#ops", "expect: require_approval"),
    ["passed"],
  ],
  [
    "another channel",
    matrix(...base("git:merge"), "approval_channel: dashboard", "expect: require_approval"),
    ["failed: expected approval channels `dashboard`, got `slack:#ops`"],
  ],
  [
    "a timeout",
    matrix(...base("git:merge"), "approval_timeout: 120m", "expect: require_approval"),
    ["passed"],
  ],
  [
    "another timeout",
    matrix(...base("git:merge"), "approval_timeout: 1h", "expect: require_approval"),
    ["failed: expected an approval timeout of 3600 s, got 7200 s"],
  ],
  [
    "`notify` that is not told",
    matrix(...base("git:read"), "notify: dashboard", "expect: allow"),
    ["failed: expected to notify `dashboard`, got none"],
  ],
  [
    "an invalid request passes no test by itself",
    matrix(...base("git:read", "repos//x"), "expect: deny"),
    [
      "error: the request is invalid, so it is denied whatever the policies say; a test that means this expects `deny` with `because: []`",
    ],
  ],
  [
    "a test that means an invalid request says `because: []`",
    matrix(...base("git:read", "repos//x"), "because: []", "expect: deny"),
    ["passed"],
  ],
  [
    "an escaped wildcard is the character",
    matrix("name: t", "agents: [ci-1]", "actions: [git:read]", "resources: ['repos/\\*']", "expect: allow"),
    ["passed"],
  ],
  [
    "`now` where time matters",
    `${timed}tests:\n  - {agents: [a], actions: ['x:y'], resources: [r/1], now: 2026-01-05T03:00:00Z, expect: allow}\n`,
    ["passed"],
  ],
  [
    "another `now`",
    `${timed}tests:\n  - {agents: [a], actions: ['x:y'], resources: [r/1], now: 2026-01-05T04:00:00Z, expect: allow}\n`,
    ["failed: expected `allow`, got `deny` (`no_grant`)"],
  ],
  [
    "no `now` where time matters",
    `${timed}tests:\n  - {agents: [a], actions: ['x:y'], resources: [r/1], expect: deny}\n`,
    ["error: the decision depends on time: give the test a `now`"],
  ],
  [
    "no `now` where a grant expires",
    `${timed}tests:\n  - {agents: [a], actions: ['x:e'], resources: [r/1], expect: deny}\n`,
    ["error: the decision depends on time: give the test a `now`"],
  ],
  [
    "no `now` where time does not matter",
    `${timed}tests:\n  - {agents: [a], actions: ['x:p'], resources: [r/1], expect: allow}\n`,
    ["passed"],
  ],
  ["a sentence that holds", matrix("ci-1 cannot push main"), ["passed"]],
  [
    "a sentence that an approval refutes",
    matrix("ci-1 cannot git:merge on repos/x"),
    [
      "failed: not every request is denied: this one requires approval, by `merge` (policies/a.yaml:4), and an approval gate is not a denial",
    ],
  ],
  [
    "a sentence that no request matches",
    matrix("ci-1 cannot git:read on repos//x"),
    ["error: no valid request matches this sentence, so it says nothing"],
  ],
  [
    "a sentence whose subject names no agent",
    matrix("nobody cannot git:read on repos/x"),
    ["error: `nobody` names no declared agent"],
  ],
])("a test's result: %s", (_, text, results) => {
  expect(testResultsOf(text, config)).toEqual(results);
});

test.each<[string, string]>([
  [
    "a star in a request",
    matrix("name: t", "agents: [ci-1]", "actions: ['git:*']", "resources: [repos/x]", "expect: deny"),
  ],
  [
    "a brace in a request",
    matrix(
      "name: t",
      "agents: [ci-1]",
      "actions: ['git:read']",
      "resources: ['repos/{a,b}']",
      "expect: deny",
    ),
  ],
  [
    "a variable in a request",
    matrix(
      "name: t",
      "agents: [ci-1]",
      "actions: ['git:read']",
      "resources: ['repos/${agent}']",
      "expect: deny",
    ),
  ],
  [
    "a star in an agent",
    matrix("name: t", "agents: ['ci-*']", "actions: ['git:read']", "resources: [repos/x]", "expect: deny"),
  ],
  [
    "a backslash before a letter, which would test another name",
    matrix("name: t", "agents: [ci-1]", "actions: ['git:read']", "resources: ['repos\\x']", "expect: deny"),
  ],
  [
    "a backslash at the end",
    matrix("name: t", "agents: [ci-1]", "actions: ['git:read']", "resources: ['repos\\']", "expect: deny"),
  ],
  [
    "an agent that nothing declares",
    matrix("name: t", "agents: [nobody]", "actions: ['git:read']", "resources: [repos/x]", "expect: deny"),
  ],
  ["an unknown expectation", matrix(...base("git:read"), "expect: allowed")],
  ["no expectation", matrix(...base("git:read"))],
  ["no agents", matrix("actions: ['git:read']", "resources: [repos/x]", "expect: deny")],
  ["empty agents", matrix("agents: []", "actions: ['git:read']", "resources: [repos/x]", "expect: deny")],
  ["empty contexts", matrix(...base("git:read"), "contexts: []", "expect: allow")],
  [
    "`context` beside `contexts`",
    matrix(...base("git:read"), "context: {}", "contexts: [{}]", "expect: allow"),
  ],
  ["a `now` without offset", matrix(...base("git:read"), "now: 2026-01-05T03:00:00", "expect: allow")],
  ["a `now` that is a date", matrix(...base("git:read"), "now: 2026-01-05", "expect: allow")],
  [
    "an id in `because` that no statement has",
    matrix(...base("git:read"), "because: [nix]", "expect: allow"),
  ],
  ["an unknown key of a test", matrix(...base("git:read"), "expected: allow", "expect: allow")],
  [
    "a scenario with an unknown key",
    matrix(
      "scenario: s",
      "agent: ci-1",
      "steps: [{action: 'x:y', resource: z, repeat: 3, evry: 5s, expect: allow}]",
    ),
  ],
  ["a test that is a number", `${policies}tests:\n  - 5\n`],
])("it is an error: %s", (_, text) => {
  expect(problemsOf(text, config)).toHaveLength(1);
});

test("a vocabulary word in a structured test is a literal, so it names nothing", () => {
  expect(testResultsOf(matrix(...base("git:push", "main"), "expect: allow"), config)).toEqual([
    "failed: expected `allow`, got `deny` (`no_grant`)",
  ]);
});

test("a scenario is checked, and reported as not judged where it cannot be run", () => {
  const text = matrix(
    "scenario: loop",
    "agent: ci-1",
    "steps:",
    "  - {action: git:read, resource: repos/x, repeat: 73, every: 15s, status: 429, expect: {circuit_open_at: 10}}",
    "  - {at: 25m, tokens: 79_000, expect: allow}",
    "  - {tokens: 2_000, expect: allow, alerts: [budget.session_tokens 80%]}",
  );
  expect(problemsOf(text, config)).toEqual([]);
  expect(testResultsOf(text, config)[0]).toMatch(/^error/);
});

test("a sentence asked from outside the set leaves no type behind for the next one", async () => {
  const policy = await policyOf("agent: a\npolicies:\n  - x:y on r/* when context.n == 1\n");
  expect(policy.prove("a can x:y on r/1 given context.n == 1 && context.other == 1")).toBe("proven");
  expect(policy.prove("a can x:y on r/1 given context.n == 1 && context.other == 'x'")).toBe("proven");
  expect(policy.prove("a can x:y on r/1 given context.n == 'x'")).toBe("condition-type");
  expect(policy.prove("a can x:y on r/1 given context.n == 1")).toBe("proven");
});

test("actions after `except` end where resources begin without `on`", async () => {
  const policy = await policyOf("agent: a\npolicies:\n  - git:* on repos/*\n");
  expect(policy.prove("a can git:* except git:push repos/x")).toBe("proven");
  expect(policy.prove("a can git:* except git:push, git:pull repos/x, repos/y except repos/z")).toBe(
    "proven",
  );
  expect(policy.prove("a can git:read git:push repos/x")).toBe("missing-comma");
});

test.each<[string, string, string]>([
  ["a closing brace", "r/a}", "passed"],
  ["`$` before a letter", "r/$x", "passed"],
  ["an escaped brace", "r/\\{b", "passed"],
  ["a comma", "r/a,b", "passed"],
  ["a question mark and brackets", "r/[a]?", "passed"],
])("a structured test's strings are literal: %s", (_, resource, result) => {
  const item = `{agents: [a], actions: ['x:y'], resources: ['${resource}'], expect: allow}`;
  expect(testResultsOf(`agent: a\npolicies:\n  - x:y on r/**\ntests:\n  - ${item}\n`)).toEqual([result]);
});
