/** LANGUAGE.md §6: the decision. */
import { expect, test } from "vitest";
import { build } from "../../src/build.ts";
import type { Decision } from "../../src/base/request.ts";
import { setOf } from "../support/compile-text.ts";
import { policyOf, type Policy } from "../support/policy-of.ts";

const at = (action: string, more: object = {}): object => ({ agent: "a", action, resource: "r/1", ...more });
const ids = (decision: Decision): string[] => decision.statements.map(({ id }) => id);

/** A statement as a flow mapping: `s("x:y on r/*", "id: one", …)`. */
const s = (statement: string, ...options: readonly string[]): string =>
  `  - {${[`statement: ${JSON.stringify(statement)}`, ...options].join(", ")}}\n`;
const gate = "requires_approval: true";
const own = (...statements: readonly string[]): string => `agent: a\npolicies:\n${statements.join("")}`;
const guard = (...statements: readonly string[]): string => `---\nguardrails:\n${statements.join("")}`;

interface Expected {
  readonly effect: Decision["effect"];
  readonly reason: Decision["reason"];
  readonly ids: readonly string[];
}
const denied = (...by: readonly string[]): Expected => ({ effect: "deny", reason: "denied", ids: by });
const gated = (...by: readonly string[]): Expected => ({
  effect: "require_approval",
  reason: "gated",
  ids: by,
});
const granted = (...by: readonly string[]): Expected => ({ effect: "allow", reason: "granted", ids: by });
const noGrant: Expected = { effect: "deny", reason: "no_grant", ids: [] };

const end = Date.UTC(2030, 0, 1);
const c = { context: { c: 1 } };
const no = { context: { c: 0 } };
const when = "when: context.c == 1";

