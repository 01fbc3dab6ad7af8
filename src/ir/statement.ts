/** Statements: grants, gates and denies. */
import type { Span } from "../base/source.ts";
import type { Condition } from "./condition.ts";
import type { Pattern } from "./pattern.ts";

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
