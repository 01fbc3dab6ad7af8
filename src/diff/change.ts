/** What one side of a comparison newly allows, denies, gates, or asks for: the result of `diff`. */
import type { Decision, Request } from "../base/request.ts";
import type { Span } from "../base/source.ts";

/**
 * - `widened`: denied before, allowed (or only gated) now · `narrowed`: the reverse
 * - `gated`: allowed before, needs approval now · `ungated`: the reverse
 * - `approval`: needs approval on both sides, asked for otherwise · `obligation`: other notifications
 * - `limit`, `agent`, `guardrail`, `config`, `test`: what changed in the text's meaning besides decisions
 */
export type ChangeKind =
  | "widened"
  | "narrowed"
  | "gated"
  | "ungated"
  | "approval"
  | "obligation"
  | "limit"
  | "agent"
  | "guardrail"
  | "config"
  | "test";

/** The requests that a change is about, as patterns. */
export interface ChangeRegion {
  readonly actions: string;
  readonly resources: string;
  readonly except: string | null;
  /** The condition under which it holds, as text. */
  readonly when: string | null;
  /** False: the patterns cover the change and more; shown with `≈`. */
  readonly exact: boolean;
}

/** A statement as a change names it; its file is relative to its own side's root. */
export interface ChangedStatement {
  readonly id: string;
  readonly text: string;
  readonly span: Span;
  readonly line: number;
}

/**
 * log2 of the number of requests (action and resource names of at most `length` characters together) that
 * the witness's agent is allowed without approval, among those that the changed statements speak of; of an
 * added or removed agent, among all. `reach.ts` says what is counted. 0: none, or one.
 */
export interface Reach {
  readonly base: number;
  readonly head: number;
  readonly length: number;
  /** The numbers are bounds from above; counting exactly takes too long. */
  readonly isBound?: true;
}

/** What moved about one limit; values as policies write them, amounts with their unit sign alone. */
export interface LimitMovement {
  /** `budget.max_tokens_per_session` */
  readonly name: string;
  /** The project that it counts for. */
  readonly project: string | null;
  /** The key is empty for the limit's own value; `null`: the limit is not there on that side. */
  readonly values: readonly {
    readonly key: string;
    readonly base: string | null;
    readonly head: string | null;
  }[];
}

export interface Change {
  readonly kind: ChangeKind;
  /** What weakens or strengthens, for gates: `limit-raised`, `deny-removed`, `test-removed`, `widened`, … */
  readonly tags: readonly string[];
  /** The agents that it holds for, sorted; empty for what is about no agent. */
  readonly agents: readonly string[];
  /** One sentence. */
  readonly message: string;
  readonly region: ChangeRegion | null;
  readonly witness: { readonly request: Request } | null;
  readonly before: Decision | null;
  readonly after: Decision | null;
  readonly base: readonly ChangedStatement[];
  readonly head: readonly ChangedStatement[];
  readonly reach: Reach | null;
  /** Of every change of kind `limit`, and of no other. */
  readonly limit?: LimitMovement;
}

/** A question that was not decided; it fails every gate. */
export interface Undecided {
  readonly agent: string | null;
  readonly question: string;
}

export interface Difference {
  /** Grouped and in canonical order: kind, agents, then text. */
  readonly changes: readonly Change[];
  readonly unknown: readonly Undecided[];
}
