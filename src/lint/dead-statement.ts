/** What is said of a statement that is dead weight. */
import type { Agent, Statement } from "../ir/ir.ts";
import type { SourceStatement } from "./source-statements.ts";

/** The rules of the family, by the order in which one of them takes a statement. */
export type DeadVerdict =
  | "never-matches"
  | "denied-in-full"
  | "ineffective-deny"
  | "duplicate-statement"
  | "shadowed-statement"
  | "covered-by-union";

export interface DeadStatement {
  readonly source: SourceStatement;
  /** The one rule that tells it. */
  readonly verdict: DeadVerdict;
  /** The statements that do its work, or deny what it grants, each with the agents for which; in canonical order. */
  readonly covering: readonly { readonly statement: Statement; readonly agents: readonly Agent[] }[];
  /** Whether it is a guardrail that other agents may need: only what agents hold today makes it dead. */
  readonly isForNow: boolean;
  /** Whether it is covered because its condition limits nothing, which `unconstraining-limit` tells. */
  readonly limitsNothing: boolean;
}
