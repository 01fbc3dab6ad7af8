import { expect, test } from "vitest";
import { reachGrowth } from "../../../../src/lint/rules/reach-growth.ts";
import { saidBy } from "../../../support/lint-text.ts";

test("a single set has nothing to compare with: diff finds it", () => {
  expect([reachGrowth.check, reachGrowth.foundBy, reachGrowth.level]).toEqual([null, "diff", "warning"]);
  expect(saidBy(reachGrowth, 'agent: a\npolicies:\n  - "** on **"\n')).toEqual([]);
});
