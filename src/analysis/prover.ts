/**
 * Decides sentences (LANGUAGE.md §7) for all valid requests.
 *
 * INVARIANT: a sentence is proven only when every part of it was decided, and refuted only by a
 * request that the reference interpreter was seen to decide against it.
 */
import { type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { utf8LengthOf } from "../automata/alphabet.ts";
import { assertNever, InternalError } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Decision, Effect, Request } from "../base/request.ts";
import type { PolicySet, Sentence, Verb } from "../ir/ir.ts";
import { interpret } from "../reference/interpret.ts";
import { type AgentBoxes, AnalysisContext } from "./analysis-context.ts";
import { type Box, leastBytes } from "./boxes.ts";
import { type Answer, ask } from "./question.ts";
import { NameMatcher, type RequestNames } from "./request-names.ts";
import { requestOf } from "./witness.ts";

/** `states` is the work that was done: expanded states of automata and diagrams. */
export type Verdict =
  | { readonly kind: "proven"; readonly states: number }
  /** With a locally shortest valid request against the sentence, and what is decided for it. */
  | {
      readonly kind: "refuted";
      readonly counterexample: { readonly request: Request; readonly decision: Decision };
      readonly states: number;
    }
  /** No valid request matches the sentence. */
  | { readonly kind: "vacuous" }
  /** The subject names no declared agent. */
  | { readonly kind: "noSubject" }
  /** Not decided; `question` says what could not be and why. */
  | { readonly kind: "unknown"; readonly question: string; readonly states: number };

export interface ProverOptions {
  /** States that one question may expand; 2,000,000 unless given. */
  readonly maxStates?: number;
  /** Confirms counterexamples; the reference interpreter unless given. */
  readonly judge?: (set: PolicySet, request: Request) => Decision;
}

export interface Prover {
  prove(sentence: Sentence): Verdict;
  /** What other analyses of the same set share. */
  readonly context: AnalysisContext;
}

export const defaultMaxStates = 2_000_000;

/** A prover for one policy set. Cheap to create; it remembers what sentences have in common. */
export function createProver(set: PolicySet, options: ProverOptions = {}): Prover {
  const context = new AnalysisContext(set);
  const maxStates = options.maxStates ?? defaultMaxStates;
  const judge = options.judge ?? interpret;
  return {
    context,
    prove: (sentence) => new Proof(context, sentence, maxStates, judge).run(),
  };
}

/** The effect that every request must have. */
function demandedBy(verb: Verb): Effect {
  switch (verb) {
    case "can":
      return "allow";
    case "cannot":
      return "deny";
    case "needs approval to":
      return "require_approval";
    default:
      return assertNever(verb);
  }
}

/** Part of a sentence about one agent: requests of the sentence that are in all of `within` and in none of `minus`. */
interface Part {
  readonly within: readonly Box[];
  readonly minus: readonly Box[];
  readonly question: string;
}

class Proof {
  readonly #context: AnalysisContext;
  readonly #sentence: Sentence;
  readonly #maxStates: number;
  readonly #judge: NonNullable<ProverOptions["judge"]>;
  readonly #box: Box;
  readonly #overlaps: Map<GlobEntry, boolean> = new Map<GlobEntry, boolean>();
  /** Whether a statement's box contains the whole sentence. */
  readonly #contains: Map<Box, boolean> = new Map<Box, boolean>();
  /** What the tests that only save work may cost in all. */
  readonly #filtering: Budget;
  #states = 0;
  #undecided: string | null = null;

  constructor(
    context: AnalysisContext,
    sentence: Sentence,
    maxStates: number,
    judge: NonNullable<ProverOptions["judge"]>,
  ) {
    this.#context = context;
    this.#sentence = sentence;
    this.#maxStates = maxStates;
    this.#judge = judge;
    this.#filtering = new Budget(maxStates);
    this.#box = context.questionBox(sentence.scope, sentence.given);
  }

