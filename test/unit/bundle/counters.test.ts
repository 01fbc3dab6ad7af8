import { expect, test } from "vitest";
import { manifestLimits } from "../../../src/bundle/counters.ts";
import type { Limit } from "../../../src/ir/ir.ts";
import { buildSet } from "../../support/build-set.ts";
import { nowhere } from "../../support/arbitrary-set.ts";

const base = {
  scope: { kind: "agents", agents: ["a", "b"] },
  declaredBy: "guardrail",
  place: nowhere,
} as const;

function countersOf(...limits: Limit[]): readonly unknown[] {
  return manifestLimits({ ...buildSet({ agents: {} }), limits }).counters.map(
    ({ name, kind, window, value, on_exceed }) => [name, kind, window, value, on_exceed],
  );
}

test("a budget counts tokens of the session and sessions of the day", () => {
  expect(
    countersOf({
      ...base,
      kind: "budget",
      maxTokensPerSession: 200,
      maxSessionsPerDay: 5,
      alertAt: [80],
      onExceed: "pause",
    }),
  ).toEqual([
    ["budget.session_tokens", "tokens", { kind: "session" }, 200, "pause"],
    ["budget.daily_sessions", "sessions", { kind: "calendar", unit: "day", timezone: "UTC" }, 5, "pause"],
  ]);
});

test("a rate without burst is one window; with burst it is two", () => {
  const rate = { ...base, kind: "rate_limits", maxRequestsPerMinute: 30, onExceed: "throttle" } as const;
  expect(countersOf({ ...rate, burstAllowance: 0 })).toEqual([
    ["rate_limits.requests_60s", "requests", { kind: "sliding", seconds: 60 }, 30, "throttle"],
  ]);
  expect(countersOf({ ...rate, burstAllowance: 10 })).toEqual([
    ["rate_limits.requests_60s", "requests", { kind: "sliding", seconds: 60 }, 40, "throttle"],
    ["rate_limits.requests_600s", "requests", { kind: "sliding", seconds: 600 }, 300, "throttle"],
  ]);
});

test("a project's budget counts once for the project, in cents and tokens", () => {
  const { counters } = manifestLimits({
    ...buildSet({ agents: {} }),
    limits: [
      {
        ...base,
        scope: { kind: "project", project: "web", agents: ["a"] },
        kind: "project_budget",
        monthlyLimit: 50_000,
        monthlyTokens: null,
        alertThresholds: [50, 90],
        onExceed: "alert",
      },
    ],
  });
  expect(counters).toEqual([
    {
      name: "project_budget.monthly_cost",
      kind: "us_cents",
      scope: { kind: "project", project: "web", agents: ["a"] },
      window: { kind: "calendar", unit: "month", timezone: "UTC" },
      value: 50_000,
      on_exceed: "alert",
      alert_at: [50, 90],
      limit: 0,
    },
  ]);
});

test("limits do not merge: each is listed with its own counters, whatever order they came in", () => {
  const session = (seconds: number): Limit => ({
    ...base,
    kind: "session",
    maxDurationSeconds: seconds,
    idleTimeoutSeconds: null,
  });
  const audit: Limit = { ...base, kind: "audit", retentionSeconds: 1, exportTo: null, include: [] };
  const set = buildSet({ agents: {} });
  const one = manifestLimits({ ...set, limits: [session(7200), audit, session(60)] });
  expect(one).toEqual(manifestLimits({ ...set, limits: [session(60), session(7200), audit] }));
  expect(one.limits.map(({ kind }) => kind)).toEqual(["audit", "session", "session"]);
  expect(one.counters.map(({ value, limit }) => [value, limit])).toEqual(
    one.limits.flatMap(({ settings }, i) =>
      settings["max_duration_seconds"] === undefined ? [] : [[settings["max_duration_seconds"], i]],
    ),
  );
});

test("a breaker counts failures in its window", () => {
  expect(
    countersOf({
      ...base,
      kind: "circuit_breaker",
      failures: 10,
      windowSeconds: 300,
      statuses: ["429"],
      cooldownSeconds: 60,
      onOpen: "pause_and_alert",
    }),
  ).toEqual([
    ["circuit_breaker.failures", "failures", { kind: "sliding", seconds: 300 }, 10, "pause_and_alert"],
  ]);
});
