/**
 * The typed intermediate representation: what a policy set means, all names resolved.
 *
 * INVARIANT: readonly and canonical. Everything but the `place` fields is independent of file
 * names, file order, document order and key order; lists that are sets in meaning are sorted in
 * code-point order and hold nothing twice. Places are for people and never reach a hash.
 */
import type { Span } from "../base/source.ts";
import type {
  AttributeType,
  CompareOperator,
  OnExceed,
  TextOperator,
  TimeField,
  Verb,
} from "../syntax/ast.ts";

export type { AttributeType, CompareOperator, OnExceed, TextOperator, TimeField, Verb };

// ---------------------------------------------------------------- patterns (LANGUAGE.md §3)

// One part of a glob; a glob matches the concatenation of what its tokens match.
// - `text`: these characters (in an action glob ASCII-lower-cased; matching folds the request).
// - `star`: zero or more characters, none of them a separator.
// - `deep`: zero or more characters, separators included (a trailing `*` becomes this one too).
// - `gap`: nothing, or any characters and then `/`. Resources only: it stands for the two stars and
//   the slash after them where they follow a `/` or begin the pattern. `files/` gap `.env` matches
//   `files/.env` and `files/app/.env`.
export type GlobToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "star" }
  | { readonly kind: "deep" }
  | { readonly kind: "gap" };

export type Dimension = "action" | "resource";

/**
 * One brace-expanded, variable-free alternative of a pattern. Globs are interned per compilation:
 * equal globs of one dimension are the same object, so identity is equality.
 */
export interface Glob {
  readonly dimension: Dimension;
  readonly tokens: readonly GlobToken[];
  /** Canonical text: equal exactly when dimension and tokens are. */
  readonly key: string;
}

/** One entry of a list as its author wrote it: the union of its globs (sorted by key). */
export interface Pattern {
  readonly globs: readonly Glob[];
  readonly place: Span;
}

// ---------------------------------------------------------------- conditions (LANGUAGE.md §5)

export type Attribute =
  { readonly kind: "context"; readonly name: string } | { readonly kind: "time"; readonly field: TimeField };

export type Scalar = string | number | boolean;

/**
 * Normalised: `and`/`or` are flat, sorted by canonical text, without repetitions and with at least
 * two terms; a bare boolean attribute is `== true`; `in` lists are sorted and hold nothing twice
 * (one element is `==`); vocabulary words are replaced by what they stand for.
 */
export type Condition =
  | { readonly kind: "or"; readonly terms: readonly Condition[] }
  | { readonly kind: "and"; readonly terms: readonly Condition[] }
  | { readonly kind: "not"; readonly term: Condition }
  | {
      readonly kind: "compare";
      readonly attribute: Attribute;
      readonly operator: CompareOperator;
      readonly literal: Scalar;
    }
  | { readonly kind: "oneOf"; readonly attribute: Attribute; readonly literals: readonly Scalar[] }
  | { readonly kind: "member"; readonly literal: string; readonly attribute: Attribute }
  | {
      readonly kind: "text";
      readonly attribute: Attribute;
      readonly operator: TextOperator;
      readonly literal: string;
    }
  | { readonly kind: "has"; readonly attribute: Attribute };

// ---------------------------------------------------------------- statements

/** Who declared a statement; decides its default id and who it holds. */
export type Owner =
  | { readonly kind: "agent"; readonly name: string }
  | { readonly kind: "role"; readonly name: string }
  | { readonly kind: "guardrail" }
  | { readonly kind: "border"; readonly project: string };

/** The set of requests a statement speaks of, context and time aside. */
export interface Scope {
  readonly actions: readonly Pattern[];
  readonly exceptActions: readonly Pattern[];
  /** Never empty: a statement without `on` has the one glob `**`. */
  readonly resources: readonly Pattern[];
  readonly exceptResources: readonly Pattern[];
}

export interface Approval {
  /** Sorted. */
  readonly channels: readonly string[];
  readonly timeoutSeconds: number;
  /** `user:NAME` / `group:NAME`, sorted. */
  readonly approvers: readonly string[];
  readonly needed: number;
}

interface StatementBase {
  readonly id: string;
  readonly owner: Owner;
  readonly scope: Scope;
  /** `null`: always true. */
  readonly condition: Condition | null;
  /** `exact: true`. */
  readonly exact: boolean;
  readonly place: StatementPlace;
}

/** Where a statement is written. */
export interface StatementPlace {
  readonly span: Span;
  /** 1-based line of its first character. */
  readonly line: number;
  /** False when the statement has no `on`. */
  readonly hasResources: boolean;
}

export interface Grant extends StatementBase {
  readonly kind: "grant";
  readonly notify: readonly string[];
  /** Milliseconds since the epoch from which it no longer grants: its own, not the agent's. */
  readonly expires: number | null;
}

