import { expect, test } from "vitest";
import { comparePolicies } from "../../../src/diff/compare.ts";
import { agent, changesBetween, sideOf, toldBetween } from "../../support/difference.ts";

const gate = "\nrequires_approval: true\napproval_channel: slack:#a\napproval_timeout: 1h";

test("a set rewritten through a role, brace lists, other files and other order has no change", () => {
  const base = {
    "policies/ci.yaml": agent(
      "git:push on repos/*/branches/feature/*",
      "git:push on repos/*/branches/fix/*",
      "git:read on repos/*",
      "deny git:push on repos/*/branches/main",
      `statement: git:merge on repos/*/pull-requests/*${gate}`,
    ),
    "policies/dev.yaml": "agent: dev\npolicies:\n  - git:read on repos/*\n",
    "policies/guard.yaml": "guardrails:\n  - deny ** on **secret**\n  - deny ** on **password**\n",
  };
  const head = {
    "policies/x/all.yaml": [
      "role: reader\npolicies:\n  - git:read on repos/*\n",
      "agent: ci\nextends: [reader]\npolicies:",
      `  - statement: "git:merge on repos/*/pull-requests/*"\n    approval_timeout: 60m\n    approval_channel: [slack:#a]\n    requires_approval: true`,
      "  - deny git:push on repos/*/branches/main",
      "  - git:push on repos/*/branches/{fix,feature}/*\n",
    ]
      .join("\n")
      .replace("\nagent:", "---\nagent:"),
    "policies/dev-team.yaml":
      "agent: dev\nextends: [reader]\npolicies:\n  - statement: git:read on repos/*\n    id: read\n",
    "policies/y.yaml": 'guardrails:\n  - deny ** on "**{password,secret}**"\n',
  };
  expect(toldBetween(base, head)).toEqual([]);
  expect(toldBetween(head, base)).toEqual([]);
});

test("statements that others cover come and go without a change", () => {
  const narrow = "git:push on repos/a/branches/x";
  expect(toldBetween(agent("git:* on repos/**"), agent("git:* on repos/**", narrow))).toEqual([]);
  const three = agent("git:push on repos/{a,b}*", "git:push on repos/c");
  expect(toldBetween(three, agent("git:push on repos/a*, repos/c", "git:push on repos/b*"))).toEqual([]);
});

test("widening one star is told alone, with a witness, as the patterns that are new", () => {
  const changes = changesBetween(
    agent("git:push on repos/*/branches/feature/*", "git:read on **", "sql:select on sql/*"),
    agent("git:push on repos/*/branches/f*", "git:read on **", "sql:select on sql/*"),
  );
  expect(changes).toHaveLength(1);
  const [change] = changes;
  expect(change).toMatchObject({
    kind: "widened",
    tags: ["widened", "reach-growth"],
    agents: ["ci"],
    region: {
      actions: "git:push",
      resources: "repos/*/branches/f*",
      except: "repos/*/branches/feature/*",
      when: null,
      exact: true,
    },
    before: { reason: "no_grant" },
    after: { reason: "granted" },
    base: [{ text: "allow git:push on repos/*/branches/feature/*", line: 3 }],
    head: [{ text: "allow git:push on repos/*/branches/f*", line: 3 }],
  });
  expect(change?.witness?.request).toEqual({
    agent: "ci",
    action: "git:push",
    resource: "repos/ /branches/f",
  });
  expect((change?.reach?.head ?? 0) > (change?.reach?.base ?? 0)).toBe(true);
});

test("the same the other way round is a narrowing", () => {
  expect(
    toldBetween(agent("git:push on repos/*/branches/f*"), agent("git:push on repos/*/branches/feature/*")),
  ).toEqual([
    "narrowed: `ci` may no longer do `git:push on repos/*/branches/f* except repos/*/branches/feature/*`",
  ]);
});

