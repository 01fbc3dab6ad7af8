/** LANGUAGE.md §2: statements, their options and how YAML is read. */
import { expect, test } from "vitest";
import { missingResource } from "../../src/lint/rules/missing-resource.ts";
import { compileText, meaningsOf, placesOf, saidOf, scopeOf, setOf } from "../support/compile-text.ts";
import { findingsOf } from "../support/lint-text.ts";
import { agentText, agentWith, policyOf, problemsOf, type Policy } from "../support/policy-of.ts";

const day = 86_400_000;

function allowed(policy: Policy, cases: readonly (readonly [string, boolean])[]): void {
  for (const [request, granted] of cases) {
    expect(policy.reason(`a ${request}`), request).toBe(granted ? "granted" : "no_grant");
  }
}

test.each<[string, readonly (readonly [string, boolean])[]]>([
  [
    "git:read on repos/x",
    [
      ["git:read on repos/x", true],
      ["git:read on repos/y", false],
      ["git:push on repos/x", false],
    ],
  ],
  [
    "allow git:read on repos/x",
    [
      ["git:read on repos/x", true],
      ["git:push on repos/x", false],
    ],
  ],
  [
    "git:read, git:push on repos/x, repos/y",
    [
      ["git:push on repos/y", true],
      ["git:read on repos/x", true],
      ["git:pull on repos/x", false],
    ],
  ],
  [
    "git:read ,git:push,git:pull on repos/x",
    [
      ["git:pull on repos/x", true],
      ["git:read on repos/x", true],
    ],
  ],
  [
    "git:* except git:push on repos/x",
    [
      ["git:read on repos/x", true],
      ["git:push on repos/x", false],
    ],
  ],
  [
    "git:* except git:push, git:force* on repos/*",
    [
      ["git:force-push on repos/x", false],
      ["git:read on repos/x", true],
    ],
  ],
  [
    "git:* except git:push on repos/* except repos/x, repos/y*",
    [
      ["git:read on repos/z", true],
      ["git:read on repos/x", false],
      ["git:read on repos/yy", false],
      ["git:push on repos/z", false],
    ],
  ],
  [
    "git:read",
    [
      ["git:read on anything/at:all", true],
      ["git:push on anything", false],
    ],
  ],
  ["git:read except git:x", [["git:read on anything", true]]],
  [
    "git:push on repos/*/branches/* except repos/*/branches/main",
    [
      ["git:push on repos/app/branches/dev", true],
      ["git:push on repos/app/branches/main", false],
      ["git:push on repos/app/branches/main/x", true],
    ],
  ],
  [
    '"git:read" on "repos/my app", "a,b"',
    [
      ["git:read on repos/my app", true],
      ["git:read on a,b", true],
      ["git:read on a", false],
    ],
  ],
  [
    'git:read on "repos/*/x y"',
    [
      ["git:read on repos/q/x y", true],
      ["git:read on repos/q/r/x y", false],
    ],
  ],
  [
    'git:read on "a {b,c} d"',
    [
      ["git:read on a b d", true],
      ["git:read on a c d", true],
      ["git:read on a {b,c} d", false],
    ],
  ],
  [
    'git:read on "a\\*b"',
    [
      ["git:read on a*b", true],
      ["git:read on axb", false],
    ],
  ],
  ['git:read on "say \\"hi\\" x"', [['git:read on say "hi" x', true]]],
  [
    "git:read on repos/{a,b}",
    [
      ["git:read on repos/a", true],
      ["git:read on repos/b", true],
      ["git:read on repos/c", false],
    ],
  ],
  [
    "git:read on repos/{a,b}, repos/c",
    [
      ["git:read on repos/a", true],
      ["git:read on repos/c", true],
    ],
  ],
  [
    "git:read on repos/on-call, repos/when/x",
    [
      ["git:read on repos/on-call", true],
      ["git:read on repos/when/x", true],
    ],
  ],
  ['git:read on "on"', [["git:read on on", true]]],
])("the statement `%s`", async (statement, cases) => {
  allowed(await agentWith([statement]), cases);
});

test("`deny` carves out of what others allow", async () => {
  const policy = await agentWith(["git:* on repos/*", "deny git:push on repos/*/branches/main"]);
  expect(policy.reason("a git:push on repos/app/branches/main")).toBe("denied");
  expect(policy.reason("a git:push on repos/app/branches/dev")).toBe("granted");
  expect(policy.prove("a cannot git:push on repos/*/branches/main")).toBe("proven");
});

