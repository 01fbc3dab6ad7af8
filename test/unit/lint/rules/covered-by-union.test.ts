import { expect, test } from "vitest";
import { coveredByUnion } from "../../../../src/lint/rules/covered-by-union.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("a grant that two others cover together is told, with both", () => {
  const text = policy(
    "git:read, git:push on repos/x",
    "git:read on repos/*",
    "git:push on repos/x/**, repos/x",
  );
  expect(saidBy(coveredByUnion, text)).toEqual([
    "warning covered-by-union: `git:read, git:push on repos/x` changes nothing: 2 others together cover it @ git:read, git:push on repos/x < git:read on repos/* < git:push on repos/x/**, repos/x",
  ]);
  const [finding] = findingsOf([coveredByUnion], text);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("what the exception of one leaves another covers", () => {
  const text = policy(
    "files:read on files/*/src/**",
    "files:read on files/** except files/web/**",
    "files:* on files/web/**",
  );
  expect(saidBy(coveredByUnion, text)).toHaveLength(1);
});

test("conditions cover together", () => {
  const text = policy(
    "git:push on repos/x when has(context.n)",
    "git:push on repos/* when has(context.n) && !has(context.m)",
    "git:push on repos/x when has(context.m)",
  );
  expect(saidBy(coveredByUnion, text)).toHaveLength(1);
});

test("a grant of which one part is denied and the other granted already is told", () => {
  const text = policy("sql:read on sql/a, sql/b", "sql:* on sql/a", "deny sql:* on sql/b");
  const [finding] = findingsOf([coveredByUnion], text);
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "`sql:* on sql/a` covers a part of it",
    "`deny sql:* on sql/b` covers a part of it",
  ]);
});

test("denies, gates and guardrails cover together", () => {
  const gate = (on: string): string => `{statement: "git:push on ${on}", requires_approval: true}`;
  const files = {
    "policies/a.yaml": policy(
      "sql:* on sql/**",
      "deny sql:drop on sql/a, sql/b",
      gate("repos/a"),
      gate("repos/b"),
      gate("repos/a, repos/b"),
    ),
    "policies/g.yaml": "guardrails:\n  - deny sql:drop on sql/a\n  - deny sql:* on sql/b\n",
  };
  expect(saidBy(coveredByUnion, files)).toHaveLength(2);
});

test("a conditional grant under unconditional ones is left to another rule", () => {
  const text = policy(
    "git:read on repos/a",
    "git:read on repos/b",
    "git:read on repos/a, repos/b when context.n > 1",
  );
  expect(saidBy(coveredByUnion, text)).toEqual([]);
});

test("what one of them leaves, however little, keeps it", () => {
  expect(
    saidBy(
      coveredByUnion,
      policy(
        "git:read on repos/*",
        "git:read on repos/a*, repos/b*",
        "files:read on files/{a,b,c}",
        "files:read on files/a when context.n >= 1",
        "files:read on files/a when context.n < 1",
        "files:read on files/b, files/c",
      ),
    ),
  ).toEqual([]);
});

test("what one other covers alone is not told here", () => {
  expect(
    saidBy(
      coveredByUnion,
      policy("git:read on repos/x", "git:read on repos/*", "git:* on repos/x/**, repos/x"),
    ),
  ).toEqual([]);
});

test("the fix removes the statement", () => {
  const fixed = fixedBy(
    coveredByUnion,
    policy("git:read on repos/a", "git:* on repos/b", "git:read on repos/a, repos/b"),
  );
  expect(fixed).toBe(policy("git:read on repos/a", "git:* on repos/b"));
  expect(saidBy(coveredByUnion, fixed)).toEqual([]);
});

test("what is not decided within the budget blocks", () => {
  const text = policy("git:read on repos/a", "git:* on repos/b", "git:read on repos/a, repos/b");
  const found = findingsOf([coveredByUnion], text, { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