test("a deny removed is told with the grant that now allows", () => {
  const grant = "git:push on repos/*/branches/*";
  const [change, ...more] = changesBetween(
    agent(grant, "deny git:push on repos/*/branches/main"),
    agent(grant),
  );
  expect(more).toEqual([]);
  expect(change).toMatchObject({
    kind: "widened",
    tags: ["widened", "deny-removed"],
    message: "`ci` may now do `git:push on repos/*/branches/main`",
    before: { reason: "denied" },
    after: { reason: "granted" },
    base: [{ text: "deny git:push on repos/*/branches/main" }],
    head: [{ text: "allow git:push on repos/*/branches/*" }],
  });
});

test("a deny that reached no grant, added or removed, is no change", () => {
  const grant = "git:push on repos/*";
  expect(toldBetween(agent(grant, "deny sql:* on **"), agent(grant))).toEqual([]);
  expect(toldBetween(agent(grant), agent(grant, "deny sql:* on **"))).toEqual([]);
});

test("a gate added gates, and one removed ungates, as far as it was allowed", () => {
  const grant = "git:* on repos/**";
  const gated = agent(grant, `statement: git:push on repos/*/branches/main${gate}`);
  expect(toldBetween(agent(grant), gated)).toEqual([
    "gated: `ci` now needs approval for `git:push on repos/*/branches/main`",
  ]);
  expect(toldBetween(gated, agent(grant))).toEqual([
    "ungated: `ci` no longer needs approval for `git:push on repos/*/branches/main`",
  ]);
});

test("a gate in place of a deny widens, with an approval", () => {
  const [change] = changesBetween(
    agent("git:* on repos/**", "deny git:push on repos/a"),
    agent("git:* on repos/**", `statement: git:push on repos/a${gate}`),
  );
  expect(change?.tags).toEqual(["widened", "with-approval", "deny-removed"]);
  expect(change?.message).toBe("`ci` may now do `git:push on repos/a` with an approval");
});

test("another channel of a gate is told once, with both decisions", () => {
  const other = gate.replace("#a", "#b");
  const changes = changesBetween(
    agent(`statement: git:push on repos/*${gate}`),
    agent(`statement: git:push on repos/*${other}`),
  );
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    kind: "approval",
    message: "approval for `git:push on repos/*` is asked for otherwise, for `ci`",
    before: { approvals: [{ channels: ["slack:#a"] }] },
    after: { approvals: [{ channels: ["slack:#b"] }] },
  });
});

test("notifications that come and go are obligations", () => {
  const told = "statement: git:push on repos/*\nnotify: slack:#a";
  expect(toldBetween(agent("git:push on repos/*"), agent(told))).toEqual([
    "obligation: `slack:#a` is now told of `git:push on repos/*`, for `ci`",
  ]);
  const [lost] = changesBetween(agent(told), agent("git:push on repos/*"));
  expect(lost?.tags).toEqual(["obligation", "notify-removed"]);
});

test("a raised bound of a condition is told as the condition that is new", () => {
  const [change] = changesBetween(
    agent("pay:refund on acct/* when context.amount <= 500"),
    agent("pay:refund on acct/* when context.amount <= 5000"),
  );
  expect(change?.region?.when).toBe("context.amount <= 5000 && !(context.amount <= 500)");
  expect(change?.region?.exact).toBe(true);
  expect(change?.witness?.request.context).toEqual({ amount: 501 });
});

test("an expiry put off is told as the time between", () => {
  const until = (date: string): string => agent(`statement: pay:refund on acct/*\nexpires: ${date}`);
  const [change, ...more] = changesBetween(until("2026-06-01"), until("2027-06-01"));
  expect(more).toEqual([]);
  expect(change?.region?.when).toBe("now < 2027-06-01T00:00:00Z && !(now < 2026-06-01T00:00:00Z)");
  expect(change?.witness?.request.now).toBe(Date.UTC(2026, 5, 1));
});

test("an expiry given up also allows where no time is given", () => {
  const [change] = changesBetween(
    agent("statement: pay:refund on acct/*\nexpires: 2026-06-01"),
    agent("pay:refund on acct/*"),
  );
  expect(change?.region?.when).toBe("!(now < 2026-06-01T00:00:00Z) or unknown");
  expect(change?.witness?.request.now).toBeUndefined();
});

