import { expect, test } from "vitest";
import type { Change } from "../../../src/diff/change.ts";
import { comparePolicies } from "../../../src/diff/compare.ts";
import type { Side } from "../../../src/diff/side.ts";
import { difference, sideOf } from "../../support/difference.ts";

/** Agents that push to `repos/*`, and guardrail documents. */
function fleet(agents: readonly string[], ...guardrails: readonly string[]): string {
  const own = agents.map((name) => `agent: ${name}\npolicies:\n  - git:push on repos/*\n`);
  return [...own, ...guardrails].join("---\n");
}

/** A guardrail document with these entries; `head` stands before them. */
function guard(entries: readonly string[], head = ""): string {
  const items = entries.map((text) => `  - ${text.replaceAll("\n", "\n    ")}\n`);
  return `${head}guardrails:\n${items.join("")}`;
}

function guardrailChanges(base: Side, head: Side): Change[] {
  return difference(base, head).changes.filter(({ kind }) => kind === "guardrail");
}

function told(base: string, head: string, configs: readonly [string?, string?] = []): string[] {
  return guardrailChanges(sideOf(base, configs[0]), sideOf(head, configs[1])).map(({ message }) => message);
}

const named = (id: string, statement: string, ...options: readonly string[]): string =>
  [`statement: ${statement}`, `id: ${id}`, ...options].join("\n");

test("a guardrail that goes is told once, although no decision changes", () => {
  const base = sideOf(fleet(["a", "b", "c"], guard([named("no-sql", "deny sql:drop on db/*")])));
  const found = difference(base, sideOf(fleet(["a", "b", "c"]))).changes;
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    kind: "guardrail",
    tags: ["guardrail", "guardrail-weakened", "weakened"],
    agents: ["a", "b", "c"],
    message: "guardrail `no-sql` no longer denies `sql:drop on db/*` for 3 agents",
    region: { actions: "sql:drop", resources: "db/*", except: null, when: null, exact: true },
    witness: { request: { agent: "a", action: "sql:drop" } },
    before: { effect: "deny", reason: "denied" },
    after: { effect: "deny", reason: "no_grant" },
    base: [{ id: "no-sql", line: 14 }],
    head: [],
  });
});

test("what a narrowed guardrail leaves open is told exactly, with both statements", () => {
  const guards = (resources: string): string =>
    fleet(["a"], guard([named("main", `deny git:push on ${resources}`)]));
  const [change, ...more] = guardrailChanges(
    sideOf(guards("repos/*/branches/*")),
    sideOf(guards("repos/*/branches/main")),
  );
  expect(more).toEqual([]);
  expect(change?.message).toBe(
    "guardrail `main` no longer denies `git:push on repos/*/branches/* except repos/*/branches/main` for `a`",
  );
  expect([change?.base[0]?.text, change?.head[0]?.text]).toEqual([
    "deny git:push on repos/*/branches/*",
    "deny git:push on repos/*/branches/main",
  ]);
});

test("a guardrail that is split, renamed, moved or written otherwise is no change", () => {
  const guards = fleet(["a", "b"], guard([named("one", "deny git:push on repos/x/*, repos/y/*")]));
  const split = fleet(
    ["a", "b"],
    guard(["deny git:push on repos/x/*"]),
    guard([named("two", "deny git:push on repos/y/*")]),
  );
  expect(told(guards, split)).toEqual([]);
  expect(told(split, guards)).toEqual([]);
  const [agents = "", rules = ""] = [
    fleet(["a", "b"]),
    guard([named("one", "deny git:push on repos/{x,y}/*")]),
  ];
  expect(
    guardrailChanges(sideOf(guards), sideOf({ "policies/z.yaml": agents, "policies/b/c.yaml": rules })),
  ).toEqual([]);
});

test("a guardrail that a broader one replaces is stronger, not weaker", () => {
  const found = guardrailChanges(
    sideOf(fleet(["a"], guard([named("narrow", "deny git:push on repos/x")]))),
    sideOf(fleet(["a"], guard([named("broad", "deny git:* on repos/x")]))),
  );
  expect(found.map(({ tags, message }) => [tags, message])).toEqual([
    [
      ["guardrail", "guardrail-strengthened"],
      "guardrail `broad` now denies `git:* except git:push on repos/x` for `a`",
    ],
  ]);
});

test("a deny of the agent's own does not make up for a guardrail", () => {
  const own = "agent: a\npolicies:\n  - git:push on repos/*\n";
  expect(
    told(
      `${own}---\n${guard([named("g", "deny git:push on repos/x")])}`,
      `${own}  - deny git:push on repos/x\n`,
    ),
  ).toEqual(["guardrail `g` no longer denies `git:push on repos/x` for `a`"]);
});

test("a condition that a guardrail gains is told as when it no longer holds, unknown included", () => {
  const guards = (...options: readonly string[]): string =>
    fleet(["a"], guard([named("g", "deny git:push on repos/x", ...options)]));
  const [change] = guardrailChanges(sideOf(guards()), sideOf(guards("when: context.force")));
  expect(change?.message).toBe(
    "guardrail `g` no longer denies `git:push on repos/x when !(context.force == true)` for `a`",
  );
  expect(change?.witness?.request.context).toEqual({ force: false });
  // Where the attribute is absent the deny is unknown, and an unknown deny denies.
  expect(told(guards("when: context.force"), guards("when: context.force == true"))).toEqual([]);
});

const gate = (id: string, statement: string, ...options: readonly string[]): string =>
  named(id, statement, "requires_approval: true", ...options);

