/** What a question is answered with: plain data, printed by the reports. */
import type { ApprovalEntry, Request, StatementRef } from "../base/request.ts";

/**
 * Requests as patterns. `ACTIONS on RESOURCES except EXCEPT when WHEN` is a statement of the language
 * that matches them.
 */
export interface AnswerRegion {
  /** A list of patterns; excepted actions follow an `except` of their own. */
  readonly actions: string;
  readonly resources: string;
  /** The resources that are carved out. */
  readonly except: string | null;
  readonly when: string | null;
  /** True: valid requests of these patterns, before `expires`, and no others. False: these and fewer. */
  readonly exact: boolean;
}

/** What one grant gives one agent: without approval, or with. */
export interface QueryAnswer {
  readonly agent: string;
  readonly effect: "allow" | "require_approval";
  readonly region: AnswerRegion;
  /** Milliseconds since the epoch from which it is no longer granted. */
  readonly expires: number | null;
  /** The grant. */
  readonly grant: StatementRef;
  /** The denies and gates that take some of the region away, where patterns cannot say what; sorted by id. */
  readonly less: readonly StatementRef[];
  /** The grant and the gates that it meets, sorted by id. */
  readonly statements: readonly StatementRef[];
  /** What is asked for somewhere in the region; one entry for each set of options. */
  readonly approvals: readonly ApprovalEntry[];
  /** A locally shortest request of the region, seen to be decided so. */
  readonly witness: { readonly request: Request };
}

/** A grant of which nothing is left; `by` are the denies that take it, none where no valid request matches. */
export interface IdleGrant {
  readonly agent: string;
  readonly grant: StatementRef;
  readonly by: readonly StatementRef[];
}

/** A part of the answer that was not decided; what it would say is missing. */
export interface UndecidedPart {
  readonly agent: string | null;
  readonly question: string;
}

/** Answers sorted by agent, then by the grant's id, then by effect. */
export interface QueryAnswers {
  readonly answers: readonly QueryAnswer[];
  /** Of `what can AGENT do` only. */
  readonly idle: readonly IdleGrant[];
  readonly undecided: readonly UndecidedPart[];
}
