/** Syntax trees of the blocks of LANGUAGE.md §8: limits, audit, alerts, session. */
import type { Span } from "../base/source.ts";
import type { Located } from "./expression-ast.ts";

export type OnExceed = "deny" | "alert" | "throttle" | "throttle_and_alert" | "pause" | "pause_and_alert";

export interface BudgetNode {
  readonly kind: "budget";
  readonly maxTokensPerSession: Located<number> | null;
  readonly maxSessionsPerDay: Located<number> | null;
  /** Percents, as numbers from 0 to 100. */
  readonly alertAt: readonly Located<number>[];
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface ProjectBudgetNode {
  readonly kind: "project_budget";
  /** US cents. */
  readonly monthlyLimit: Located<number> | null;
  readonly monthlyTokens: Located<number> | null;
  readonly alertThresholds: readonly Located<number>[];
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface RateLimitsNode {
  readonly kind: "rate_limits";
  readonly maxRequestsPerMinute: Located<number> | null;
  readonly burstAllowance: Located<number> | null;
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface CircuitBreakerNode {
  readonly kind: "circuit_breaker";
  readonly failures: Located<number> | null;
  /** Seconds. */
  readonly window: Located<number> | null;
  /** Status codes (`429`) and classes (`5xx`), lower-cased. */
  readonly statuses: readonly Located<string>[];
  /** Seconds. */
  readonly cooldown: Located<number> | null;
  readonly onOpen: Located<OnExceed> | null;
  readonly span: Span;
}

export interface AuditNode {
  readonly kind: "audit";
  /** Seconds. */
  readonly retention: Located<number> | null;
  readonly exportTo: {
    readonly destination: Located<string>;
    readonly format: Located<string> | null;
    readonly frequency: Located<string> | null;
  } | null;
  readonly include: readonly Located<string>[];
  readonly span: Span;
}

export interface AlertsNode {
  readonly kind: "alerts";
  readonly permissionDenied: { readonly channel: Located<string> | null; readonly span: Span } | null;
  readonly requestVolume: {
    readonly factor: Located<number>;
    readonly channel: Located<string> | null;
    readonly span: Span;
  } | null;
  readonly offHours: {
    readonly hours: Located<string> | null;
    readonly days: readonly Located<string>[];
    readonly timezone: Located<string> | null;
    readonly channel: Located<string> | null;
    readonly span: Span;
  } | null;
  readonly newResource: { readonly channel: Located<string> | null; readonly span: Span } | null;
  readonly span: Span;
}

export interface SessionNode {
  readonly kind: "session";
  /** Seconds. */
  readonly maxDuration: Located<number> | null;
  /** Seconds. */
  readonly idleTimeout: Located<number> | null;
  readonly span: Span;
}

export type LimitNode =
  BudgetNode | ProjectBudgetNode | RateLimitsNode | CircuitBreakerNode | AuditNode | AlertsNode | SessionNode;