test("without `on` a statement speaks of every resource, and a lint says so", () => {
  expect(scopeOf("git:read")).toBe("git:read on **");
  expect(findingsOf([missingResource], agentText(["git:read"])).map(({ code }) => code)).toEqual([
    "missing-resource",
  ]);
});

test.each<[string, string]>([
  ["", 'missing-pattern @ ""'],
  ["on repos/x", "missing-pattern @ on"],
  ["git:read on", "missing-pattern @ on"],
  ["git:read on repos/x except", "missing-pattern @ except"],
  ["git:read except on repos/x", "missing-pattern @ except"],
  ["git:read when", "missing-condition @ when"],
  ["git:read on repos/x when context.a == 1 on repos/y", "misplaced-keyword @ on"],
  ["git:read on repos/x on repos/y", "misplaced-keyword @ on"],
  ["git:read on repos/x except repos/y except repos/z", "misplaced-keyword @ except"],
  ["allow deny git:read on repos/x", "misplaced-keyword @ deny"],
  ["Deny git:read on repos/x", "mistaken-keyword @ Deny"],
  ["deny", "missing-pattern @ deny"],
  ["git:read, on repos/x", "missing-pattern @ ,"],
  ["git:read,, git:push on repos/x", "missing-pattern @ ,"],
  ["git:read git:push on repos/x", "missing-comma @ git:push"],
  ["git:read on repos/x repos/y", "missing-comma @ repos/y"],
  ["git:read\ton repos/x", "yaml-escape @ \\t; missing-comma @ repos/x"],
  ["git:read on\u00a0repos/x", "bad-character @  "],
  ["git:read on repos/x if context.a == 1", "mistaken-keyword @ if"],
  ["git:read ON repos/x", "mistaken-keyword @ ON"],
  ['git:read on "repos/x', 'unclosed-quote @ \\"'],
  ['git:read on repos/"x"', 'misplaced-quote @ \\"'],
  ["git:read on 'repos/x'", "misplaced-quote @ '"],
  ['git:read on ""', 'empty-pattern @ \\"\\"'],
  ["git:read on given", "missing-pattern @ on"],
  ["read on repos/x", "undefined-reference @ read"],
  ["git:read on repos/x,", "missing-pattern @ ,"],
  ["git:read requires_approval:true on repos/x", "swallowed-option @ requires_approval:"],
])("a statement that does not parse: %j", (statement, error) => {
  expect(problemsOf(agentText([statement])).join("; ")).toBe(error);
});

const withOptions = (statement: string, ...options: readonly string[]): string =>
  ["agent: a", "policies:", `  - statement: ${statement}`, ...options.map((o) => `    ${o}`), ""].join("\n");
const push = (...options: readonly string[]): string => withOptions("git:push on repos/*", ...options);
const gate = (...options: readonly string[]): string => push("requires_approval: true", ...options);

test("`requires_approval: true` makes a gate, `false` a plain grant", async () => {
  expect((await policyOf(gate())).reason("a git:push on repos/x")).toBe("gated");
  expect((await policyOf(push("requires_approval: True"))).reason("a git:push on repos/x")).toBe("gated");
  expect((await policyOf(push("requires_approval: false"))).reason("a git:push on repos/x")).toBe("granted");
});

test.each<[string, readonly string[], object]>([
  ["no option at all: no channel, one hour, anyone, one answer", [], {}],
  ["a Slack channel", ["approval_channel: slack:#ops"], { channels: ["slack:#ops"] }],
  ["a Telegram channel", ["approval_channel: telegram:@ops"], { channels: ["telegram:@ops"] }],
  ["the dashboard", ["approval_channel: dashboard"], { channels: ["dashboard"] }],
  [
    "a list of channels",
    ['approval_channel: [dashboard, "slack:#ops"]'],
    { channels: ["dashboard", "slack:#ops"] },
  ],
  ["a timeout", ["approval_timeout: 1h30m"], { timeout_seconds: 5400 }],
  ["a day", ["approval_timeout: 1d"], { timeout_seconds: 86_400 }],
  ["a year of 365 days", ["approval_timeout: 1y"], { timeout_seconds: 365 * 86_400 }],
  ["approvers", ["approvers: [user:ann, group:sre]"], { approvers: ["group:sre", "user:ann"] }],
  ["a count of answers", ["approvers: [group:sre]", "approvals: 2"], { approvers: ["group:sre"], needed: 2 }],
])("the approval that a gate asks for: %s", async (_, options, entry) => {
  const policy = await policyOf(gate("id: g", ...options));
  expect(policy.decide({ agent: "a", action: "git:push", resource: "repos/x" }).approvals).toEqual([
    { statements: ["g"], channels: [], timeout_seconds: 3600, approvers: [], needed: 1, ...entry },
  ]);
});