  run(): Verdict {
    const agents = this.#agents();
    const [first] = agents;
    if (first === undefined) return { kind: "noSubject" };
    const scope = this.#ask([this.#box], []);
    if (scope.kind === "empty") return { kind: "vacuous" };
    if (scope.kind === "unknown") return this.#unknown(`does any request match? (${scope.reason})`);

    const matcher = new NameMatcher(this.#context, scope.names);
    for (const agent of agents) {
      const verdict = this.#about(agent, scope.names, matcher);
      if (verdict !== null) return verdict;
    }
    if (this.#undecided !== null) return this.#unknown(this.#undecided);
    const request = this.#requestOf(first, scope.names, scope.contexts);
    if (this.#judge(this.#context.set, request).reason === "invalid_request") {
      return this.#unknown("does any request match within the limits of a context?");
    }
    return { kind: "proven", states: this.#states };
  }

  /** Shortest names first, so that no counterexample is about a longer name than it must be. */
  #agents(): string[] {
    return this.#sentence.agents
      .filter((name) => this.#context.agent(name) !== undefined)
      .sort((a, b) => utf8LengthOf(a) - utf8LengthOf(b) || compareCodePoints(a, b));
  }

  /** The verdict if one agent settles it. */
  #about(name: string, shortest: RequestNames, matcher: NameMatcher): Verdict | null {
    const agent = this.#context.agent(name);
    if (agent === undefined) return null;
    const boxes = this.#context.boxesOf(agent);
    if (this.#sentence.verb === "cannot" && this.#isDeniedAtOnce(boxes, matcher)) return null;

    // No names of the sentence come before these, so if they refute it, nothing shorter does.
    const contexts = this.#against(name, boxes, matcher);
    if (contexts !== null && contexts !== NEVER) return this.#refuted(name, shortest, contexts);

    let best: RequestNames | null = null;
    for (const part of this.#parts(name, boxes)) {
      const answer = this.#ask([this.#box, ...part.within], part.minus, best);
      if (answer.kind === "witness") best = answer.names;
      else if (answer.kind === "unknown") this.#undecided ??= `${part.question}? (${answer.reason})`;
    }
    if (best === null) return null;
    const region = this.#against(name, boxes, new NameMatcher(this.#context, best));
    if (region === null) return null;
    if (region === NEVER)
      throw new InternalError(`a witness against \`${this.#sentence.text}\` shows nothing`);
    return this.#refuted(name, best, region);
  }

  /** Whether one deny contains the sentence; a guardrail answers so for all agents that it holds. */
  #isDeniedAtOnce({ denies }: AgentBoxes, matcher: NameMatcher): boolean {
    return denies.some((deny) => {
      let contains = this.#contains.get(deny);
      if (contains === undefined) {
        contains = matcher.admits(deny) && this.#ask([this.#box], [deny]).kind === "empty";
        this.#contains.set(deny, contains);
      }
      return contains;
    });
  }

  /** The questions that must all be answered "empty". */
  *#parts(name: string, { grants, denies, gates }: AgentBoxes): Generator<Part> {
    const idOf = (box: Box): string => `\`${box.statement?.id ?? ""}\``;
    // Boxes with short names first: a short counterexample makes the longer ones quick to pass over.
    const relevant = (boxes: readonly Box[]): Box[] =>
      boxes
        .filter((box) => this.#mayOverlap(box))
        .map((box) => ({ box, bytes: leastBytes(box.region) }))
        .sort((a, b) => a.bytes - b.bytes)
        .map(({ box }) => box);
    switch (this.#sentence.verb) {
      case "cannot":
        for (const grant of relevant(grants)) {
          const question = `is all of it denied that ${idOf(grant)} grants to \`${name}\``;
          yield { within: [grant], minus: denies, question };
        }
        return;
      case "needs approval to":
        yield { within: [], minus: gates, question: `is all of it gated for \`${name}\`` };
        break;
      case "can":
        for (const gate of relevant(gates)) {
          yield { within: [gate], minus: [], question: `does ${idOf(gate)} gate any of it for \`${name}\`` };
        }
        break;
      default:
        assertNever(this.#sentence.verb);
    }
    yield { within: [], minus: grants, question: `is all of it granted to \`${name}\`` };
    for (const deny of relevant(denies)) {
      yield { within: [deny], minus: [], question: `does ${idOf(deny)} deny any of it to \`${name}\`` };
    }
  }

  /** A cheap test on the patterns alone; globs that many statements share are tried once. */
  #mayOverlap({ region }: Box): boolean {
    const overlaps = (entry: GlobEntry, own: readonly GlobEntry[]): boolean => {
      let result = this.#overlaps.get(entry);
      if (result === undefined) {
        result = own.some((o) => this.#globsMayOverlap(o, entry));
        this.#overlaps.set(entry, result);
      }
      return result;
    };
    return (
      region.actions.some((a) => overlaps(a, this.#box.region.actions)) &&
      region.resources.some((r) => overlaps(r, this.#box.region.resources))
    );
  }

  #globsMayOverlap(a: GlobEntry, b: GlobEntry): boolean {
    try {
      return this.#context.library.overlaps(a, b, this.#filtering);
    } catch (error) {
      // Not known to be apart: the question itself, with a budget of its own, decides.
      if (error instanceof BudgetExceeded) return true;
      throw error;
    }
  }

  /** The contexts in which names of the sentence are not decided as it says; `null`, noted, when over budget. */
  #against(agent: string, { grants, denies, gates }: AgentBoxes, matcher: NameMatcher): Diagram | null {
    const { diagrams } = this.#context;
    const union = (boxes: readonly Box[]): Diagram =>
      diagrams.any(boxes.filter((box) => matcher.admits(box)).map((box) => box.condition()));
    const budget = new Budget(this.#maxStates);
    try {
      return this.#context.spending(budget, () => {
        const given = this.#box.condition();
        const granted = union(grants);
        const denied = union(denies);
        const allowed = diagrams.minus(diagrams.and(given, granted), denied);
        switch (this.#sentence.verb) {
          case "cannot":
            return allowed;
          case "can":
            return diagrams.minus(given, diagrams.minus(allowed, union(gates)));
          case "needs approval to":
            return diagrams.minus(given, diagrams.and(allowed, union(gates)));
          default:
            return assertNever(this.#sentence.verb);
        }
      });
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      this.#undecided ??= `what is decided for \`${agent}\`? (${error.message})`;
      return null;
    } finally {
      this.#states += budget.spent;
    }
  }

  #requestOf(agent: string, names: RequestNames, contexts: Diagram): Request {
    return requestOf(agent, names, contexts, this.#context.space, this.#context.diagrams);
  }

  #refuted(agent: string, names: RequestNames, contexts: Diagram): Verdict | null {
    const request = this.#requestOf(agent, names, contexts);
    const decision = this.#judge(this.#context.set, request);
    const isReal =
      decision.reason !== "invalid_request" && decision.effect !== demandedBy(this.#sentence.verb);
    if (isReal) return { kind: "refuted", counterexample: { request, decision }, states: this.#states };
    // Such as a context that only fits when it is larger than a request may carry.
    this.#undecided ??= `is there a counterexample for \`${agent}\` within the limits of a request?`;
    return null;
  }

  #ask(positives: readonly Box[], negatives: readonly Box[], before: RequestNames | null = null): Answer {
    const answer = ask(this.#context, { positives, negatives, before }, this.#maxStates);
    this.#states += answer.states;
    return answer;
  }

  #unknown(question: string): Verdict {
    return { kind: "unknown", question, states: this.#states };
  }
}
