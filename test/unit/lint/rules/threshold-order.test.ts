import { expect, test } from "vitest";
import { thresholdOrder } from "../../../../src/lint/rules/threshold-order.ts";
import { errorsOf } from "../../../support/compile-text.ts";
import { fixedText } from "../../../support/fixed-text.ts";

const policy = (thresholds: string): string =>
  `agent: a\npolicies:\n  - git:read on repos/*\nbudget:\n  max_sessions_per_day: 50\n  alert_at: ${thresholds}\n`;

test("thresholds out of order are an error, and sorting them is safe", () => {
  expect(errorsOf(policy("[80%, 50%]"))).toEqual(["threshold-order `50%` follows `80%` @ 50%"]);
  const fixed = fixedText(thresholdOrder, policy("[80%, 50%]"));
  expect(fixed).toBe(policy("[50%, 80%]"));
  expect(errorsOf(fixed)).toEqual([]);
});

test("a threshold above 100 % and one that stands twice have no fix", () => {
  for (const thresholds of ["[50%, 120%]", "[50%, 50%]"]) {
    expect(errorsOf(policy(thresholds))).toHaveLength(1);
    expect(() => fixedText(thresholdOrder, policy(thresholds))).toThrow("offers no fix");
  }
});

test("ascending thresholds up to 100 % are fine", () => {
  expect(errorsOf(policy("[50%, 80%, 100%]"))).toEqual([]);
});
