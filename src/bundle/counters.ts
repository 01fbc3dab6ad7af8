/**
 * Limits (LANGUAGE.md §8) as the manifest lists them, each with the counters that a gateway keeps for
 * it. Limits do not merge: each is kept, counts on its own and acts on its own.
 */
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Limit, PolicySet } from "../ir/ir.ts";
import type { Counter, CounterScope, CounterWindow, ManifestLimit } from "../runtime/manifest.ts";

/** The limits in the order of their text, and their counters in the same order. */
export function manifestLimits(set: PolicySet): {
  readonly limits: readonly ManifestLimit[];
  readonly counters: readonly Counter[];
} {
  const sorted = set.limits
    .map((limit) => ({ limit, entry: limitEntry(limit) }))
    .map((pair) => ({ ...pair, text: JSON.stringify(pair.entry) }))
    .sort((a, b) => compareCodePoints(a.text, b.text));
  return {
    limits: sorted.map(({ entry }) => entry),
    counters: sorted.flatMap(({ limit, entry }, index) =>
      countersOf(limit, set.timezone.name).map(({ name, kind, window, value, on_exceed, alert_at }) => ({
        name,
        kind,
        scope: entry.scope,
        window,
        value,
        on_exceed,
        alert_at,
        limit: index,
      })),
    ),
  };
}

function limitEntry(limit: Limit): ManifestLimit {
  return {
    kind: limit.kind,
    scope: scopeOf(limit),
    declared_by: limit.declaredBy,
    settings: settingsOf(limit),
  };
}

function scopeOf({ scope }: Limit): CounterScope {
  return scope.kind === "agents"
    ? { kind: "agents", agents: scope.agents }
    : { kind: "project", project: scope.project, agents: scope.agents };
}

/** The block's own keys; durations in seconds, money in US cents. */
function settingsOf(limit: Limit): { readonly [key: string]: unknown } {
  switch (limit.kind) {
    case "budget":
      return {
        max_tokens_per_session: limit.maxTokensPerSession,
        max_sessions_per_day: limit.maxSessionsPerDay,
        alert_at: limit.alertAt,
        on_exceed: limit.onExceed,
      };
    case "project_budget":
      return {
        monthly_limit_us_cents: limit.monthlyLimit,
        monthly_tokens: limit.monthlyTokens,
        alert_thresholds: limit.alertThresholds,
        on_exceed: limit.onExceed,
      };
    case "rate_limits":
      return {
        max_requests_per_minute: limit.maxRequestsPerMinute,
        burst_allowance: limit.burstAllowance,
        on_exceed: limit.onExceed,
      };
    case "circuit_breaker":
      return {
        failures: limit.failures,
        window_seconds: limit.windowSeconds,
        statuses: limit.statuses,
        cooldown_seconds: limit.cooldownSeconds,
        on_open: limit.onOpen,
      };
    case "audit":
      return { retention_seconds: limit.retentionSeconds, export: limit.exportTo, include: limit.include };
    case "alerts":
      return {
        permission_denied: limit.permissionDenied,
        request_volume: limit.requestVolume,
        off_hours: limit.offHours,
        new_resource: limit.newResource,
      };
    case "session":
      return {
        max_duration_seconds: limit.maxDurationSeconds,
        idle_timeout_seconds: limit.idleTimeoutSeconds,
      };
    default:
      return assertNever(limit);
  }
}

type OwnCounter = Omit<Counter, "scope" | "limit">;

/** What of a limit is counted; `audit` and `alerts` count nothing. */
function countersOf(limit: Limit, timezone: string): readonly OwnCounter[] {
  switch (limit.kind) {
    case "budget": {
      const day: CounterWindow = { kind: "calendar", unit: "day", timezone };
      const rest = { on_exceed: limit.onExceed, alert_at: limit.alertAt };
      return [
        ...counter("budget.session_tokens", "tokens", { kind: "session" }, limit.maxTokensPerSession, rest),
        ...counter("budget.daily_sessions", "sessions", day, limit.maxSessionsPerDay, rest),
      ];
    }
    case "project_budget": {
      const month: CounterWindow = { kind: "calendar", unit: "month", timezone };
      const rest = { on_exceed: limit.onExceed, alert_at: limit.alertThresholds };
      return [
        ...counter("project_budget.monthly_cost", "us_cents", month, limit.monthlyLimit, rest),
        ...counter("project_budget.monthly_tokens", "tokens", month, limit.monthlyTokens, rest),
      ];
    }
    case "rate_limits": {
      const { maxRequestsPerMinute: perMinute, burstAllowance: burst } = limit;
      const rest = { on_exceed: limit.onExceed, alert_at: [] };
      const requests = (seconds: number, value: number): readonly OwnCounter[] =>
        counter(`rate_limits.requests_${seconds}s`, "requests", { kind: "sliding", seconds }, value, rest);
      // "`burst_allowance` = B: N+B in 60 s and 10·N in 600 s"
      return burst === 0
        ? requests(60, perMinute)
        : [...requests(60, perMinute + burst), ...requests(600, 10 * perMinute)];
    }
    case "circuit_breaker":
      return counter(
        "circuit_breaker.failures",
        "failures",
        { kind: "sliding", seconds: limit.windowSeconds },
        limit.failures,
        { on_exceed: limit.onOpen, alert_at: [] },
      );
    case "session": {
      // The block names no action: a session that is over admits nothing more.
      const rest = { on_exceed: "deny", alert_at: [] } as const;
      return [
        ...counter("session.duration", "seconds", { kind: "session" }, limit.maxDurationSeconds, rest),
        ...counter("session.idle", "seconds", { kind: "idle" }, limit.idleTimeoutSeconds, rest),
      ];
    }
    case "audit":
    case "alerts":
      return [];
    default:
      return assertNever(limit);
  }
}

/** One counter, or none where the limit does not set its value. */
function counter(
  name: string,
  kind: Counter["kind"],
  window: CounterWindow,
  value: number | null,
  rest: Pick<Counter, "on_exceed" | "alert_at">,
): readonly OwnCounter[] {
  return value === null ? [] : [{ name, kind, window, value, ...rest }];
}