test("a gate without timeout or channel gets a lint", () => {
  expect(problemsOf(gate("approval_channel: dashboard"), undefined, "warning")).toEqual([
    "approval-without-timeout @ true",
  ]);
  expect(problemsOf(gate("approval_timeout: 1h"), undefined, "warning")).toEqual([
    "approval-without-channel @ true",
  ]);
});

test("`notify` tells channels of what is allowed", async () => {
  const policy = await policyOf(push('notify: ["slack:#b", dashboard]'));
  const decision = policy.decide({ agent: "a", action: "git:push", resource: "repos/x" });
  expect([decision.effect, decision.notify]).toEqual(["allow", ["dashboard", "slack:#b"]]);
});

test("the option `when` and the inline clause must both hold", async () => {
  const policy = await policyOf(
    withOptions("git:push on repos/* when context.a == 1", "when: context.b == 2"),
  );
  const at = (context: object): string => policy.reason("a git:push on repos/x", { context });
  expect([at({ a: 1, b: 2 }), at({ a: 1, b: 3 }), at({ a: 0, b: 2 })]).toEqual([
    "granted",
    "no_grant",
    "no_grant",
  ]);
});

test("the option `when` keeps its `or` together beside an inline clause", async () => {
  const policy = await policyOf(
    withOptions(
      "git:push on repos/* when context.a == 1 || context.a == 2",
      "when: context.b == 1 || context.b == 2",
    ),
  );
  expect(policy.reason("a git:push on repos/x", { context: { a: 1, b: 3 } })).toBe("no_grant");
  expect(policy.reason("a git:push on repos/x", { context: { a: 2, b: 2 } })).toBe("granted");
});

test("the option `except` and the inline clause are both carved out", async () => {
  const policy = await policyOf(
    withOptions("git:push on repos/* except repos/x", 'except: ["repos/y, repos/z", "words/*"]'),
  );
  allowed(policy, [
    ["git:push on repos/q", true],
    ["git:push on repos/x", false],
    ["git:push on repos/y", false],
    ["git:push on repos/z", false],
  ]);
});

test("`except` works on a statement without `on`", async () => {
  allowed(await policyOf(withOptions("git:push", "except: repos/x")), [
    ["git:push on repos/y", true],
    ["git:push on repos/x", false],
  ]);
});

test("`except` reads vocabulary words, quotes and escapes as the inline clause does", async () => {
  const policy = await policyOf(
    withOptions("git:push on **", "except:", "  - main", '  - \'"a b", "main"\'', '  - "x/\\\\*y"'),
    "version: 1\nvocabulary: {resources: {main: repos/*/branches/main}}\n",
  );
  allowed(policy, [
    ["git:push on repos/x/branches/main", false],
    ["git:push on a b", false],
    ["git:push on main", false],
    ["git:push on x/*y", false],
    ["git:push on x/zy", true],
  ]);
});

test.each<[string, string, number]>([
  ["a date in UTC", "UTC", Date.UTC(2030, 5, 1)],
  ["a date east of Greenwich begins there first", "Asia/Tokyo", Date.UTC(2030, 4, 31, 15)],
  ["a date west of Greenwich begins in UTC first", "America/New_York", Date.UTC(2030, 5, 1)],
  ["a date under summer time", "Europe/Berlin", Date.UTC(2030, 4, 31, 22)],
])("`expires: 2030-06-01` is %s", async (_, timezone, end) => {
  const policy = await policyOf(push("expires: 2030-06-01"), `version: 1\ntimezone: ${timezone}\n`);
  expect(policy.reason("a git:push on repos/x", { now: end - 1 })).toBe("granted");
  expect(policy.reason("a git:push on repos/x", { now: end })).toBe("no_grant");
  expect(policy.reason("a git:push on repos/x")).toBe("no_grant");
});

