/**
 * Answers questions to a policy set: who can, and what can an agent do.
 *
 * INVARIANT: exact over all valid requests. Who is not in the answer cannot, unless a part was not decided.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { defaultMaxStates } from "../analysis/prover.ts";
import { ask } from "../analysis/question.ts";
import { NameMatcher } from "../analysis/request-names.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import type { Agent, Query, WhatCanQuery, WhoCanQuery } from "../ir/ir.ts";
import type { IdleGrant, QueryAnswer, QueryAnswers, UndecidedPart } from "./answer.ts";
import type { Subject } from "./describe-region.ts";
import { answersOf, refsOf, statementOf } from "./grant-answers.ts";
import { ReachFinder } from "./grant-reach.ts";
import { PatternTexts } from "./pattern-texts.ts";
import { type KnownActions, unknownActions } from "./unknown-actions.ts";

export interface QuerySettings {
  /** Texts of policies and of the question (`<question>`), for patterns as they are written. */
  readonly sources?: ReadonlyMap<string, SourceFile>;
  /** Actions that no statement needs to mention; none unless given. */
  readonly knownActions?: KnownActions;
  /** States that one question may expand; 2,000,000 unless given. */
  readonly maxStates?: number;
}

export type QueryResult =
  | ({ readonly kind: "answered"; readonly query: Query } & QueryAnswers)
  /** No valid request matches the question. */
  | { readonly kind: "vacuous" }
  /** It names actions that nothing knows. */
  | { readonly kind: "invalid"; readonly diagnostics: readonly Diagnostic[] };

/** Answers a question whose names are resolved. */
export function answerQuery(
  context: AnalysisContext,
  query: Query,
  settings: QuerySettings = {},
): QueryResult {
  const answering = new Answering(context, settings);
  return query.kind === "whoCan" ? answering.whoCan(query) : answering.whatCan(query);
}

class Answering {
  readonly #context: AnalysisContext;
  readonly #settings: QuerySettings;
  readonly #maxStates: number;
  readonly #answers: QueryAnswer[] = [];
  readonly #idle: IdleGrant[] = [];
  readonly #undecided: UndecidedPart[] = [];

  constructor(context: AnalysisContext, settings: QuerySettings) {
    this.#context = context;
    this.#settings = settings;
    this.#maxStates = settings.maxStates ?? defaultMaxStates;
  }

  whoCan(query: WhoCanQuery): QueryResult {
    const { scope, given } = query;
    const diagnostics = unknownActions(this.#context, query, this.#settings.knownActions ?? null);
    if (diagnostics.length > 0) return { kind: "invalid", diagnostics };
    const box = this.#context.questionBox(scope, given);
    const any = ask(this.#context, { positives: [box], negatives: [] }, this.#maxStates);
    if (any.kind === "empty") return { kind: "vacuous" };
    if (any.kind === "unknown") {
      const question = `does any valid request match the question? (${any.reason})`;
      this.#undecided.push({ agent: null, question });
      return this.#answered(query);
    }
    const finder = this.#finder({ box, scope, given });
    const matcher = new NameMatcher(this.#context, any.names);
    for (const agent of this.#context.set.agents) {
      const { grants, denies, gates } = this.#context.boxesOf(agent);
      const met = finder.meeting(grants);
      if (met.length === 0 || finder.isDeniedAtOnce(denies, matcher)) continue;
      const against = { denies: finder.meeting(denies), gates: finder.meeting(gates) };
      for (const grant of met) this.#add(agent, grant, finder.of(grant, against));
    }
    return this.#answered(query);
  }

  whatCan(query: WhatCanQuery): QueryResult {
    const { agent: name } = query;
    const agent = this.#context.agent(name);
    if (agent === undefined) return this.#answered(query);
    const finder = this.#finder({ box: this.#everything(), scope: null, given: null });
    const boxes = this.#context.boxesOf(agent);
    for (const grant of boxes.grants) {
      const reach = finder.of(grant, boxes);
      const isIdle = reach.allowed === null && reach.gated === null && reach.undecided.length === 0;
      if (!isIdle) this.#add(agent, grant, reach);
      else {
        const [ref] = refsOf([statementOf(grant)], agent);
        const by = refsOf(finder.takersOf(grant, boxes).map(statementOf), agent);
        if (ref !== undefined) this.#idle.push({ agent: name, grant: ref, by });
      }
    }
    return this.#answered(query);
  }

  #add(agent: Agent, grant: Box, reach: ReturnType<ReachFinder["of"]>): void {
    const { answers, undecided } = answersOf(this.#context, agent, grant, reach);
    this.#answers.push(...answers);
    this.#undecided.push(...undecided);
  }

  #finder(subject: Subject): ReachFinder {
    const texts = new PatternTexts(this.#settings.sources ?? new Map<string, SourceFile>());
    return new ReachFinder(this.#context, subject, texts, this.#maxStates);
  }

  #everything(): Box {
    const { everything } = this.#context;
    return {
      statement: null,
      region: { ...everything, exceptActions: [], exceptResources: [] },
      condition: () => ALWAYS,
    };
  }

  #answered(query: Query): QueryResult {
    return { kind: "answered", query, answers: this.#answers, idle: this.#idle, undecided: this.#undecided };
  }
}