export interface Deny extends StatementBase {
  readonly kind: "deny";
}

export interface Gate extends StatementBase {
  readonly kind: "gate";
  /** An own gate (agent or role) also grants; a guardrail's only gates. */
  readonly grants: boolean;
  readonly approval: Approval;
  readonly notify: readonly string[];
  /** Ends its granting only; a gate goes on gating. */
  readonly expires: number | null;
}

/**
 * A statement bound to the variables of the agents that hold it. Agents that bind it alike share
 * the object; agents that bind it differently have one object each, all with the same id.
 */
export type Statement = Grant | Deny | Gate;

// ---------------------------------------------------------------- limits (LANGUAGE.md §8)

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

// ---------------------------------------------------------------- the set

export interface Agent {
  readonly name: string;
  readonly project: string | null;
  /** Sorted. */
  readonly labels: readonly string[];
  /** Roles reached through `extends`, each once, sorted. */
  readonly roles: readonly string[];
  /** Milliseconds since the epoch from which nothing of the agent's grants any longer. */
  readonly expires: number | null;
  /** Own and role statements, sorted by id. */
  readonly statements: readonly Statement[];
  /** Guardrail statements and borders that hold this agent, sorted by id. */
  readonly guardrails: readonly (Deny | Gate)[];
  readonly place: Span;
}

/** Shapes that bind (LANGUAGE.md §3). */
export interface BindingService {
  /** The service's key, ASCII-lower-cased: a segment prefix of its actions. */
  readonly name: string;
  /** The shapes of an action that has none of its own, sorted by text. */
  readonly shapes: readonly Shape[];
  /** Actions with shapes of their own: full action name, ASCII-lower-cased, sorted. */
  readonly actions: readonly { readonly action: string; readonly shapes: readonly Shape[] }[];
}

export interface Shape {
  readonly text: string;
  /** `segment` is one non-empty segment, `segments` one or more, none empty. */
  readonly parts: readonly (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "segment" }
    | { readonly kind: "segments" }
  )[];
}

export interface ContextAttribute {
  readonly name: string;
  /** `null`: only `has(…)` speaks of it. */
  readonly type: AttributeType | null;
  readonly default: string | number | boolean | readonly string[] | null;
}

/** The set's only zone. Offsets hold from their `from` on; the first has `from` 0. */
export interface TimeZone {
  readonly name: string;
  /** Version of the tz database the offsets were read from, such as `2026b`. */
  readonly tzdata: string;
  /** Ascending; milliseconds since the epoch, and minutes east of UTC (may be fractional for old zones). */
  readonly offsets: readonly { readonly from: number; readonly minutes: number }[];
}

/** Everything that decides requests, and what tests and lints need to know about it. */
export interface PolicySet {
  /** `sha256:` and 64 hexadecimal digits over the canonical form, places left out. */
  readonly revision: string;
  /** Sorted by name. */
  readonly agents: readonly Agent[];
  /** Distinct statements in canonical order (id, then canonical text). */
  readonly statements: readonly Statement[];
  /** Sorted by name; every role that is declared, taken or not. */
  readonly roles: readonly {
    readonly name: string;
    readonly takenBy: readonly string[];
    readonly place: Span;
  }[];
  readonly labels: readonly { readonly name: string; readonly agents: readonly string[] }[];
  readonly projects: readonly {
    readonly name: string;
    readonly agents: readonly string[];
    readonly place: Span;
  }[];
  readonly limits: readonly Limit[];
  /** Attributes that are declared or mentioned, sorted by name. */
  readonly context: readonly ContextAttribute[];
  readonly timezone: TimeZone;
  readonly services: readonly BindingService[];
}

// ---------------------------------------------------------------- tests

/** A sentence with its names resolved: ready to be proven. */
export interface Sentence {
  readonly kind: "sentence";
  readonly text: string;
  /** Agents it speaks of, sorted; empty is the error `subject names no agent`, found when it is run. */
  readonly agents: readonly string[];
  /** `no agent can X` is `every agent cannot X`. */
  readonly verb: Verb;
  readonly scope: Scope;
  readonly given: Condition | null;
  readonly place: Span;
}

export interface MatrixTest {
  readonly kind: "matrix";
  readonly name: string;
  readonly agents: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly contexts: readonly { readonly [name: string]: unknown }[];
  readonly now: number | null;
  readonly expect: "allow" | "deny" | "require_approval";
  /** Statement ids, sorted; `null`: not asserted. */
  readonly because: readonly string[] | null;
  readonly approvalChannel: readonly string[] | null;
  readonly approvalTimeout: number | null;
  readonly notify: readonly string[] | null;
  readonly place: Span;
}

export interface ScenarioTest {
  readonly kind: "scenario";
  readonly name: string;
  readonly place: Span;
}

export type PolicyTest = Sentence | MatrixTest | ScenarioTest;