test.each<[string, string, object, Expected]>([
  ["nothing matches", own(s("x:z on r/*", "id: g")), {}, noGrant],
  ["a grant", own(s("x:y on r/*", "id: g")), {}, granted("g")],
  [
    "all grants that match are named, sorted by id",
    own(s("x:y on r/*", "id: g2"), s("x:* on r/*", "id: g1"), s("x:z on r/*", "id: g0")),
    {},
    granted("g1", "g2"),
  ],
  ["a deny beats a grant", own(s("x:y on r/*", "id: g"), s("deny x:y on r/*", "id: d")), {}, denied("d")],
  [
    "a deny beats a gate",
    own(s("x:y on r/*", gate, "id: g"), s("deny x:y on r/*", "id: d")),
    {},
    denied("d"),
  ],
  [
    "a deny without any grant is a deny by name",
    own(s("x:z on r/*"), s("deny x:y on r/*", "id: d")),
    {},
    denied("d"),
  ],
  [
    "all denies are named",
    own(s("deny x:* on r/*", "id: d2"), s("deny x:y on **", "id: d1")) +
      guard(s("deny x:y on r/1", "id: d0")),
    {},
    denied("d0", "d1", "d2"),
  ],
  [
    "a deny whose condition is true",
    own(s("x:y on r/*", "id: g"), s("deny x:y on r/*", when, "id: d")),
    c,
    denied("d"),
  ],
  [
    "a deny whose condition is unknown",
    own(s("x:y on r/*", "id: g"), s("deny x:y on r/*", when, "id: d")),
    {},
    denied("d"),
  ],
  [
    "a deny whose condition is false",
    own(s("x:y on r/*", "id: g"), s("deny x:y on r/*", when, "id: d")),
    no,
    granted("g"),
  ],
  ["a grant whose condition is true", own(s("x:y on r/*", when, "id: g")), c, granted("g")],
  ["a grant whose condition is unknown", own(s("x:y on r/*", when, "id: g")), {}, noGrant],
  ["a grant whose condition is false", own(s("x:y on r/*", when, "id: g")), no, noGrant],
  [
    "of two grants the one that holds is named",
    own(s("x:y on r/*", when, "id: g1"), s("x:y on r/1", "id: g2")),
    {},
    granted("g2"),
  ],
  ["an own gate grants and gates", own(s("x:y on r/*", gate, "id: g")), {}, gated("g")],
  [
    "an own gate whose condition is unknown does not grant",
    own(s("x:y on r/*", gate, when, "id: g")),
    {},
    noGrant,
  ],
  [
    "a plain grant never lifts a gate",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, "id: g")),
    {},
    gated("g"),
  ],
  [
    "a gate whose condition is unknown gates what another grants",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, when, "id: g")),
    {},
    gated("g"),
  ],
  [
    "a gate whose condition is false does not",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, when, "id: g")),
    no,
    granted("p"),
  ],
  [
    "a guardrail's gate gates what an own grant allows",
    own(s("x:y on r/*", "id: p")) + guard(s("x:* on r/*", gate, "id: g")),
    {},
    gated("g"),
  ],
  [
    "a guardrail's gate whose condition is unknown gates",
    own(s("x:y on r/*", "id: p")) + guard(s("x:* on r/*", gate, when, "id: g")),
    {},
    gated("g"),
  ],
  [
    "a guardrail's gate grants nothing",
    own(s("x:z on r/*", "id: p")) + guard(s("x:* on r/*", gate, "id: g")),
    {},
    noGrant,
  ],
  [
    "all gates are named, and no plain grant",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, "id: g1")) + guard(s("x:* on r/*", gate, "id: g0")),
    {},
    gated("g0", "g1"),
  ],
  [
    "a role's gate gates and grants",
    "agent: a\nextends: [r]\npolicies:\n  - x:z on r/*\n---\nrole: r\npolicies:\n" +
      s("x:y on r/*", gate, "id: g"),
    {},
    gated("g"),
  ],
  [
    "a role's deny denies",
    "agent: a\nextends: [r]\npolicies:\n  - x:y on r/*\n---\nrole: r\npolicies:\n" +
      s("deny x:y on r/*", "id: d"),
    {},
    denied("d"),
  ],
  [
    "a guardrail's deny denies",
    own(s("x:y on r/*", "id: g")) + guard(s("deny x:* on r/*", "id: d")),
    {},
    denied("d"),
  ],
  [
    "a guardrail's deny whose condition is unknown denies",
    own(s("x:y on r/*", "id: g")) + guard(s("deny x:* on r/*", when, "id: d")),
    {},
    denied("d"),
  ],
  [
    "a grant before it expires",
    own(s("x:y on r/*", "expires: 2030-01-01", "id: g")),
    { now: end - 1 },
    granted("g"),
  ],
  [
    "a grant from the moment it expires",
    own(s("x:y on r/*", "expires: 2030-01-01", "id: g")),
    { now: end },
    noGrant,
  ],
  ["a grant that expires, and no `now`", own(s("x:y on r/*", "expires: 2030-01-01", "id: g")), {}, noGrant],
  [
    "an expired grant beside another",
    own(s("x:y on r/*", "expires: 2030-01-01", "id: g"), s("x:y on r/1", "id: h")),
    { now: end },
    granted("h"),
  ],
  [
    "an expired own gate goes on gating",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, "expires: 2030-01-01", "id: g")),
    { now: end },
    gated("g"),
  ],
  [
    "an expired own gate grants no more",
    own(s("x:y on r/1", gate, "expires: 2030-01-01", "id: g")),
    { now: end },
    noGrant,
  ],
  [
    "a gate that may have expired still gates",
    own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, "expires: 2030-01-01", "id: g")),
    {},
    gated("g"),
  ],
  [
    "an expired agent's gates and grants grant no more",
    `expires: 2030-01-01\n${own(s("x:y on r/*", "id: p"), s("x:y on r/1", gate, "id: g"))}`,
    { now: end },
    noGrant,
  ],
  [
    "an expired agent's denies deny by name",
    `expires: 2030-01-01\n${own(s("x:y on r/*", "id: p"), s("deny x:y on r/1", "id: d"))}`,
    { now: end },
    denied("d"),
  ],
  [
    "an agent that expires, and no `now`",
    `expires: 2030-01-01\n${own(s("x:y on r/*", "id: p"))}`,
    {},
    noGrant,
  ],
])("the decision: %s", async (_, text, more, expected) => {
  const policy = await policyOf(text);
  const decision = policy.decide(at("x:y", more));
  expect({ effect: decision.effect, reason: decision.reason, ids: ids(decision) }).toEqual(expected);
});

test("an agent that nothing declares is `unknown_agent`, whatever the guardrails say", async () => {
  const policy = await policyOf(own(s("x:y on r/*")) + guard(s("deny x:y on r/*")));
  expect(policy.decide({ agent: "b", action: "x:y", resource: "r/1" })).toEqual({
    effect: "deny",
    reason: "unknown_agent",
    statements: [],
    approvals: [],
    notify: [],
    revision: policy.set.revision,
  });
});

test("a statement without id is called after its owner and its text", async () => {
  const policy = await policyOf(
    "agent: a\nextends: [r]\npolicies:\n  - x:y on r/1\n  - x:y on r/1\n---\nrole: r\npolicies:\n  - x:y on r/*\n---\nguardrails:\n  - deny x:z on r/*\n",
  );
  expect(ids(policy.decide(at("x:y")))).toEqual([
    expect.stringMatching(/^a\/[0-9a-f]{8}$/),
    expect.stringMatching(/^a\/[0-9a-f]{8}~2$/),
    expect.stringMatching(/^role:r\/[0-9a-f]{8}$/),
  ]);
  expect(ids(policy.decide(at("x:z")))).toEqual([expect.stringMatching(/^guardrail\/[0-9a-f]{8}$/)]);
});