test("a guardrail is told once for all agents that it held", () => {
  const agents = ["a", "b", "c"].map((name) => `agent: ${name}\npolicies:\n  - git:push on repos/*\n`);
  const guard = "guardrails:\n  - deny git:push on repos/x\n";
  const [change, ...more] = changesBetween([guard, ...agents].join("---\n"), agents.join("---\n"));
  expect(more.map(({ kind }) => kind)).toEqual(["guardrail"]);
  expect(change).toMatchObject({
    kind: "widened",
    tags: ["widened", "deny-removed", "guardrail-weakened"],
    agents: ["a", "b", "c"],
    message: "3 agents may now do `git:push on repos/x`",
  });
});

test("what two new statements both allow is told through one of them", () => {
  expect(
    toldBetween(agent("git:read on r/*"), agent("git:read on r/*", "sql:* on **", "sql:select on x/*")),
  ).toEqual(["widened: `ci` may now do `sql:* on **`"]);
});

test("patterns that only cover a change say so", () => {
  const grants = ["git:push on repos/a", "git:push on repos/b"];
  const [change] = changesBetween(agent(...grants, "deny git:* on **"), agent(...grants));
  expect(change?.region?.exact).toBe(false);
  expect(change?.message).toBe("`ci` may now do ≈ `git:* on **`");
});

test("a region is not exact where other statements keep a corner of it", () => {
  const corner = '"*:push on repos/*b"';
  const [change] = changesBetween(agent(corner), agent(corner, "git:* on repos/a*"));
  expect(change?.region).toEqual({
    actions: "git:*",
    resources: "repos/a*",
    except: null,
    when: null,
    exact: false,
  });
});

test("a removed deny that reached one grant is told as that grant", () => {
  expect(toldBetween(agent("git:push on repos/a", "deny git:* on **"), agent("git:push on repos/a"))).toEqual(
    ["widened: `ci` may now do `git:push on repos/a`"],
  );
});

test("a border that falls is a weaker guardrail", () => {
  const config = (projects: string): string => `version: 1\nprojects: {${projects}}\n`;
  const both = "web: {agents: [ci], resources: [web/*]}, pay: {agents: [none], resources: [pay/*]}";
  const files = {
    "policies/a.yaml": `${agent("git:* on **")}---\nagent: none\npolicies:\n  - git:read on pay/*\n`,
  };
  const found = comparePolicies(
    sideOf(files, config(both)),
    sideOf(files, config(both.replace("resources: [pay/*]", "resources: [pay/x]"))),
  );
  expect(found.changes.map(({ tags, message }) => [tags, message])[0]).toEqual([
    ["widened", "deny-removed", "guardrail-weakened"],
    "`ci` may now do `git:* on pay/* except pay/x`",
  ]);
});

test("a question over its budget is told as unknown, and never as no change", () => {
  const found = comparePolicies(
    sideOf(agent("git:* on repos/*/a*b*c")),
    sideOf(agent("git:* on repos/*/a*b*")),
    { maxStates: 3 },
  );
  expect(found.changes).toEqual([]);
  expect(found.unknown.map(({ agent: name }) => name)).toContain("ci");
});

test("what a narrowed gate no longer asks for is told as the grant that takes its place, exactly", () => {
  const base = agent(`statement: git:push on repos/*${gate}`);
  const head = agent("git:push on repos/a-*", `statement: git:push on repos/b-*${gate}`);
  const ungated = changesBetween(base, head).find(({ kind }) => kind === "ungated");
  expect(ungated?.region).toEqual({
    actions: "git:push",
    resources: "repos/a-*",
    except: null,
    when: null,
    exact: true,
  });
});

test("a gate that narrows and asks in another channel is told once", () => {
  const gateAt = (channel: string, resources: string): string =>
    agent(
      `statement: git:push on ${resources}\nrequires_approval: true\napproval_channel: "${channel}"\napproval_timeout: 1h`,
    );
  expect(toldBetween(gateAt("slack:#a", "repos/a*"), gateAt("slack:#b", "repos/ab*"))).toEqual([
    "narrowed: `ci` may no longer do `git:push on repos/a* except repos/ab*`",
    "approval: approval for `git:push on repos/ab*` is asked for otherwise, for `ci`",
  ]);
});
