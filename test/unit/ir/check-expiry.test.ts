import { expect, test } from "vitest";
import { checkExpiry } from "../../../src/ir/check-expiry.ts";
import { setOf } from "../../support/compile-text.ts";

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
const found = (now: string): string[] =>
  checkExpiry(setOf(text), Date.parse(now))
    .map(({ code, message }) => `${code} ${message}`)
    .sort();

test("what expires in more than 14 days is not reported", () => {
  expect(found("2029-12-01T00:00:00Z")).toEqual([]);
  expect(found("2029-12-17T23:59:59Z")).toEqual([]);
});

test("what expires within 14 days is said once for each statement, and for agents", () => {
  expect(found("2029-12-25T00:00:00Z")).toEqual([
    "expiring-soon agent `c` expires on 2030-01-05",
    "expiring-soon the grant expires on 2030-01-01",
  ]);
});

test("from its instant on a grant has expired", () => {
  expect(found("2030-01-01T00:00:00Z")).toContain("expired-grant the grant expired on 2030-01-01");
  expect(found("2029-12-31T23:59:59.999Z")).toContain("expiring-soon the grant expires on 2030-01-01");
  expect(found("2030-03-01T00:00:00Z")).toEqual([
    "expired-grant agent `c` expired on 2030-01-05",
    "expired-grant the grant expired on 2030-01-01",
    "expired-grant the grant expired on 2030-02-01",
  ]);
});