test.each<[string, string, number]>([
  ["2030-06-01T12:00:00Z", "Asia/Tokyo", Date.UTC(2030, 5, 1, 12)],
  ["2030-06-01T12:00:00+02:00", "UTC", Date.UTC(2030, 5, 1, 10)],
  ["2030-06-01T00:00:00.250-01:30", "UTC", Date.UTC(2030, 5, 1, 1, 30, 0, 250)],
])("`expires: %s` is that instant whatever the zone", async (instant, timezone, end) => {
  const policy = await policyOf(push(`expires: ${instant}`), `version: 1\ntimezone: ${timezone}\n`);
  expect(policy.reason("a git:push on repos/x", { now: end - 1 })).toBe("granted");
  expect(policy.reason("a git:push on repos/x", { now: end })).toBe("no_grant");
});

test("a gate whose `expires` has passed goes on gating what another grants", async () => {
  const policy = await policyOf(`${gate("expires: 2030-01-01")}  - git:* on repos/*\n`);
  for (const now of [0, Date.UTC(2029, 0, 1), Date.UTC(2030, 0, 1) + day]) {
    expect(policy.reason("a git:push on repos/x", { now })).toBe("gated");
  }
  const alone = await policyOf(gate("expires: 2030-01-01"));
  expect(alone.reason("a git:push on repos/x", { now: Date.UTC(2029, 0, 1) })).toBe("gated");
  expect(alone.reason("a git:push on repos/x", { now: Date.UTC(2030, 0, 1) })).toBe("no_grant");
  expect(alone.reason("a git:push on repos/x")).toBe("no_grant");
});

test("`id` and `description` name and explain; the id stands in decisions", async () => {
  const policy = await policyOf(push("id: my-push", "description: why it is so"));
  expect(policy.decide({ agent: "a", action: "git:push", resource: "repos/x" }).statements).toEqual([
    { id: "my-push", agent: "a", file: "policies/a.yaml", line: 3 },
  ]);
});

test("`exact` changes no decision", async () => {
  const policy = await policyOf(
    `${withOptions("deny git:push on repos/*/x", "exact: true")}  - git:push on repos/**\n`,
  );
  expect(policy.reason("a git:push on repos/p/x")).toBe("denied");
  expect(policy.reason("a git:push on repos/p/y")).toBe("granted");
});

const deny = (...options: readonly string[]): string => withOptions("deny git:push on repos/*", ...options);
const guard = (...options: readonly string[]): string =>
  [
    "agent: a",
    "policies: ['git:* on **']",
    "---",
    "guardrails:",
    "  - statement: git:push on repos/*",
    ...options.map((o) => `    ${o}`),
    "",
  ].join("\n");
