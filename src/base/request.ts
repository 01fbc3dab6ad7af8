/** Requests and decisions, as INTERFACES.md spells them. Shared by every evaluator, so types only. */

/** A context value that a condition can read. Anything else in `context` is ill-typed, not invalid. */
export type ContextValue = string | number | boolean | readonly string[];

/** One thing an agent wants to do. `context` may hold ill-typed values (`null`, maps, mixed lists). */
export interface Request {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: { readonly [name: string]: unknown };
  /** Milliseconds since the epoch; needed only where a policy speaks of time. */
  readonly now?: number;
}

export type Effect = "allow" | "require_approval" | "deny";

export type Reason = "granted" | "gated" | "denied" | "no_grant" | "unknown_agent" | "invalid_request";

/** A statement as a decision names it. */
export interface StatementRef {
  readonly id: string;
  /** The agent of the request for which the statement spoke. */
  readonly agent: string;
  readonly file: string;
  readonly line: number;
}

/** One human answer that is needed; every entry of a decision needs its own. */
export interface ApprovalEntry {
  /** Ids of the gates that ask with these options, in code-point order. */
  readonly statements: readonly string[];
  readonly channels: readonly string[];
  readonly timeout_seconds: number;
  readonly approvers: readonly string[];
  readonly needed: number;
}

export interface Decision {
  readonly effect: Effect;
  readonly reason: Reason;
  readonly statements: readonly StatementRef[];
  readonly approvals: readonly ApprovalEntry[];
  readonly notify: readonly string[];
  /** `sha256:` and 64 hexadecimal digits: the hash of the canonical IR. */
  readonly revision: string;
}
