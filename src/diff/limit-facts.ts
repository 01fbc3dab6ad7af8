/**
 * Limits as single facts, each with the values that decide how much it bears: what one block says in two
 * documents, or two blocks in one, is the same.
 */
import { assertNever } from "../base/invariant.ts";
import type { Limit, OnExceed } from "../ir/ir.ts";

/** One value of a fact. */
export interface FactValue {
  /** The key as policies write it; empty for the fact's own value. */
  readonly key: string;
  /** As policies write it. */
  readonly text: string;
  /** More is stricter; a set is stricter than one that it holds. `null`: which of two is stricter is not known. */
  readonly strictness: number | readonly string[] | null;
}

export interface LimitFact {
  /** `budget.max_tokens_per_session`, with the project it counts for. */
  readonly name: string;
  readonly project: string | null;
  /** Whether it blocks, or is evidence that is kept. */
  readonly isEvidence: boolean;
  readonly values: readonly FactValue[];
}

/** The facts that a limit states. */
export function factsOf(limit: Limit): LimitFact[] {
  const project = limit.scope.kind === "project" ? limit.scope.project : null;
  const fact = (key: string, values: readonly FactValue[], isEvidence = false): LimitFact => ({
    name: key === "" ? limit.kind : `${limit.kind}.${key}`,
    project,
    isEvidence,
    values,
  });
  const capped = (key: string, value: FactValue | null, ...others: FactValue[]): LimitFact[] =>
    value === null ? [] : [fact(key, [value, ...others])];
  switch (limit.kind) {
    case "budget": {
      const tail = [onExceed("on_exceed", limit.onExceed), percents("alert_at", limit.alertAt)];
      return [
        ...capped("max_tokens_per_session", cap("", limit.maxTokensPerSession, count), ...tail),
        ...capped("max_sessions_per_day", cap("", limit.maxSessionsPerDay, count), ...tail),
      ];
    }
    case "project_budget": {
      const tail = [
        onExceed("on_exceed", limit.onExceed),
        percents("alert_thresholds", limit.alertThresholds),
      ];
      return [
        ...capped("monthly_limit", cap("", limit.monthlyLimit, money), ...tail),
        ...capped("monthly_tokens", cap("", limit.monthlyTokens, count), ...tail),
      ];
    }
    case "rate_limits":
      return [
        fact("", [
          cap("max_requests_per_minute", limit.maxRequestsPerMinute, count) ?? nothing,
          cap("burst_allowance", limit.burstAllowance, count) ?? nothing,
          onExceed("on_exceed", limit.onExceed),
        ]),
      ];
    case "circuit_breaker":
      return [
        fact("", [
          cap("failures", limit.failures, count) ?? nothing,
          { key: "window", text: duration(limit.windowSeconds), strictness: limit.windowSeconds },
          { key: "statuses", text: limit.statuses.join(", "), strictness: limit.statuses },
          { key: "cooldown", text: duration(limit.cooldownSeconds), strictness: limit.cooldownSeconds },
          onExceed("on_open", limit.onOpen),
        ]),
      ];
    case "audit": {
      const { retentionSeconds: kept, exportTo, include } = limit;
      const facts: LimitFact[] = [];
      if (kept !== null)
        facts.push(fact("retention", [{ key: "", text: duration(kept), strictness: kept }], true));
      if (exportTo !== null) {
        const text = `${exportTo.destination} as ${exportTo.format}, ${exportTo.frequency}`;
        facts.push(fact("export", [{ key: "", text, strictness: null }], true));
      }
      if (include.length > 0)
        facts.push(fact("include", [{ key: "", text: include.join(", "), strictness: include }], true));
      return facts;
    }
    case "alerts": {
      const facts: LimitFact[] = [];
      const add = (key: string, channel: string | null, ...values: FactValue[]): void => {
        const told: FactValue = { key: "channel", text: channel ?? "none", strictness: null };
        facts.push(fact(key, [...values, told], true));
      };
      const { permissionDenied, requestVolume, offHours, newResource } = limit;
      if (permissionDenied !== null) add("permission_denied", permissionDenied.channel);
      if (requestVolume !== null) {
        const { factor, channel } = requestVolume;
        add("request_volume", channel, { key: "", text: `${factor}x`, strictness: -factor });
      }
      if (offHours !== null) {
        const { hours, days, timezone, channel } = offHours;
        const text = [hours ?? "all day", days.length === 0 ? "every day" : days.join(", "), timezone];
        add("off_hours", channel, { key: "", text: text.join(" "), strictness: null });
      }
      if (newResource !== null) add("new_resource", newResource.channel);
      return facts;
    }
    case "session":
      return [
        ...capped("max_duration", cap("", limit.maxDurationSeconds, duration)),
        ...capped("idle_timeout", cap("", limit.idleTimeoutSeconds, duration)),
      ];
    default:
      return assertNever(limit);
  }
}

const nothing: FactValue = { key: "", text: "none", strictness: null };

function cap(key: string, value: number | null, print: (value: number) => string): FactValue | null {
  return value === null ? null : { key, text: print(value), strictness: -value };
}

/** What blocks is stricter than what slows down, and that than what only alerts; of two alike, the one that alerts. */
const actions: { readonly [A in OnExceed]: number } = {
  alert: 0,
  throttle: 2,
  throttle_and_alert: 3,
  pause: 4,
  pause_and_alert: 5,
  deny: 4,
};

function onExceed(key: string, value: OnExceed): FactValue {
  return { key, text: value, strictness: actions[value] };
}

function percents(key: string, values: readonly number[]): FactValue {
  return {
    key,
    text: values.length === 0 ? "none" : values.map((p) => `${p}%`).join(", "),
    strictness: values.map(String),
  };
}

/** `80_000`; up to four digits without a break. */
function count(value: number): string {
  return value < 10_000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, "_");
}

/** `$1,250.50` of cents. */
function money(cents: number): string {
  const dollars = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = cents % 100;
  return `$${dollars}${rest === 0 ? "" : `.${String(rest).padStart(2, "0")}`}`;
}

const units: readonly (readonly [seconds: number, unit: string])[] = [
  [31_536_000, "y"],
  [86_400, "d"],
  [3600, "h"],
  [60, "m"],
  [1, "s"],
];

/** `1h30m` of seconds. */
function duration(seconds: number): string {
  let rest = seconds;
  let text = "";
  for (const [size, unit] of units) {
    const whole = Math.floor(rest / size);
    if (whole > 0) text += `${whole}${unit}`;
    rest -= whole * size;
  }
  return text === "" ? "0s" : text;
}
