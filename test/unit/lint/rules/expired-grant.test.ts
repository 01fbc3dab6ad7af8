import { expect, test } from "vitest";
import { expiredGrant } from "../../../../src/lint/rules/expired-grant.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const text = `agents: [a, b]
policies:
  - statement: x:y on z/*
    expires: 2030-01-01
  - statement: x:z on z/*
    requires_approval: true
    expires: 2030-02-01T00:00:00Z
  - x:q on z/*
---
agent: c
expires: 2030-01-05
policies:
  - x:y on z/*
`;

test("what has passed its end is said once for each statement of the text, and for agents", () => {
  expect(saidBy(expiredGrant, text, { now: "2030-03-01T00:00:00Z" })).toEqual([
    "warning expired-grant: the grant expired on 2030-01-01 @ statement: x:y on z/*\n    expires: 2030-01-01",
    "warning expired-grant: the grant expired on 2030-02-01 @ statement: x:z on z/*\n    requires_approval: true\n    expires: 2030-02-01T00:00:00Z",
    "warning expired-grant: agent `c` expired on 2030-01-05 @ c",
  ]);
});

test("a grant has expired from its instant on, and not before", () => {
  const said = (now: string): string[] => saidBy(expiredGrant, text, { now });
  expect(said("2030-01-01T00:00:00Z")).toHaveLength(1);
  expect(said("2029-12-31T23:59:59.999Z")).toEqual([]);
});

test("the grant is offered for removal; a gate is not, since it goes on gating", () => {
  const now = "2030-03-01T00:00:00Z";
  expect(fixedBy(expiredGrant, text, { now })).toBe(
    text.replace("  - statement: x:y on z/*\n    expires: 2030-01-01\n", ""),
  );
  const found = findingsOf([expiredGrant], text, { now });
  expect(found.map(({ fixes, help }) => [fixes.map(({ kind }) => kind), help])).toEqual([
    [["review"], "remove it, or set a later date"],
    [[], "it goes on asking for approval"],
    [[], "nothing is granted to it any more: remove it, or set a later date"],
  ]);
});