test("a guardrail that gates less, or not at all, is weaker", () => {
  const guards = (...entries: readonly string[]): string =>
    fleet(["a"], ...(entries.length === 0 ? [] : [guard(entries)]));
  const base = guards(gate("g", "git:push on repos/x*", 'approval_channel: "slack:#a"'));
  expect(told(base, guards())).toEqual([
    "guardrail `g` no longer asks for approval of `git:push on repos/x*` for `a`",
  ]);
  expect(told(base, guards(gate("g", "git:push on repos/xy", 'approval_channel: "slack:#a"')))).toEqual([
    "guardrail `g` no longer asks for approval of `git:push on repos/x* except repos/xy` for `a`",
  ]);
  // A deny is stricter than any gate.
  expect(told(base, guards("deny git:push on repos/x*")).filter((m) => m.includes("no longer"))).toEqual([]);
});

test("a gate that asks less strictly is weaker, one that asks more strictly is not", () => {
  const guards = (...options: readonly string[]): string =>
    fleet(["a"], guard([gate("g", "git:push on repos/x", ...options)]));
  const channel = 'approval_channel: "slack:#a"';
  const strict = [channel, "approvers: [user:ann]", "approval_timeout: 1h"];
  const weaker = "guardrail `g` asks for approval of `git:push on repos/x` otherwise, for `a`";
  const stronger = "guardrail `g` asks for approval of `git:push on repos/x` more strictly, for `a`";
  const base = guards(...strict);
  for (const options of [
    [channel, "approvers: [user:ann, user:bob]", "approval_timeout: 1h"],
    [channel, "approval_timeout: 1h"],
    [channel, "approvers: [user:ann]", "approval_timeout: 2h"],
    ['approval_channel: "slack:#b"', "approvers: [user:ann]", "approval_timeout: 1h"],
  ]) {
    expect(told(base, guards(...options))).toEqual([weaker]);
  }
  expect(told(guards(channel, "approval_timeout: 2h"), base)).toEqual([stronger]);
  const [twice, once] = [guards(...strict, "approvals: 2"), guards(...strict, "approvals: 1")];
  expect([told(twice, once), told(once, twice)]).toEqual([[weaker], [stronger]]);
});

test("an agent that leaves a guardrail, by its list or by a label, is told alone", () => {
  const guards = (head: string): string =>
    fleet(["a", "b"], guard([named("g", "deny git:push on repos/x")], head));
  const message = "guardrail `g` no longer denies `git:push on repos/x` for `b`";
  expect(told(guards(""), guards("except_agents: [b]\n"))).toEqual([message]);
  const config = (agents: string): string => `version: 1\nlabels: {held: [${agents}]}\n`;
  const labelled = guards('applies_to: ["label:held"]\n');
  expect(told(labelled, labelled, [config("a, b"), config("a")])).toEqual([message]);
});

test("a border that an agent's project no longer meets is weaker", () => {
  const config = (pay: string, web: string): string =>
    `version: 1\nprojects: {web: {agents: [${web}], resources: [web/*]}, pay: {agents: [${pay}], resources: [pay/*]}}\n`;
  const text = fleet(["a", "b", "c"]);
  expect(told(text, text, [config("b", "a, c"), config("a, b", "c")])).toEqual([
    "the border of project `pay` no longer denies `** on pay/*` for `a`",
    "the border of project `web` now denies `** on web/*` for `a`",
  ]);
});

test("an agent that comes without the guardrails that the base has for it is told", () => {
  const held = guard([named("g", "deny git:push on repos/x")], 'applies_to: ["ci-*"]\n');
  const free = guard([named("g", "deny git:push on repos/x")], "applies_to: [ci-1]\n");
  const base = fleet(["ci-1", "bot"], held);
  expect(told(base, fleet(["ci-1", "bot", "ci-2"], held))).toEqual([]);
  expect(told(base, fleet(["ci-1", "bot", "ci-2"], free))).toEqual([
    "guardrail `g` no longer denies `git:push on repos/x` for `ci-2`",
  ]);
  expect(told(base, fleet(["ci-1", "bot", "bot-2"], free))).toEqual([]);
  // What holds a new agent besides is no change of a guardrail.
  const more = guard([named("h", "deny git:push on repos/y")], "applies_to: [ci-2]\n");
  expect(told(base, fleet(["ci-1", "bot", "ci-2"], held, more))).toEqual([]);
});

test("where it is not known whether a guardrail would hold an agent, that is said", () => {
  const config = "version: 1\nprojects: {web: {agents: [a], resources: [web/*]}}\n";
  const guards = guard([named("g", 'deny git:push on "${project}/x"')]);
  const found = comparePolicies(sideOf(fleet(["a"], guards), config), sideOf(fleet(["a", "b"]), config));
  expect(found.unknown).toEqual([{ agent: "b", question: "which guardrails of the base would hold it?" }]);
});

test("a base without policies would have held nobody", () => {
  const config = "version: 1\nprojects: {web: {agents: [a], resources: [web/*]}}\n";
  const { trees: _, ...base } = sideOf(fleet(["a"]), config);
  expect(comparePolicies(base, sideOf(fleet(["a", "b"]), config)).unknown).toEqual([]);
});

test("a guardrail that is over the budget to compare is told as unknown", () => {
  const guards = (resources: string): string =>
    fleet(["a"], guard([named("g", `deny git:push on ${resources}`)]));
  const found = comparePolicies(sideOf(guards("repos/*/a*b*c*d")), sideOf(guards("repos/*/a*b*c*e")), {
    maxStates: 3,
  });
  expect(found.changes.filter(({ kind }) => kind === "guardrail")).toEqual([]);
  expect(found.unknown.map(({ question }) => question).join("\n")).toContain(
    "do guardrails of the head hold",
  );
});