test("one approval entry for each distinct set of options, naming its gates", async () => {
  const ops = 'approval_channel: "slack:#ops"';
  const policy = await policyOf(
    own(
      s("x:y on r/*", gate, "id: b", ops),
      s("x:y on r/1", gate, "id: a", ops),
      s("x:* on r/*", gate, "id: c", ops, "approval_timeout: 2h"),
      s("x:* on r/1", gate, "id: d", 'approval_channel: [dashboard, "slack:#ops"]'),
      s("*:y on r/1", gate, "id: e", 'approval_channel: ["slack:#ops", dashboard, dashboard]'),
      s("x:y on **", gate, "id: f", ops, "approvers: [user:ann]"),
      s("x:y on **", gate, "id: g", ops, "approvers: [user:ann]", "approvals: 2"),
    ) + guard(s("x:y on r/*", gate, "id: h", ops)),
  );
  const entry = { channels: ["slack:#ops"], timeout_seconds: 3600, approvers: [], needed: 1 };
  expect(policy.decide(at("x:y")).approvals).toEqual([
    { ...entry, statements: ["a", "b", "h"] },
    { ...entry, statements: ["c"], timeout_seconds: 7200 },
    { ...entry, statements: ["d", "e"], channels: ["dashboard", "slack:#ops"] },
    { ...entry, statements: ["f"], approvers: ["user:ann"] },
    { ...entry, statements: ["g"], approvers: ["user:ann"], needed: 2 },
  ]);
});

const notify = (channel: string): string => `notify: "slack:#${channel}"`;
const told = (...channels: readonly string[]): string[] => channels.map((name) => `slack:#${name}`);
const notifying =
  own(
    s("x:* on r/*", notify("plain"), "id: p"),
    s("x:* on r/1", notify("unknown"), when, "id: u"),
    s("x:* on r/1", notify("expiring"), "expires: 2030-01-01", "id: e"),
    s("x:gate on r/1", gate, notify("gate"), "expires: 2030-01-01", "id: g"),
    s("x:gate on r/1", gate, notify("maybe"), when, "id: m"),
    s("x:other on r/*", notify("other"), "id: o"),
    s("deny x:deny on r/*", "id: d"),
  ) + guard(s("x:gate on r/*", gate, notify("guard"), "id: h"));

test.each<[string, string, object, readonly string[]]>([
  [
    "the union over the grants whose condition is not false and that have not passed",
    "x:y",
    { now: 0 },
    told("expiring", "plain", "unknown"),
  ],
  ["a true condition tells, too", "x:y", { now: 0, ...c }, told("expiring", "plain", "unknown")],
  ["a false condition does not", "x:y", { now: 0, ...no }, told("expiring", "plain")],
  ["a grant that has passed does not", "x:y", { now: end }, told("plain", "unknown")],
  ["a grant that may have passed does", "x:y", {}, told("expiring", "plain", "unknown")],
  [
    "gates tell, guardrails' and expired ones as well",
    "x:gate",
    { now: end },
    told("gate", "guard", "maybe", "plain", "unknown"),
  ],
  [
    "a gate whose condition is false does not tell",
    "x:gate",
    { now: end, ...no },
    told("gate", "guard", "plain"),
  ],
  ["a deny tells nobody", "x:deny", { now: 0 }, []],
])("who is notified: %s", async (_, action, more, expected) => {
  const policy = await policyOf(notifying);
  expect(policy.decide(at(action, more)).notify).toEqual(expected);
});

test("nobody is notified of what is not granted", async () => {
  const policy = await policyOf(own(s("x:y on r/*", notify("a"), when)));
  expect(policy.decide(at("x:y"))).toMatchObject({ reason: "no_grant", notify: [] });
});

const several = (): Promise<Policy> =>
  policyOf(
    own(
      s("x:grant on r/*", "id: grant", notify("grant")),
      s("x:grant2 on r/*", "id: grant2"),
      s("x:gate on r/*", gate, "id: gate", notify("gate")),
      s("x:gate2 on r/*", gate, "id: gate2"),
      s("x:gate3 on r/*", gate, "id: gate3", "approval_timeout: 5m"),
      s("deny x:deny on r/*", "id: deny"),
      s("deny x:deny2 on r/*", "id: deny2"),
    ),
  );
