/**
 * Why a statement that is dead weight is so: which of the cover family's rules tells it, and which
 * statements it names.
 */
import { NameMatcher } from "../analysis/request-names.ts";
import type { Agent, Statement } from "../ir/ir.ts";
import { type BoxFilter, boxFilter } from "./box-filter.ts";
import type { DeadStatement } from "./dead-statement.ts";
import { limitsNothing } from "./limits-nothing.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";
import { type Reach, rulesAbout, type StatementCover } from "./statement-cover.ts";
import { partsOf, sameOptions } from "./statement-parts.ts";
import { statementText } from "./statement-text.ts";

export interface DeadCandidate {
  readonly source: SourceStatement;
  readonly reach: Reach;
  /** The statements that may cover it. */
  readonly others: (statement: Statement, agent: Agent) => readonly Statement[];
}

/** A statement as one agent holds it, with those that may cover it. */
interface Held {
  readonly statement: Statement;
  readonly agent: Agent;
  readonly others: readonly Statement[];
}

type Judged = Pick<DeadStatement, "verdict" | "covering" | "limitsNothing">;
type Covering = DeadStatement["covering"];

/** The key of where each statement stands among all, in canonical order. */
const statementOrder = {
  name: "statement order",
  make: ({ statements }: LintContext): ReadonlyMap<Statement, number> =>
    new Map(
      statements.flatMap(({ instances }, i) =>
        instances.map((instance): [Statement, number] => [instance.statement, i]),
      ),
    ),
};

// More are shown as they were found: each one left out costs a round of questions.
const minimisedUpTo = 12;

/** The verdict on a statement that is dead for all its agents; `null` where no rule tells it. */
export function judgeDead(
  context: LintContext,
  cover: StatementCover,
  { source, reach, others }: DeadCandidate,
): Judged | null {
  if (neverMatches(context, source)) return judged("never-matches", []);
  const held = source.instances.flatMap(({ statement, agents }) =>
    agents.map((agent): Held => ({ statement, agent, others: others(statement, agent) })),
  );
  const judge = new Judge(context, cover, reach);
  const denied = judge.ofAll(held, (one) => judge.deniedBy(one));
  if (denied !== null) return judged("denied-in-full", denied);
  if (source.kind === "deny" && held.every((one) => !judge.meetsGrant(one))) {
    return judged("ineffective-deny", []);
  }
  const twins = judge.ofAll(held, (one) => judge.twinOf(one));
  if (twins !== null && twins.length > 0) return judged("duplicate-statement", twins);
  const single = judge.ofAll(held, (one) => judge.singleFor(one));
  const covering = single ?? judge.ofAll(held, (one) => judge.fewestFor(one)) ?? [];
  // A guardrail's gate that no grant meets.
  if (covering.length === 0) return null;
  const verdict = single === null ? "covered-by-union" : "shadowed-statement";
  const isPointless = held.every(({ statement, agent }) => judge.limitsNothing(statement, agent));
  return { verdict, covering, limitsNothing: isPointless };
}

/** Whether no valid request matches the statement as any agent holds it; expiry aside. */
export function neverMatches(context: LintContext, { instances }: SourceStatement): boolean {
  return instances.every(({ statement }) => {
    const box =
      statement.kind === "grant"
        ? context.analysis.questionBox(statement.scope, statement.condition)
        : context.analysis.effectBox(statement);
    const text = (): string => `does any valid request match \`${statementText(context, statement)}\``;
    return context.ask({ positives: [box], negatives: [] }, ["never-matches"], text).kind === "empty";
  });
}

function judged(verdict: Judged["verdict"], covering: Covering): Judged {
  return { verdict, covering, limitsNothing: false };
}

function isConditional(statement: Statement): boolean {
  return statement.kind === "grant" && statement.condition !== null;
}

function isUnconditional(statement: Statement): boolean {
  return statement.kind === "grant" && statement.condition === null;
}

class Judge {
  readonly #context: LintContext;
  readonly #cover: StatementCover;
  readonly #filter: BoxFilter;
  readonly #reach: Reach;

  constructor(context: LintContext, cover: StatementCover, reach: Reach) {
    this.#context = context;
    this.#cover = cover;
    this.#filter = context.share(boxFilter);
    this.#reach = reach;
  }

  /** What every agent's answer names, each statement once; `null` as soon as one has none. */
  ofAll(held: readonly Held[], find: (one: Held) => readonly Statement[] | null): Covering | null {
    const agents = new Map<Statement, Agent[]>();
    for (const one of held) {
      const found = find(one);
      if (found === null) return null;
      for (const statement of found) {
        const known = agents.get(statement);
        if (known === undefined) agents.set(statement, [one.agent]);
        else known.push(one.agent);
      }
    }
    const places = this.#context.share(statementOrder);
    return [...agents]
      .map(([statement, all]) => ({ statement, agents: all }))
      .sort((a, b) => (places.get(a.statement) ?? 0) - (places.get(b.statement) ?? 0));
  }

