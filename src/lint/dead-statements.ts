/**
 * Statements without which every valid request, at every `now`, keeps its effect, its approvals and its
 * obligations, for every agent that holds them.
 *
 * What is found dead covers nothing from then on, so all that is found may go together, and of
 * statements that cover each other one remains. Statements that hold more agents remain before others,
 * earlier ones before later ones: guardrails, roles, agents' own, by file and place.
 *
 * INVARIANT: grants that are found dead still count as what denies and gates may meet: a deny is not
 * idle because the grant that it denies goes.
 */
import type { Agent, Statement } from "../ir/ir.ts";
import type { DeadStatement } from "./dead-statement.ts";
import { judgeDead, neverMatches } from "./judge-dead.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";
import { type Reach, StatementCover } from "./statement-cover.ts";

/** The key of what the rules of the cover family share. */
export const deadStatements: {
  readonly name: string;
  readonly make: (context: LintContext) => readonly DeadStatement[];
} = {
  name: "dead statements",
  make: (context) => new DeadSearch(context).run(),
};

const ranks = { border: 0, guardrail: 1, role: 2, agent: 3 } as const;

class DeadSearch {
  readonly #context: LintContext;
  readonly #cover: StatementCover;
  readonly #dead: Set<Statement> = new Set<Statement>();
  readonly #found: DeadStatement[] = [];
  readonly #order: ReadonlyMap<Statement, number>;

  constructor(context: LintContext) {
    this.#context = context;
    this.#cover = new StatementCover(context);
    const sources = [...context.statements].sort((a, b) => ranks[a.owner.kind] - ranks[b.owner.kind]);
    this.#order = new Map(
      sources.flatMap(({ instances }, i) =>
        instances.map(({ statement }): [Statement, number] => [statement, i]),
      ),
    );
  }

  run(): readonly DeadStatement[] {
    // Last ones first: what they and others cover alike is left to the others.
    const subjects = [...this.#context.statements]
      .filter(({ owner }) => owner.kind !== "border")
      .filter((source) => !this.#hasExpired(source))
      .sort((a, b) => this.#orderOf(b) - this.#orderOf(a));
    const isOwn = ({ owner }: SourceStatement): boolean => owner.kind !== "guardrail";
    // Whole statements before those that are idle only where nothing is granted: of two denies on one
    // grant the narrower goes, wherever it stands.
    const rest = subjects.filter((source) => this.#search(source, "all", isOwn(source) ? "any" : "common"));
    for (const source of rest) this.#search(source, "granted", "any");
    const places = new Map(this.#context.statements.map((source, i) => [source, i]));
    return this.#found.sort((a, b) => (places.get(a.source) ?? 0) - (places.get(b.source) ?? 0));
  }

  /** Whether the question is open after this. */
  #search(source: SourceStatement, reach: Reach, among: "any" | "common"): boolean {
    let isOpen = false;
    for (const { statement, agents } of source.instances) {
      for (const agent of agents) {
        const others = this.#others(statement, agent, among);
        const { kind } = this.#cover.outcome(statement, agent, others, reach);
        if (kind === "needed") return among === "common";
        if (kind === "undecided") {
          this.#searchNever(source);
          return false;
        }
        if (kind === "open") isOpen = true;
      }
    }
    if (isOpen) return true;
    const judged = judgeDead(this.#context, this.#cover, {
      source,
      reach,
      others: (statement, agent) => this.#others(statement, agent, among),
    });
    if (judged === null) return false;
    for (const { statement } of source.instances) this.#dead.add(statement);
    this.#found.push({ ...judged, source, isForNow: among === "any" && source.owner.kind === "guardrail" });
    return false;
  }

  /** What other statements cover is not decided; whether any request matches may be all the same. */
  #searchNever(source: SourceStatement): void {
    if (!neverMatches(this.#context, source)) return;
    for (const { statement } of source.instances) this.#dead.add(statement);
    const verdict = {
      verdict: "never-matches",
      covering: [],
      limitsNothing: false,
      isForNow: false,
    } as const;
    this.#found.push({ ...verdict, source });
  }

  /** The other statements that hold the agent and remain, in canonical order. */
  #others(statement: Statement, agent: Agent, among: "any" | "common"): readonly Statement[] {
    const all = among === "common" ? agent.guardrails : [...agent.guardrails, ...agent.statements];
    return all.filter((other) => other !== statement && !this.#dead.has(other));
  }

  #orderOf({ instances }: SourceStatement): number {
    const [first] = instances;
    return first === undefined ? 0 : (this.#order.get(first.statement) ?? 0);
  }

  /** `expired-grant` tells it; a gate goes on gating. */
  #hasExpired({ instances }: SourceStatement): boolean {
    return instances.every(
      ({ statement: s }) => s.kind === "grant" && s.expires !== null && s.expires <= this.#context.now,
    );
  }
}
