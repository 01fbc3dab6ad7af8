import { expect, test } from "vitest";
import { unconstrainingLimit } from "../../../../src/lint/rules/unconstraining-limit.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(unconstrainingLimit, policies(...lines));

const limited = "git:push on repos/app/* when context.reviewed";

test("a condition whose opposite is allowed anyway is told with the grant that allows it", () => {
  expect(said(limited, "git:* on repos/*")).toEqual([
    "warning unconstraining-limit: the condition limits nothing: `git:* on repos/*` allows what it shuts out @ context.reviewed < git:* on repos/*",
  ]);
  const [finding] = findingsOf([unconstrainingLimit], policies(limited, "git:* on repos/*"));
  expect(finding?.help).toBe("remove the broader grant if the limit is meant, or this one if it is not");
  expect(finding?.witness).toMatchObject({
    request: { agent: "a", action: "git:push" },
    decision: { effect: "allow" },
  });
  expect(finding?.witness?.request.context).toBeUndefined();
});

test("several grants may allow it together", () => {
  expect(
    said(
      "git:push on repos/app/* when context.reviewed",
      "git:p* on repos/app/a*",
      "git:push on repos/*/* except repos/app/a*",
    ),
  ).toEqual([
    "warning unconstraining-limit: the condition limits nothing: other grants allow what it shuts out @ context.reviewed < git:p* on repos/app/a* < git:push on repos/*/* except repos/app/a*",
  ]);
});

test("a deny that closes the gap between grants counts", () => {
  expect(
    said(limited, "git:push on repos/app/b*", "deny git:push on repos/app/* except repos/app/b*"),
  ).toHaveLength(1);
});

test("a grant with another condition is no cover: both may be there for a reason", () => {
  expect(said(limited, "git:push on repos/app/* when !context.reviewed || !has(context.reviewed)")).toEqual(
    [],
  );
});

test("a condition that shuts something out is fine", () => {
  expect(said(limited)).toEqual([]);
  expect(said(limited, "git:push on repos/app/branches/*")).toEqual([]);
  expect(said(limited, '{statement: "git:push on repos/*", requires_approval: true}')).toEqual([]);
  expect(said(limited, "deny git:push on repos/app/* when !context.reviewed")).toEqual([]);
  expect(said(limited, '{statement: "git:push on repos/*", expires: 2027-01-01}')).toEqual([]);
});

test("where all of it needs approval anyway, nothing is allowed that the condition shuts out", () => {
  expect(
    said(limited, "git:push on repos/*", '{statement: "git:push on repos/app/*", requires_approval: true}'),
  ).toEqual([]);
});

test("a grant that is there to tell a channel is fine, unless the other tells it too", () => {
  const telling = '{statement: "git:push on repos/app/*", when: context.big, notify: dashboard}';
  expect(said(telling, "git:push on repos/*")).toEqual([]);
  expect(said(telling, '{statement: "git:push on repos/*", notify: dashboard}')).toHaveLength(1);
});

test("a role's condition that limits some agent is fine", () => {
  const role = `role: r\npolicies:\n  - ${limited}\n`;
  const broad = "agent: a\nextends: [r]\npolicies:\n  - git:push on repos/*\n";
  const narrow = "agent: b\nextends: [r]\npolicies:\n  - git:read on repos/*\n";
  const files = (b: string): { readonly [path: string]: string } => ({
    "policies/r.yaml": role,
    "policies/a.yaml": broad,
    "policies/b.yaml": b,
  });
  expect(saidBy(unconstrainingLimit, files(narrow))).toEqual([]);
  expect(saidBy(unconstrainingLimit, files(broad.replace("agent: a", "agent: b")))).toEqual([
    "warning unconstraining-limit: the condition limits nothing: `git:push on repos/*` allows what it shuts out @ context.reviewed < git:push on repos/*",
  ]);
});

const refund = "mcp:stripe:create_refund on mcp/stripe/live/charges/*";

test("a number that a sensitive grant bounds from above alone is told, with a request below nought", () => {
  const text = policies(`${refund} when context.amount <= 50`);
  expect(saidBy(unconstrainingLimit, text)).toEqual([
    "warning unconstraining-limit: `context.amount` has no bound below in a grant of a sensitive operation @ context.amount <= 50",
  ]);
  const [finding] = findingsOf([unconstrainingLimit], text);
  expect(finding?.help).toBe("bound it on both sides, such as `context.amount >= 0 && context.amount <= 50`");
  expect(finding?.witness?.request.context).toEqual({ amount: -1 });
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("a number that is bounded from below alone is told", () => {
  expect(said(`${refund} when context.amount >= 100`)).toEqual([
    "warning unconstraining-limit: `context.amount` has no bound above in a grant of a sensitive operation @ context.amount >= 100",
  ]);
});

test("the open side is found among other terms", () => {
  expect(said(`${refund} when context.amount < 50 && context.currency == "EUR"`)).toHaveLength(1);
  expect(said(`${refund} when context.vip || !(context.amount > 50)`)).toHaveLength(1);
  expect(
    said(`${refund} when context.amount < 50 && "x" in context.tags || "y" in context.tags`),
  ).toHaveLength(1);
});

test.each([
  "context.amount >= 0 && context.amount <= 50",
  "context.amount > 0 && context.amount <= 50 && context.currency in ['EUR']",
  "context.amount == 5",
  "context.amount in [1, 2]",
  "context.amount != 5",
  "time.hour < 8",
  "context.vip",
])("%s is closed, or no bound", (condition) => {
  expect(said(`${refund} when ${condition}`)).toEqual([]);
});

test("a bound that a deny or a gate closes is closed, and one of a harmless grant may be open", () => {
  const open = `${refund} when context.amount <= 50`;
  expect(said(open, "deny mcp:stripe:* on ** when context.amount < 0")).toEqual([]);
  expect(
    said(open, '{statement: "mcp:stripe:* on **", when: context.amount < 0, requires_approval: true}'),
  ).toEqual([]);
  expect(said("git:read on repos/* when context.amount <= 50")).toEqual([]);
});

test("a question over budget is said to be undecided", () => {
  const text = policies(limited, "git:* on repos/*");
  expect(findingsOf([unconstrainingLimit], text, { maxStates: 1 }).map((d) => d.code)).toContain("undecided");
});
