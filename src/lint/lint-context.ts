/**
 * What rules are given: the compiled set, its analysis, the catalogue, and what they share.
 *
 * INVARIANT: readonly for rules; whatever is computed here is computed when first asked for, once.
 */
import type { Witness } from "../base/diagnostic.ts";
import { InternalError } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Decision, Request } from "../base/request.ts";
import type { SourceFile } from "../base/source.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import { type Answer, ask, type Question } from "../analysis/question.ts";
import { requestOf } from "../analysis/witness.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { SensitiveChange } from "../ir/lower-sensitive.ts";
import type { Agent, PolicySet, PolicyTest, Statement } from "../ir/ir.ts";
import { interpret } from "../reference/interpret.ts";
import type { ConfigNode, FileNode } from "../syntax/ast.ts";
import { type SourceStatement, sourceStatements } from "./source-statements.ts";

export interface LintInput {
  readonly set: PolicySet;
  readonly tests: readonly PolicyTest[];
  readonly config: ConfigNode | null;
  /** What the config changes about the regions of sensitive operations. */
  readonly sensitive: readonly SensitiveChange[];
  /** The syntax trees of all policy and test files, sorted by path. */
  readonly trees: readonly FileNode[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly catalogue: Catalogue;
  /** Shared with whatever else asks about the set. */
  readonly analysis: AnalysisContext;
  /** Milliseconds since the epoch; only what depends on the day reads it. */
  readonly now: number;
  /** States that one question may expand. */
  readonly maxStates: number;
}

/** A question that no rule may take for answered. */
export interface UndecidedQuestion {
  readonly question: string;
  readonly reason: string;
  /** The rules that asked. */
  readonly rules: readonly string[];
}

/** Says what a question is, for whoever reads that it was not decided. Such as `is all of \`x\` denied`. */
export type QuestionText = () => string;

export class LintContext implements LintInput {
  readonly set: PolicySet;
  readonly tests: readonly PolicyTest[];
  readonly config: ConfigNode | null;
  readonly sensitive: readonly SensitiveChange[];
  readonly trees: readonly FileNode[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly catalogue: Catalogue;
  readonly analysis: AnalysisContext;
  readonly now: number;
  readonly maxStates: number;
  readonly #shared: Map<string, unknown> = new Map<string, unknown>();
  readonly #undecided: UndecidedQuestion[] = [];
  /** States that all questions together have expanded. */
  states = 0;
  /**
   * States that all questions together may expand: five hard questions, and for each statement what a
   * thousand easy ones take. Without it a set of many hard questions would be asked for hours.
   */
  readonly mostStates: number;

  constructor(input: LintInput) {
    this.set = input.set;
    this.tests = input.tests;
    this.config = input.config;
    this.sensitive = input.sensitive;
    this.trees = input.trees;
    this.sources = input.sources;
    this.catalogue = input.catalogue;
    this.analysis = input.analysis;
    this.now = input.now;
    this.maxStates = input.maxStates;
    this.mostStates = 5 * input.maxStates + 2_000 * input.set.statements.length;
  }

  get undecided(): readonly UndecidedQuestion[] {
    return this.#undecided;
  }

  /** Asks a question for some rules; one that is not decided is noted for them. */
  ask(question: Question, rules: readonly string[], text: QuestionText): Answer {
    const left = this.mostStates - this.states;
    const answer = ask(this.analysis, question, Math.max(0, Math.min(this.maxStates, left)));
    this.states += answer.states;
    if (answer.kind === "unknown") this.noteUndecided(rules, text(), answer.reason);
    return answer;
  }

  /** Notes that some rules could not decide a question. */
  noteUndecided(rules: readonly string[], question: string, reason: string): void {
    this.#undecided.push({ question, reason, rules });
  }

  /**
   * The locally shortest request of an answer for an agent, replayed through the reference interpreter.
   * `shows` says whether the decision bears out the claim; a request that does not is a bug of ours.
   * `null`, noted as undecided, when the request is larger than a request may be.
   */
  witness(
    agent: Agent,
    answer: Extract<Answer, { kind: "witness" }>,
    rules: readonly string[],
    text: QuestionText,
    shows: (decision: Decision, request: Request) => boolean,
  ): Witness | null {
    const { space, diagrams } = this.analysis;
    const request = requestOf(agent.name, answer.names, answer.contexts, space, diagrams);
    const decision = interpret(this.set, request);
    if (decision.reason === "invalid_request") {
      this.noteUndecided(rules, text(), "no request within the limits of a context was found");
      return null;
    }
    if (!shows(decision, request)) throw new InternalError(`a witness does not show: ${text()}`);
    return { request, decision };
  }

  /** What several rules need, computed once; the key names it. */
  share<T>(key: { readonly name: string; readonly make: (context: LintContext) => T }): T {
    if (!this.#shared.has(key.name)) this.#shared.set(key.name, key.make(this));
    // The key's own `make` is the only writer of its name.
    return this.#shared.get(key.name) as T;
  }

  /** The statements as the text has them, each with all agents that hold it; canonical order. */
  get statements(): readonly SourceStatement[] {
    return this.share({ name: "source statements", make: ({ set }) => sourceStatements(set) });
  }

  /** The agents, by the length of their names and then by name: the first makes the shortest witness. */
  inOrder(agents: Iterable<Agent>): readonly Agent[] {
    return [...agents].sort((a, b) => a.name.length - b.name.length || compareCodePoints(a.name, b.name));
  }

  /** Whether the statement is one that the agent's own policy or a role of its own says. */
  isOwn(statement: Statement): boolean {
    return statement.owner.kind === "agent" || statement.owner.kind === "role";
  }
}
