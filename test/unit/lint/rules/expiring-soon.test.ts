import { expect, test } from "vitest";
import { expiringSoon } from "../../../../src/lint/rules/expiring-soon.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const text = `agents: [a, b]
policies:
  - statement: x:y on z/*
    expires: 2030-01-01
  - statement: x:z on z/*
    requires_approval: true
    expires: 2030-01-02
  - x:q on z/*
---
agent: c
expires: 2030-01-05
policies:
  - x:y on z/*
`;
const said = (now: string): string[] =>
  saidBy(expiringSoon, text, { now }).map((line) => line.replace(/ @ .*/s, ""));

test("what ends within 14 days is said once for each statement of the text, and for agents", () => {
  expect(said("2029-12-25T00:00:00Z")).toEqual([
    "info expiring-soon: the grant expires on 2030-01-01",
    "info expiring-soon: the grant expires on 2030-01-02",
    "info expiring-soon: agent `c` expires on 2030-01-05",
  ]);
  const helps = findingsOf([expiringSoon], text, { now: "2029-12-25T00:00:00Z" }).map(({ help }) => help);
  expect(helps).toEqual([
    "remove it, or set a later date",
    "it goes on asking for approval, and grants nothing from then on",
    "nothing is granted to it from then on",
  ]);
});

test("what ends later is not reported, and neither is what has ended", () => {
  expect(said("2029-12-17T23:59:59Z")).toEqual([]);
  expect(said("2029-12-18T00:00:00Z")).toHaveLength(1);
  expect(said("2030-01-05T00:00:00Z")).toEqual([]);
});