test.each<[string, string, string]>([
  ["`requires_approval` on `deny`", deny("requires_approval: true"), "option-on-deny @ requires_approval"],
  [
    "`requires_approval: false` on `deny`",
    deny("requires_approval: false"),
    "option-on-deny @ requires_approval",
  ],
  ["`notify` on `deny`", deny("notify: dashboard"), "option-on-deny @ notify"],
  ["`expires` on `deny`", deny("expires: 2030-01-01"), "option-on-deny @ expires"],
  [
    "`approval_channel` on `deny`",
    deny("approval_channel: dashboard"),
    "option-without-gate @ approval_channel",
  ],
  [
    "`expires` in guardrails",
    guard("requires_approval: true", "expires: 2030-01-01"),
    "expires-in-guardrail @ expires",
  ],
  [
    "`approval_channel` without `requires_approval`",
    push("approval_channel: dashboard"),
    "option-without-gate @ approval_channel",
  ],
  [
    "`approval_timeout` without `requires_approval`",
    push("approval_timeout: 1h"),
    "option-without-gate @ approval_timeout",
  ],
  ["`approvers` without `requires_approval`", push("approvers: [user:x]"), "option-without-gate @ approvers"],
  ["`approvals` without `requires_approval`", push("approvals: 2"), "option-without-gate @ approvals"],
  [
    "`approval_channel` with `requires_approval: false`",
    push("requires_approval: false", "approval_channel: dashboard"),
    "option-without-gate @ approval_channel",
  ],
  ["`requires_approval` as a text", push('requires_approval: "true"'), 'wrong-type @ "true"'],
  ["`requires_approval: yes`", push("requires_approval: yes"), "wrong-type @ yes"],
  ["`requires_approval: 1`", push("requires_approval: 1"), "wrong-type @ 1"],
  ["`requires_approval` null", push("requires_approval: null"), "missing-value @ null"],
  ["`requires_approval` without a value", push("requires_approval:"), "missing-value @ requires_approval"],
  ["`require_approval`", push("require_approval: true"), "unknown-key @ require_approval"],
  ["an unknown option", push("colour: red"), "unknown-key @ colour"],
  ["a channel of no kind", gate("approval_channel: ops"), "bad-value @ ops"],
  ["a Slack channel without `#`", gate("approval_channel: slack:ops"), "bad-value @ slack:ops"],
  ["a Telegram channel without `@`", gate("approval_channel: telegram:ops"), "bad-value @ telegram:ops"],
  ["a channel cut by `#`", gate("approval_channel: #ops"), "bad-value @ #ops; comment-cut @ #ops"],
  ["an empty list of channels", gate("approval_channel: []"), "empty-list @ []"],
  ["an approver of no kind", gate("approvers: [ann]"), "bad-value @ ann"],
  ["empty approvers", gate("approvers: []"), "empty-list @ []"],
  ["no approvals", gate("approvals: 0"), "bad-value @ 0"],
  ["half an approval", gate("approvals: 1.5"), "wrong-type @ 1.5"],
  ["a timeout of nothing", gate("approval_timeout: 0s"), "bad-value @ 0s"],
  ["a timeout without unit", gate("approval_timeout: 60"), "wrong-type @ 60"],
  ["a timeout out of order", gate("approval_timeout: 30m1h"), "bad-value @ 30m1h"],
  ["a timeout with a blank", gate("approval_timeout: 1 h"), "bad-value @ 1 h"],
  ["a day that does not exist", push("expires: 2030-02-30"), "bad-value @ 2030-02-30"],
  ["a date-time without offset", push("expires: 2030-01-01T00:00:00"), "bad-value @ 2030-01-01T00:00:00"],
  ["a date in other order", push("expires: 01/02/2030"), "bad-value @ 01/02/2030"],
  ["`exact` as a text", push('exact: "yes"'), 'wrong-type @ "yes"'],
  ["an id with `/`", push("id: a/b"), "bad-name @ a/b"],
  ["an empty id", push('id: ""'), 'bad-name @ ""'],
  [
    "an id that is taken",
    `${push("id: x")}  - statement: git:pull on repos/*\n    id: x\n`,
    "duplicate-id @ x",
  ],
  ["`when` that is a boolean of YAML", push("when: true"), "wrong-type @ true"],
  ["an empty `when`", push("when:"), "missing-value @ when"],
  ["`except` of an action in a list of numbers", push("except: [1]"), "wrong-type @ 1"],
  ["an empty `except`", push("except: []"), "empty-list @ []"],
  ["an option twice", push("id: x", "id: y"), "duplicate-key @ id"],
  [
    "a mapping without `statement`",
    "agent: a\npolicies:\n  - id: x\n    description: y\n",
    "missing-key @ id",
  ],
  [
    "a gate in guardrails that is none",
    guard("requires_approval: false"),
    "granting-guardrail @ git:push on repos/*",
  ],
  [
    "`notify` in a guardrail without a gate",
    guard("notify: dashboard"),
    "granting-guardrail @ git:push on repos/*",
  ],
])("it is an error: %s", (_, text, error) => {
  expect(problemsOf(text).join("; ")).toBe(error);
});

const spellings = [
  "- git:push on repos/x\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 60m",
  "- git:push on repos/x:\n      requires_approval: true\n      approval_channel: slack:#ops\n      approval_timeout: 60m",
  "- statement: git:push on repos/x\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 60m",
  '- "git:push on repos/x":\n      requires_approval: true\n      approval_channel: slack:#ops\n      approval_timeout: 60m',
  '- statement: "git:push on repos/x"\n    approval_timeout: 1h\n    approval_channel: ["slack:#ops"]\n    requires_approval: true',
  "- {statement: 'git:push on repos/x', requires_approval: true, approval_channel: 'slack:#ops', approval_timeout: 3600s}",
];
test("all spellings of a statement parse to the same IR", () => {
  const sets = spellings.map((text) => setOf(`agent: a\npolicies:\n  ${text}\n`));
  expect(new Set(sets.map(({ revision }) => revision)).size).toBe(1);
  expect(new Set(sets.map((set) => meaningsOf(set, "a").join()))).toHaveProperty("size", 1);
});

