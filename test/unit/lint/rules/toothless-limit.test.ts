import { expect, test } from "vitest";
import { toothlessLimit } from "../../../../src/lint/rules/toothless-limit.ts";
import { saidBy } from "../../../support/lint-text.ts";

const policy = (block: string): string => `agent: a\npolicies:\n  - git:read on repos/*\n${block}\n`;
const rates = (action: string): string =>
  policy(`rate_limits: {max_requests_per_minute: 30, on_exceed: ${action}}`);

test("a limit that only alerts is told at that word", () => {
  const [said = ""] = saidBy(toothlessLimit, rates("alert"));
  expect(said).toMatch(/^warning toothless-limit: .* @ alert$/);
  const breaker = policy(
    "circuit_breaker: {failures: 10, window: 5m, statuses: [429], cooldown: 15m, on_open: alert}",
  );
  expect(saidBy(toothlessLimit, breaker)).toHaveLength(1);
});

test.each(["deny", "throttle", "throttle_and_alert", "pause", "pause_and_alert"])("%s blocks", (action) => {
  expect(saidBy(toothlessLimit, rates(action))).toEqual([]);
});
