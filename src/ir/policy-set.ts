/** The policy set: agents, what holds them, and what their statements are read with. */
import type { Span } from "../base/source.ts";
import type { AttributeType } from "../syntax/ast.ts";
import type { Limit } from "./limit.ts";
import type { Deny, Gate, Statement } from "./statement.ts";

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