test("a plain string is its own spelling of a statement without options", () => {
  const revisions = [
    "- git:push on repos/x",
    "- statement: git:push on repos/x",
    "- 'git:push on repos/x'",
    "- >-\n    git:push\n    on repos/x",
  ].map((text) => setOf(`agent: a\npolicies:\n  ${text}\n`).revision);
  expect(new Set(revisions).size).toBe(1);
});

test("hanging options keep the exact line and column of every key", () => {
  const compiled = compileText(
    "agent: a\npolicies:\n  - git:push on repos/*\n    requires_approval: maybe\n    aproval_channel: dashboard\n  - git:read on repos/*\n    expires: 2030-13-01\n",
  );
  expect(placesOf(compiled)).toEqual(["policies/a.yaml:4:24", "policies/a.yaml:5:5", "policies/a.yaml:7:14"]);
});

test("two documents' worth of hanging options, comments and blanks between", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - git:push on repos/*\n\n    # why\n    requires_approval: true # so\n\n    approval_timeout: 2h\n  - git:read on repos/*\n",
  );
  expect(policy.reason("a git:push on repos/x")).toBe("gated");
  expect(policy.reason("a git:read on repos/x")).toBe("granted");
});

const item = (text: string): string => `agent: a\npolicies:\n  - ${text}\n`;
test.each<[string, string, string]>([
  ["a tag", item("!deny git:push on repos/*"), "yaml-tag @ !deny"],
  ["a tag that YAML knows", item("!!str git:push on repos/*"), "yaml-tag @ !!str"],
  ["an anchor", item("&x git:push on repos/*"), "yaml-anchor @ &x"],
  ["an alias", "agent: a\npolicies:\n  - git:push on repos/*\n  - *x\n", "bare-star @ *x"],
  ["a merge key", "agent: a\n<<: {owner: x}\npolicies:\n  - git:push on repos/*\n", "merge-key @ <<"],
  ["an item that begins with a bare star", item("*:read on repos/*"), "bare-star @ *:read on repos/*"],
  ["an item that begins with a bare star and a blank", item("* on repos/*"), "bare-star @ * on repos/*"],
  ["a repeated key", "agent: a\nagent: b\npolicies:\n  - git:push on repos/*\n", "duplicate-key @ agent"],
  ["a statement cut by `#` before a word", item("git:push on slack/ #ops"), "comment-cut @ #ops"],
  ["a statement cut by `#` right behind a blank", item("git:push on repos/x, #b"), "comment-cut @ #b"],
  ["a statement cut before `on`", item("git:push # on repos/*"), "comment-cut @ # on repos/*"],
  [
    "a statement cut before `except`",
    item("git:push on repos/* # except repos/x"),
    "comment-cut @ # except repos/x",
  ],
  [
    "a statement cut before `when`",
    item("git:push on repos/* # when context.a == 1"),
    "comment-cut @ # when context.a == 1",
  ],
  [
    "an unquoted `when` with a colon and a blank",
    item('git:push on repos/* when context.a == "x: y"'),
    'split-statement @ : y"',
  ],
  [
    "an option folded into the statement",
    item("git:push on repos/*\n    requires_approval:true"),
    "swallowed-option @ requires_approval:",
  ],
  [
    "an unquoted statement in a flow sequence",
    "agent: a\npolicies: [git:push on repos/*]\n",
    "unquoted-in-flow @ git:push on repos/*",
  ],
  [
    "an unquoted statement in a flow sequence with a comma",
    "agent: a\npolicies: [git:push on repos/a, repos/b]\n",
    "unquoted-in-flow @ git:push on repos/a; unquoted-in-flow @ repos/b",
  ],
  ["`when` that begins with `!`", push("when: !context.vip"), "reserved-start @ !context.vip"],
  [
    "`when` that begins with a quoted literal",
    push('when: "a" in context.b'),
    "partly-quoted @ in context.b",
  ],
  [
    "an unquoted account id",
    "agent: a\nvars: {account: 044455556666}\npolicies:\n  - git:push on repos/*\n",
    "wrong-type @ 044455556666",
  ],
  [
    "an account id that YAML reads as a number",
    "agent: a\nvars: {account: 123456789012}\npolicies:\n  - git:push on repos/*\n",
    "wrong-type @ 123456789012",
  ],
  [
    "money in a condition",
    item("git:push on repos/* when context.cost <= $500"),
    "money-in-condition @ $500",
  ],
  ["brackets in a path", item("git:push on app/[id]/page"), "reserved-character @ ["],
  ["a word with the wrong sign", item("git:push on secret-files"), "undefined-reference @ secret-files"],
  ["tabs for indentation", "agent: a\npolicies:\n\t- git:push on repos/*\n", "tab-indent @ \t"],
  [
    "two `policies:` keys",
    "# one — reads\npolicies:\n  - git:read on repos/*\n# two — writes\npolicies:\n  - git:push on repos/*\n",
    "repeated-policies @ policies",
  ],
  [
    "a directive",
    "%YAML 1.2\n---\nagent: a\npolicies:\n  - git:push on repos/*\n",
    "yaml-directive @ %YAML 1.2",
  ],
])("reading YAML safely: %s is an error", (_, text, error) => {
  expect(
    problemsOf(text, "version: 1\nvocabulary: {resources: {secret_files: files/secret}}\n").join("; "),
  ).toBe(error);
});

test.each([
  "git:push on repos/*   # a comment",
  "git:push on repos/* #",
  "git:push on repos/*#x",
  "git:push on repos/* # only for onboarding",
])("what is a comment stays one: `%s`", (text) => {
  expect(problemsOf(item(text))).toEqual([]);
});

test("a BOM and CRLF are fine, and places count the same", () => {
  const text = "agent: a\npolicies:\n  - git:push on repos/*\n    requires_approval: true\n";
  const plain = setOf(text);
  expect(setOf(text.replaceAll("\n", "\r\n")).revision).toBe(plain.revision);
  expect(setOf(`\ufeff${text}`).revision).toBe(plain.revision);
  expect(placesOf(compileText(text.replace("true", "maybe").replaceAll("\n", "\r\n")))).toEqual([
    "policies/a.yaml:4:24",
  ]);
});

test("nesting deeper than 64 and a file over 5 MiB are refused", () => {
  const deep = `agent: a\nvars: ${"[".repeat(70)}${"]".repeat(70)}\n`;
  expect(problemsOf(deep)).toHaveLength(1);
  expect(problemsOf(deep)[0]).toMatch(/^yaml-depth/);
  expect(
    problemsOf(`agent: a\npolicies:\n  - git:push on repos/*\n#${"x".repeat(5 * 1024 * 1024)}\n`),
  ).toEqual(["file-too-large @ "]);
});

test.each<[string, string, string]>([
  ["money", "project_budget: {monthly_limit: 500}", "wrong-type @ 500"],
  ["money of a group too short", "project_budget: {monthly_limit: '$1,25'}", "bad-value @ '$1,25'"],
  ["money of three decimals", "project_budget: {monthly_limit: $1.255}", "bad-value @ $1.255"],
  ["a percent", "budget: {max_sessions_per_day: 5, alert_at: 80}", "wrong-type @ 80"],
  ["an integer", "budget: {max_sessions_per_day: five}", "bad-value @ five"],
  ["an integer of bad `_`", "budget: {max_sessions_per_day: 5_}", "bad-value @ 5_"],
  ["a duration", "session: {max_duration: 1w}", "bad-value @ 1w"],
])("a bad scalar is an error that names the accepted forms: %s", (_, block, error) => {
  const compiled = compileText(`agent: a\nproject: p\npolicies:\n  - git:push on repos/*\n${block}\n`);
  expect(problemsOf(`agent: a\nproject: p\npolicies:\n  - git:push on repos/*\n${block}\n`).join("; ")).toBe(
    error,
  );
  expect(
    compiled.diagnostics
      .filter((d) => d.severity === "error")
      .every((d) => `${d.message} ${d.help ?? ""}`.includes("`")),
  ).toBe(true);
  expect(saidOf(compiled)).toHaveLength(1);
});

test("the four spellings of the language's page read without an error", async () => {
  const policy = await policyOf({
    "policies/a.yaml": `policies:
  - git:read on repos/*                                   # 1 a plain string
  - aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*
    requires_approval: true                               # 2 "hanging options": NOT valid YAML, accepted all the same
    approval_channel: slack:#deploy-approvals
    approval_timeout: 60m
  - aws:ecs:UpdateService on arn:aws:ecs:*:*:service/eu-*:   # 3 the statement is the key
      requires_approval: true
  - statement: git:push on repos/*/branches/main          # 4 a mapping; the form \`fmt\` writes
    requires_approval: true
`,
  });
  expect(policy.reason("a git:read on repos/x")).toBe("granted");
  expect(policy.reason("a aws:ecs:UpdateService on arn:aws:ecs:eu:1:service/prod-x")).toBe("gated");
  expect(policy.reason("a aws:ecs:UpdateService on arn:aws:ecs:eu:1:service/eu-x")).toBe("gated");
  expect(policy.reason("a git:push on repos/x/branches/main")).toBe("gated");
});

test.each<[string, string, string]>([
  ["a clock set forward at midnight", "Asia/Beirut", "2022-03-27 from 2022-03-26T22:00:00Z"],
  ["a clock set back at midnight", "Asia/Beirut", "2022-10-30 from 2022-10-29T22:00:00Z"],
  [
    "a midnight that does not exist west of Greenwich",
    "America/Sao_Paulo",
    "2018-11-04 from 2018-11-04T00:00:00Z",
  ],
  ["a day that the zone skips", "Pacific/Apia", "2011-12-30 from 2011-12-30T00:00:00Z"],
])("`expires` of a date at %s", async (_, timezone, expiry) => {
  const [date = "", instant = ""] = expiry.split(" from ");
  const policy = await policyOf(push(`expires: ${date}`), `version: 1\ntimezone: ${timezone}\n`);
  const end = Date.parse(instant);
  expect(policy.reason("a git:push on repos/x", { now: end - 1 })).toBe("granted");
  expect(policy.reason("a git:push on repos/x", { now: end })).toBe("no_grant");
});

test("an `expires` outside the range of `now` never or always ends the grant", async () => {
  const policy = await policyOf(
    `${push("expires: 2150-01-01")}  - {statement: 'git:pull on repos/*', expires: 0001-01-01}\n`,
  );
  expect(policy.reason("a git:push on repos/x", { now: 4_102_444_800_000 })).toBe("granted");
  expect(policy.reason("a git:push on repos/x")).toBe("no_grant");
  expect(policy.reason("a git:pull on repos/x", { now: 0 })).toBe("no_grant");
  expect(policy.prove("a can git:push on repos/* given has(time.hour)")).toBe("proven");
  expect(policy.prove("a cannot git:pull on repos/*")).toBe("proven");
});

test.each<[string, string, string]>([
  ["a bare star", item("*:read on repos/*"), "quote it: '*:read on repos/*'"],
  ["a channel cut by `#`", gate("approval_channel: #ops"), "`#` began a comment"],
  [
    "a statement cut by a colon",
    item('git:push on repos/* when context.a == "x: y"'),
    "YAML ends the statement at this colon",
  ],
  [
    "an option folded into the statement",
    item("git:push on repos/*\n    requires_approval:true"),
    "with a blank after the colon",
  ],
  [
    "a condition that begins with `!`",
    push("when: !context.vip"),
    "quote the whole condition: '!context.vip'",
  ],
  ["a condition that begins with a quote", push('when: "a" in context.b'), "quote the whole condition"],
  [
    "an account id",
    "agent: a\nvars: {account: 044455556666}\npolicies:\n  - git:push on repos/*\n",
    "quote account ids",
  ],
  [
    "money in a condition",
    item("git:push on repos/* when context.cost <= $500"),
    "money is for budgets; write `500`",
  ],
  ["brackets in a path", item("git:push on app/[id]/page"), "write `\\[id\\]`"],
  [
    "a word with the wrong sign",
    item("git:push on secret-files"),
    "no such vocabulary word: `secret-files`; did you mean `secret_files`",
  ],
  ["a misspelt option", push("require_approval: true"), "did you mean `requires_approval`"],
  ["one backslash in double quotes", item('"git:push on app/\\[id]"'), "a backslash is written twice"],
  [
    "two `policies:` keys",
    "policies:\n  - git:read on r/*\npolicies:\n  - git:push on r/*\n",
    "two `policies:` keys in one document",
  ],
  ["a text for a boolean", push('requires_approval: "true"'), "write `true`, without quotes"],
  [
    "a duration of no known form",
    gate("approval_timeout: 1w"),
    "write `30s`, `60m`, `24h`, `7d`, `1y` (365 days) or a sum such as `1h30m`",
  ],
])("a message names the cause: %s", (_, text, words) => {
  const config = "version: 1\nvocabulary: {resources: {secret_files: files/secret}}\n";
  const said = compileText(text, config).diagnostics.map(({ message, help }) => `${message}; ${help ?? ""}`);
  expect(
    said.some((line) => line.includes(words)),
    said.join("\n"),
  ).toBe(true);
});