const requests: { readonly [name: string]: object } = {
  invalid: at("x:"),
  denied: at("x:deny"),
  denied2: at("x:deny2"),
  unknown: { ...at("x:grant"), agent: "nobody" },
  noGrant: at("x:none"),
  gated: at("x:gate"),
  gated2: at("x:gate2"),
  gated3: at("x:gate3"),
  granted: at("x:grant"),
  granted2: at("x:grant2"),
};

test.each<[readonly string[], Decision["effect"], Decision["reason"], readonly string[]]>([
  [["granted"], "allow", "granted", ["grant"]],
  [["granted", "granted2"], "allow", "granted", ["grant", "grant2"]],
  [["granted", "granted"], "allow", "granted", ["grant"]],
  [["granted", "gated"], "require_approval", "gated", ["gate"]],
  [["gated2", "granted", "gated"], "require_approval", "gated", ["gate", "gate2"]],
  [["gated", "noGrant", "granted"], "deny", "no_grant", []],
  [["noGrant", "unknown"], "deny", "unknown_agent", []],
  [["unknown", "denied", "gated"], "deny", "denied", ["deny"]],
  [["denied2", "noGrant", "denied"], "deny", "denied", ["deny", "deny2"]],
  [["denied", "invalid"], "deny", "invalid_request", []],
  [["invalid", "granted", "unknown"], "deny", "invalid_request", []],
])("`decideAll` of %j is %s, %s", async (names, effect, reason, statements) => {
  const policy = await several();
  const all = policy.decideAll(names.map((name) => requests[name]));
  expect([all.effect, all.reason, ids(all)]).toEqual([effect, reason, statements]);
  expect(all.decisions).toEqual(names.map((name) => policy.decide(requests[name])));
});

test("`decideAll` merges the approvals and notifications of all its decisions", async () => {
  const policy = await several();
  const all = policy.decideAll(["granted", "gated3", "gated2", "gated"].map((name) => requests[name]));
  expect(all.approvals.map(({ statements, timeout_seconds }) => [statements, timeout_seconds])).toEqual([
    [["gate", "gate2"], 3600],
    [["gate3"], 300],
  ]);
  expect(all.notify).toEqual(told("gate", "grant"));
  const denying = policy.decideAll(["denied", "gated", "granted"].map((name) => requests[name]));
  expect(denying.approvals.map(({ statements }) => statements)).toEqual([["gate"]]);
  expect(denying.notify).toEqual(told("gate", "grant"));
});

test.each([[], null, undefined, {}, "x", 5])(
  "`decideAll` of no list of requests (%o) is an invalid request",
  async (value) => {
    const all = (await several()).decideAll(value);
    expect([all.effect, all.reason, all.decisions]).toEqual(["deny", "invalid_request", []]);
  },
);

test("`decideAll` names a statement once for each agent it decided for", async () => {
  const policy = await policyOf("agents: [a, b]\npolicies:\n  - {statement: 'x:y on r/*', id: one}\n");
  const all = policy.decideAll(["b", "a", "a"].map((agent) => ({ agent, action: "x:y", resource: "r/1" })));
  expect(all.statements.map(({ id, agent }) => [id, agent])).toEqual([
    ["one", "a"],
    ["one", "b"],
  ]);
});

test("deny beats approval beats allow beats nothing, also for the prover", async () => {
  const policy = await policyOf(
    own(
      s("x:* on r/*"),
      s("x:{gate,both} on r/*", gate),
      s("deny x:{deny,both} on r/*"),
      s("x:c on q/*", when),
    ),
  );
  expect(policy.prove("a cannot x:both, x:deny on r/*")).toBe("proven");
  expect(policy.prove("a needs approval to x:gate on r/*")).toBe("proven");
  expect(policy.prove("a can x:* except x:gate, x:both, x:deny on r/*")).toBe("proven");
  expect(policy.prove("a cannot x:* on ** except r/*, q/*")).toBe("proven");
  expect(policy.prove("a can x:c on q/*")).toBe("refuted: deny");
  expect(policy.prove("a can x:c on q/* given context.c == 1")).toBe("proven");
});

test("a policy over the step bound does not build", () => {
  const pattern = `${"*aaaaaaaa".repeat(200)}{${Array.from({ length: 256 }, (_, i) => String(i)).join(",")}}`;
  const statements = Array.from({ length: 14 }, (_, i) => `  - x:y on r/${String(i)}${pattern}\n`);
  const set = setOf(`agent: a\npolicies:\n${statements.join("")}`);
  const built = build(set);
  expect(built.kind).toBe("refused");
  expect(built.kind === "refused" ? built.diagnostics.map(({ code }) => code) : []).toContain("step-bound");
});
