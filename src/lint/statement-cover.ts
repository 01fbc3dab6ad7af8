/**
 * Whether other statements do all that a statement does for an agent: questions, each exact.
 *
 * INVARIANT: "taken" is a theorem about all valid requests; what is not decided counts as needed, and
 * is noted.
 */
import type { Box } from "../analysis/boxes.ts";
import { NameMatcher, type RequestNames } from "../analysis/request-names.ts";
import type { Agent, Statement } from "../ir/ir.ts";
import { type BoxFilter, boxFilter } from "./box-filter.ts";
import type { LintContext } from "./lint-context.ts";
import { partsOf, type StatementPart } from "./statement-parts.ts";
import { statementText } from "./statement-text.ts";

/** Which requests count: all that the statement matches, or only those that some statement grants. */
export type Reach = "all" | "granted";

export type Outcome =
  | { readonly kind: "needed" }
  /** Over budget, noted. */
  | { readonly kind: "undecided" }
  /** Not taken where all requests count; where only granted ones do, it may be. */
  | { readonly kind: "open" }
  | { readonly kind: "taken"; readonly by: ReadonlySet<Statement> };

/** Statements that take another one over for agents with this expiry. */
interface Taken {
  readonly expires: number | null;
  readonly by: ReadonlySet<Statement>;
}

// More ways to cover one statement are not remembered.
const waysKept = 8;

const needed: Outcome = { kind: "needed" };
const undecided: Outcome = { kind: "undecided" };
const open: Outcome = { kind: "open" };

export class StatementCover {
  readonly #context: LintContext;
  readonly #filter: BoxFilter;
  /** What was found to take a statement over, whoever holds it: roles and lists hold many agents alike. */
  readonly #known: Map<Statement, Taken[]> = new Map<Statement, Taken[]>();
  readonly #shortest: Map<Box, RequestNames | null> = new Map<Box, RequestNames | null>();

  constructor(context: LintContext) {
    this.#context = context;
    this.#filter = context.share(boxFilter);
  }

  /** Whether these other statements do all that the statement does for the agent. */
  outcome(statement: Statement, agent: Agent, others: readonly Statement[], reach: Reach): Outcome {
    const known = this.#known.get(statement) ?? [];
    const way = known.find(
      ({ expires, by }) => expires === agent.expires && [...by].every((one) => others.includes(one)),
    );
    if (way !== undefined) return { kind: "taken", by: way.by };
    const by = new Set<Statement>();
    let isOpen = false;
    for (const part of partsOf(this.#context.analysis, statement, agent)) {
      const outcome = this.#ofPart(part, statement, agent, others, reach);
      if (outcome.kind === "needed" || outcome.kind === "undecided") return outcome;
      if (outcome.kind === "open") isOpen = true;
      else for (const other of outcome.by) by.add(other);
    }
    if (isOpen) return open;
    // Where only granted requests count, it depends on what else the agent is granted.
    if (reach === "all" && known.length < waysKept) {
      this.#known.set(statement, [...known, { expires: agent.expires, by }]);
    }
    return { kind: "taken", by };
  }

  /** The shortest names of a box; `null` when it has none or that is not decided. */
  shortestOf(box: Box, statement: Statement): RequestNames | null {
    let names = this.#shortest.get(box);
    if (names === undefined) {
      const text = (): string => `does any request match \`${statementText(this.#context, statement)}\``;
      const answer = this.#context.ask({ positives: [box], negatives: [] }, rulesAbout(statement), text);
      names = answer.kind === "witness" ? answer.names : null;
      this.#shortest.set(box, names);
    }
    return names;
  }

  #ofPart(
    part: StatementPart,
    statement: Statement,
    agent: Agent,
    others: readonly Statement[],
    reach: Reach,
  ): Outcome {
    const context = this.#context;
    const negatives = others.flatMap((other) => part.takenBy(other) ?? []);
    const rules = rulesAbout(statement);
    const text = (): string =>
      `do other statements cover \`${statementText(context, statement)}\` for \`${agent.name}\``;
    const answer = context.ask({ positives: [part.box], negatives }, rules, text);
    if (answer.kind === "unknown") return undecided;
    if (answer.kind === "empty") return { kind: "taken", by: statementsOf(answer.covering) };
    if (!part.isRelative) return needed;

    const grants = context.analysis.boxesOf(agent).grants.filter((g) => g.statement !== statement);
    const matcher = new NameMatcher(context.analysis, answer.names);
    const likely = grants.filter((g) => matcher.admits(g));
    if (reach === "all") {
      const within = (g: Box): boolean =>
        context.ask({ positives: [part.box, g], negatives }, rules, text).kind === "witness";
      return likely.slice(0, 2).some(within) ? needed : open;
    }
    const by = new Set<Statement>();
    for (const grant of [...likely, ...grants.filter((g) => !likely.includes(g))]) {
      if (!this.#filter.mayMeet(part.box, grant)) continue;
      const left = context.ask({ positives: [part.box, grant], negatives }, rules, text);
      if (left.kind !== "empty") return left.kind === "unknown" ? undecided : needed;
      for (const other of statementsOf(left.covering)) by.add(other);
    }
    return { kind: "taken", by };
  }
}

/** The rules that want to know whether a statement is covered. */
export function rulesAbout({ kind }: Pick<Statement, "kind">): readonly string[] {
  const covers = ["covered-by-union", "shadowed-statement", "duplicate-statement"];
  return kind === "deny" ? ["ineffective-deny", ...covers] : ["denied-in-full", ...covers];
}

function statementsOf(boxes: readonly Box[]): Set<Statement> {
  return new Set(boxes.flatMap(({ statement }) => statement ?? []));
}
