/** Limits, audit, alerts and session (LANGUAGE.md §8): what a gateway counts and keeps. */
import type { Span } from "../base/source.ts";
import type { OnExceed } from "../syntax/ast.ts";

export type LimitScope =
  /** Counts per agent, for each of these agents (sorted). */
  | { readonly kind: "agents"; readonly agents: readonly string[] }
  /** Counts once for the project. */
  | { readonly kind: "project"; readonly project: string; readonly agents: readonly string[] };

interface LimitBase {
  readonly scope: LimitScope;
  /** Who declared it: `agent NAME`, `role NAME`, `guardrail`, `limits` or `project NAME`. Text for people. */
  readonly declaredBy: string;
  readonly place: Span;
}

export interface Budget extends LimitBase {
  readonly kind: "budget";
  readonly maxTokensPerSession: number | null;
  readonly maxSessionsPerDay: number | null;
  /** Percents, ascending. */
  readonly alertAt: readonly number[];
  readonly onExceed: OnExceed;
}
export interface ProjectBudget extends LimitBase {
  readonly kind: "project_budget";
  /** US cents. */
  readonly monthlyLimit: number | null;
  readonly monthlyTokens: number | null;
  readonly alertThresholds: readonly number[];
  readonly onExceed: OnExceed;
}
export interface RateLimits extends LimitBase {
  readonly kind: "rate_limits";
  readonly maxRequestsPerMinute: number;
  readonly burstAllowance: number;
  readonly onExceed: OnExceed;
}
export interface CircuitBreaker extends LimitBase {
  readonly kind: "circuit_breaker";
  readonly failures: number;
  readonly windowSeconds: number;
  readonly statuses: readonly string[];
  readonly cooldownSeconds: number;
  readonly onOpen: OnExceed;
}
export interface Audit extends LimitBase {
  readonly kind: "audit";
  readonly retentionSeconds: number | null;
  readonly exportTo: {
    readonly destination: string;
    readonly format: string;
    readonly frequency: string;
  } | null;
  readonly include: readonly string[];
}
export interface Alerts extends LimitBase {
  readonly kind: "alerts";
  readonly permissionDenied: { readonly channel: string | null } | null;
  readonly requestVolume: { readonly factor: number; readonly channel: string | null } | null;
  readonly offHours: {
    readonly hours: string | null;
    readonly days: readonly string[];
    readonly timezone: string;
    readonly channel: string | null;
  } | null;
  readonly newResource: { readonly channel: string | null } | null;
}
export interface Session extends LimitBase {
  readonly kind: "session";
  readonly maxDurationSeconds: number | null;
  readonly idleTimeoutSeconds: number | null;
}
export type Limit = Budget | ProjectBudget | RateLimits | CircuitBreaker | Audit | Alerts | Session;
