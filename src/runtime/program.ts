/**
 * What the evaluator runs: the policies as the reader of a bundle's tables hands them over.
 *
 * INVARIANT: the evaluator knows this form only, and nothing of how a bundle spells it.
 */
import type { ContextValue } from "../base/request.ts";

/** `star`: no separator. `deep`: anything. `gap`: nothing, or anything up to and with a `/`. */
export const star = 0;
export const deep = 1;
export const gap = 2;

/** A text, or one of the wildcards. A gap is first, or follows a gap or a text that ends in `/`. */
export type GlobPart = string | typeof star | typeof deep | typeof gap;

export interface Glob {
  readonly parts: readonly GlobPart[];
  /** A star stands somewhere after a deep or a gap. */
  readonly starAfterDeep: boolean;
}

export type TimeField = "hour" | "minute" | "weekday" | "date";

/** What a condition reads: a name of the context, or a field of local time. */
export interface Attribute {
  readonly time: TimeField | null;
  /** Empty for `time`. */
  readonly name: string;
}

export type Condition =
  | { readonly kind: "and" | "or"; readonly terms: readonly Condition[] }
  | { readonly kind: "not"; readonly term: Condition }
  | { readonly kind: "has"; readonly attribute: Attribute }
  | {
      readonly kind: "compare";
      readonly attribute: Attribute;
      readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly literal: string | number | boolean;
    }
  | {
      readonly kind: "oneOf";
      readonly attribute: Attribute;
      readonly literals: readonly (string | number | boolean)[];
    }
  | { readonly kind: "member"; readonly attribute: Attribute; readonly literal: string }
  | {
      readonly kind: "text";
      readonly attribute: Attribute;
      readonly operator: "startsWith" | "endsWith" | "contains";
      readonly literal: string;
    };

export interface Scope {
  readonly actions: readonly Glob[];
  readonly exceptActions: readonly Glob[];
  readonly resources: readonly Glob[];
  readonly exceptResources: readonly Glob[];
}

export interface Approval {
  readonly channels: readonly string[];
  readonly timeout: number;
  readonly approvers: readonly string[];
  readonly needed: number;
}

export interface Statement {
  readonly kind: "deny" | "grant" | "gate";
  /** A grant, or a gate of the agent's own. */
  readonly grants: boolean;
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly scope: Scope;
  readonly condition: Condition | null;
  /** Of gates, else `null`. */
  readonly approval: Approval | null;
  readonly notify: readonly string[];
  readonly expires: number | null;
}

export interface Agent {
  readonly name: string;
  readonly expires: number | null;
  /** Own statements, roles', guardrails' and borders': in order of id. */
  readonly statements: readonly Statement[];
}

/** A text, one segment, or one or more segments. */
export type ShapePart = string | 1 | 2;
export type Shape = readonly ShapePart[];

export interface Service {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly actions: ReadonlyMap<string, readonly Shape[]>;
}

export interface Program {
  readonly revision: string;
  /** Ascending `from`; what to add to an instant to read it as local time, in milliseconds. */
  readonly offsets: readonly { readonly from: number; readonly shift: number }[];
  readonly defaults: ReadonlyMap<string, ContextValue>;
  readonly services: ReadonlyMap<string, Service>;
  readonly agents: ReadonlyMap<string, Agent>;
}