  /** The denies that leave nothing of what the statement grants, gates and tells. */
  deniedBy({ statement, agent, others }: Held): readonly Statement[] | null {
    if (statement.kind === "deny" || (statement.kind === "gate" && !statement.grants)) return null;
    const denies = others.filter(({ kind }) => kind === "deny");
    return this.#taken({ statement, agent, others: denies }) ? this.#fewest(statement, agent, denies) : null;
  }

  meetsGrant({ statement, agent }: Held): boolean {
    const { analysis } = this.#context;
    const deny = analysis.effectBox(statement);
    return analysis
      .boxesOf(agent)
      .grants.some(
        (grant) => this.#filter.mayMeet(deny, grant) && !this.#isEmpty(statement, [deny, grant], []),
      );
  }

  /** The first other statement with the same options that matches the same requests. */
  twinOf({ statement, agent, others }: Held): readonly Statement[] | null {
    const twin = this.#alike(statement, agent, others).find(
      (other) => sameOptions(statement, other) && this.#matchAlike(statement, other),
    );
    return twin === undefined ? null : [twin];
  }

  /** One statement that covers alone, none if nothing is to be covered; `null` when it takes several. */
  singleFor({ statement, agent, others }: Held): readonly Statement[] | null {
    const all = this.#cover.outcome(statement, agent, others, this.#reach);
    if (all.kind !== "taken") return null;
    if (all.by.size === 0) return [];
    const candidates = this.#alike(statement, agent, others);
    const preferred = isConditional(statement)
      ? [...candidates.filter(isUnconditional), ...candidates.filter((c) => !isUnconditional(c))]
      : candidates;
    const single = preferred.find((other) => this.#taken({ statement, agent, others: [other] }));
    return single === undefined ? null : [single];
  }

  /** Statements that cover together, none of which can be left out. */
  fewestFor({ statement, agent, others }: Held): readonly Statement[] | null {
    return this.#fewest(statement, agent, others);
  }

  #fewest(statement: Statement, agent: Agent, others: readonly Statement[]): readonly Statement[] | null {
    const all = this.#cover.outcome(statement, agent, others, this.#reach);
    if (all.kind !== "taken") return null;
    let kept = [...all.by];
    if (kept.length > minimisedUpTo) return kept;
    for (const one of all.by) {
      const without = kept.filter((other) => other !== one);
      if (kept.length > 1 && this.#taken({ statement, agent, others: without })) kept = without;
    }
    return kept;
  }

  #taken({ statement, agent, others }: Held): boolean {
    return this.#cover.outcome(statement, agent, others, this.#reach).kind === "taken";
  }

  /** The others that take part in each part of the statement, at its shortest names if all requests count. */
  #alike(statement: Statement, agent: Agent, others: readonly Statement[]): readonly Statement[] {
    const { analysis } = this.#context;
    let alike = others;
    for (const { box, takenBy } of partsOf(analysis, statement, agent)) {
      const names = this.#reach === "all" ? this.#cover.shortestOf(box, statement) : null;
      const matcher = names === null ? null : new NameMatcher(analysis, names);
      alike = alike.filter((other) => {
        const taking = takenBy(other);
        return (
          taking !== null && (matcher === null || matcher.admits(taking)) && this.#filter.mayMeet(box, taking)
        );
      });
    }
    return alike;
  }

  limitsNothing(statement: Statement, agent: Agent): boolean {
    const text = (): string => this.#questionOf(statement);
    return limitsNothing(this.#context, statement, agent, rulesAbout(statement), text);
  }

  #matchAlike(a: Statement, b: Statement): boolean {
    const { analysis } = this.#context;
    const boxes = [
      [analysis.effectBox(a), analysis.effectBox(b)],
      [analysis.questionBox(a.scope, a.condition), analysis.questionBox(b.scope, b.condition)],
    ] as const;
    return boxes.every(([x, y]) => this.#isEmpty(a, [x], [y]) && this.#isEmpty(a, [y], [x]));
  }

  #isEmpty(
    statement: Statement,
    positives: Parameters<LintContext["ask"]>[0]["positives"],
    negatives: Parameters<LintContext["ask"]>[0]["negatives"],
  ): boolean {
    const question = { positives, negatives };
    const text = (): string => this.#questionOf(statement);
    return this.#context.ask(question, rulesAbout(statement), text).kind === "empty";
  }

  #questionOf(statement: Statement): string {
    return `what covers \`${statementText(this.#context, statement)}\``;
  }
}
