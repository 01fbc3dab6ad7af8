import { expect, test } from "vitest";
import { agent, changesBetween, difference, sideOf, toldBetween } from "../../support/difference.ts";

const policies = agent("git:read on **");

/** The policy with blocks of limits. */
function limited(blocks: string): string {
  return policies + blocks;
}

test("a limit that is raised, lowered, added or removed is told by its key, as policies write it", () => {
  const budget = (tokens: string): string => limited(`budget: {max_tokens_per_session: ${tokens}}\n`);
  const [raised] = changesBetween(budget("80_000"), budget("100_000"));
  expect(raised).toMatchObject({
    kind: "limit",
    tags: ["limit", "limit-raised"],
    agents: ["ci"],
    message: "`budget.max_tokens_per_session` went from 80_000 to 100_000, for `ci`",
    base: [{ id: "budget", line: 4 }],
    head: [{ id: "budget", line: 4 }],
  });
  expect(changesBetween(budget("100_000"), budget("80_000"))[0]?.tags).toEqual(["limit", "limit-lowered"]);
  const [removed] = changesBetween(budget("80_000"), policies);
  expect(removed?.tags).toEqual(["limit", "limit-removed"]);
  expect(removed?.message).toBe(
    "`budget.max_tokens_per_session` was removed (80_000, on_exceed deny, alert_at none), for `ci`",
  );
  expect(changesBetween(policies, budget("80_000"))[0]?.tags).toEqual(["limit", "limit-added"]);
});

test("money and durations are printed as policies write them", () => {
  const project = (limit: string): string =>
    `agent: ci\nproject: web\npolicies: ["git:read on **"]\nproject_budget: {monthly_limit: "${limit}"}\n`;
  expect(toldBetween(project("$900"), project("$12,500.50"))).toEqual([
    "limit: `project_budget.monthly_limit of project web` went from $900 to $12,500.50, for `ci`",
  ]);
  const breaker = (window: string): string =>
    limited(`circuit_breaker: {failures: 5, window: ${window}, cooldown: 20m}\n`);
  const [change] = changesBetween(breaker("90m"), breaker("10m"));
  expect(change?.message).toBe("`circuit_breaker window` went from 1h30m to 10m, for `ci`");
  // Failures that are forgotten sooner open the breaker later.
  expect(change?.tags).toEqual(["limit", "limit-raised"]);
});

test("what a limit does when it is met counts as well", () => {
  const rate = (action: string): string =>
    limited(`rate_limits: {max_requests_per_minute: 30, on_exceed: ${action}}\n`);
  expect(changesBetween(rate("deny"), rate("throttle"))[0]?.tags).toEqual(["limit", "limit-raised"]);
  expect(changesBetween(rate("throttle"), rate("throttle_and_alert"))[0]?.tags).toEqual([
    "limit",
    "limit-lowered",
  ]);
  expect(changesBetween(rate("pause_and_alert"), rate("deny"))[0]?.tags).toEqual(["limit", "limit-raised"]);
  expect(changesBetween(rate("deny"), rate("pause"))[0]?.tags).toEqual(["limit", "limit-changed"]);
});

test("a share at which nobody is alerted any longer is weaker, one more is stricter, and another may be either", () => {
  const budget = (shares: string): string =>
    limited(`budget: {max_tokens_per_session: 80_000, alert_at: [${shares}]}\n`);
  const tagsFrom = (old: string, now: string): readonly string[] | undefined =>
    changesBetween(budget(old), budget(now))[0]?.tags;
  expect(tagsFrom("50%, 80%", "80%")).toEqual(["limit", "limit-raised"]);
  expect(tagsFrom("80%", "50%, 80%")).toEqual(["limit", "limit-lowered"]);
  expect(tagsFrom("50%", "99%")).toEqual(["limit", "limit-changed", "limit-raised"]);
});

test.each([
  ["whom an alert tells", 'alerts: {permission_denied: {channel: "slack:#sec"}}', "#sec", "#nobody"],
  [
    "when an alert is due",
    'alerts: {off_hours: {hours: "20:00-06:00", channel: "slack:#sec"}}',
    "20:00",
    "05:59",
  ],
  [
    "where evidence goes",
    "audit: {export: {destination: s3://a, format: json, frequency: daily}}",
    "//a",
    "//b",
  ],
])("%s may be weaker where it is another", (_, block, old, now) => {
  const changes = changesBetween(limited(`${block}\n`), limited(`${block.replace(old, now)}\n`));
  expect(changes.map(({ tags }) => tags)).toEqual([["limit", "audit-changed", "audit-weakened"]]);
});

test("statuses of which others open a breaker may let more through", () => {
  const breaker = (statuses: string): string =>
    limited(`circuit_breaker: {failures: 5, window: 1m, cooldown: 20m, statuses: [${statuses}]}\n`);
  expect(changesBetween(breaker("429"), breaker("418"))[0]?.tags).toEqual([
    "limit",
    "limit-changed",
    "limit-raised",
  ]);
});

test("evidence that is kept for less time is weaker", () => {
  const audit = (retention: string): string => limited(`audit: {retention: ${retention}}\n`);
  const [change] = changesBetween(audit("1y"), audit("90d"));
  expect(change).toMatchObject({
    tags: ["limit", "audit-weakened"],
    message: "`audit.retention` went from 1y to 90d, for `ci`",
  });
});

test("limits that move between documents and blocks are no change", () => {
  const one = limited("budget: {max_tokens_per_session: 80000, max_sessions_per_day: 9, on_exceed: pause}\n");
  const two = `${policies}---\nagents: [ci]\nbudget: {on_exceed: pause, max_sessions_per_day: 9, max_tokens_per_session: 80_000}\n`;
  const base = sideOf({ "policies/ci.yaml": one });
  const head = sideOf({ "policies/ci.yaml": two });
  expect(difference(base, head).changes).toEqual([]);
});

test("agents with the same movement are told together", () => {
  const fleet = (tokens: number): string =>
    `agents: [a, b, c]\npolicies: ["git:read on **"]\nbudget: {max_tokens_per_session: ${tokens}}\n`;
  const changes = changesBetween(fleet(100), fleet(200));
  expect(changes).toHaveLength(1);
  expect(changes[0]?.agents).toEqual(["a", "b", "c"]);
});
