/**
 * Pairs of an agent's own statements, roles' included, that match common requests, and what is to be
 * said of each.
 *
 * INVARIANT: a pair of places is there at most once, under one relation, with all agents for which it
 * holds; what is told of it is so for the first of them.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Answer } from "../analysis/question.ts";
import { defined } from "../base/invariant.ts";
import type { Agent, Gate, Grant, Scope, Statement } from "../ir/ir.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import type { LintContext } from "./lint-context.ts";
import { shareSample } from "./shared-samples.ts";
import type { SourceStatement } from "./source-statements.ts";
import { type Asking, pairsThatBeginAlike, statementPairs, type StatementPairs } from "./statement-pairs.ts";
import { placesOf } from "./statement-order.ts";
import { sameApproval, sameOptions } from "./statement-parts.ts";
import { statementText } from "./statement-text.ts";

export type PairRelation =
  /** Options are the same and neither contains the other. */
  | "alike"
  /** Options differ and neither contains the other; or two gates of the same requests. */
  | "options differ"
  /** A gate within another gate whose approval differs. */
  | "gate within gate"
  /** A plain grant and a gate of which neither contains the other. */
  | "grant beside gate"
  /** A plain grant and a gate that takes a part out of it. */
  | "gate within grant";

export interface OverlappingPair {
  readonly relation: PairRelation;
  /** In the order of the text; for a gate within another the narrower one, for a grant and a gate the grant. */
  readonly a: SourceStatement;
  readonly b: SourceStatement;
  /** In the order of `inOrder`; at least one. */
  readonly agents: readonly Agent[];
  /** Two boxes of the first agent that share a request which nothing of `denies` takes. */
  readonly boxes: readonly [Box, Box];
  readonly denies: readonly Box[];
}

type Shared = Extract<Answer, { kind: "witness" }>;

/** The rules that are told of by pairs. */
const overlapRules = ["overlap-different-options", "ungated-overlap", "overlap", "gated-in-part"];

/** The key of what the rules of the overlap family share, in canonical order: all pairs, but of those that are
 * alike only as many as connect what they connect. */
export const overlappingPairs: {
  readonly name: string;
  readonly make: (context: LintContext) => readonly OverlappingPair[];
} = { name: "overlapping pairs", make: (context) => new PairSearch(context).run() };

/** The shortest request that both statements of a pair match and nothing denies; `null` over budget. */
export function sharedBy(context: LintContext, { a, b, boxes, denies }: OverlappingPair): Shared | null {
  const text = (): string =>
    `which request do \`${statementText(context, a)}\` and \`${statementText(context, b)}\` both match`;
  const answer = context.share(statementPairs).common(...boxes, denies, { rules: overlapRules, text });
  return answer.kind === "witness" ? answer : null;
}

interface Found extends OverlappingPair {
  readonly agents: Agent[];
}

interface Held {
  readonly source: SourceStatement;
  readonly place: number;
  readonly statement: Statement;
  /** Where it does what it does: grants where it is true, the others where it is not false. */
  readonly box: Box;
}

class PairSearch {
  readonly #context: LintContext;
  readonly #pairs: StatementPairs;
  readonly #found: Map<number, Found> = new Map<number, Found>();
  readonly #places: ReadonlyMap<Statement, number>;
  readonly #endless: Map<Scope, Box> = new Map<Scope, Box>();
  readonly #names: Map<Scope, Box> = new Map<Scope, Box>();
  /** What is connected by pairs that are alike, for the agent at hand: roles' statements, and all others. */
  #alike: Readonly<Record<"role" | "agent", DisjointSets<number>>> = newSets();

  constructor(context: LintContext) {
    this.#context = context;
    this.#pairs = context.share(statementPairs);
    this.#places = placesOf(context);
  }

  run(): readonly OverlappingPair[] {
    for (const agent of this.#context.inOrder(this.#context.set.agents)) this.#searchAgent(agent);
    const order = new Map(this.#context.statements.map((source, place) => [source, place]));
    const at = (source: SourceStatement): number => order.get(source) ?? 0;
    return [...this.#found.values()].sort((x, y) => at(x.a) - at(y.a) || at(x.b) - at(y.b));
  }

  #searchAgent(agent: Agent): void {
    const { analysis, statements } = this.#context;
    const held = agent.statements
      .flatMap((statement): readonly Held[] => {
        if (hasEnded(statement, agent, this.#context.now)) return [];
        const place = this.#places.get(statement) ?? 0;
        const source = defined(statements[place], "the source of a statement");
        const isGrant = statement.kind === "grant";
        const box = isGrant ? analysis.grantBox(statement, agent.expires) : analysis.effectBox(statement);
        return [{ source, place, statement, box }];
      })
      .sort((x, y) => x.place - y.place);
    const { denies } = analysis.boxesOf(agent);
    this.#alike = newSets();
    for (const [i, j] of pairsThatBeginAlike(held.map(({ box }) => box))) {
      const a = held[i];
      const b = held[j];
      if (a === undefined || b === undefined || a.place === b.place) continue;
      const isWithDeny = a.statement.kind === "deny" || b.statement.kind === "deny";
      if (isWithDeny && a.statement.kind !== b.statement.kind) continue;
      if (this.#isConnected(a, b) || !this.#pairs.mayMeet(a.box, b.box)) continue;
      this.#judge(a, b, agent, isWithDeny ? nothing : denies);
    }
  }

  /** Statements that are told together anyway: whether they overlap directly matters no more. */
  #isConnected(a: Held, b: Held): boolean {
    return (
      a.statement.kind === b.statement.kind &&
      this.#setsOf(a, b).areConnected(a.place, b.place) &&
      sameOptions(a.statement, b.statement)
    );
  }

  #setsOf(a: Held, b: Held): DisjointSets<number> {
    const isOfRoles = a.source.owner.kind === "role" && b.source.owner.kind === "role";
    return this.#alike[isOfRoles ? "role" : "agent"];
  }

  #judge(a: Held, b: Held, agent: Agent, denies: readonly Box[]): void {
    const asking = this.#askingOf(a, b, agent);
    const boxes = this.#meeting(a, b, agent, denies, asking);
    if (boxes === null) return;
    const mixed = mixedPair(a, b);
    if (mixed === null) this.#judgeAlike(a, b, agent, { denies, boxes, asking });
    else this.#judgeMixed(...mixed, agent, { denies, boxes, asking });
  }

  /** The boxes that share a request; of two gates, where one of them grants it. */
  #meeting(a: Held, b: Held, agent: Agent, denies: readonly Box[], asking: Asking): Overlap["boxes"] | null {
    const { analysis } = this.#context;
    const { statement: x } = a;
    const { statement: y } = b;
    const sides: readonly (readonly [Box, Box])[] =
      x.kind === "gate" && y.kind === "gate"
        ? [
            [analysis.grantBox(x, agent.expires), b.box],
            [a.box, analysis.grantBox(y, agent.expires)],
          ]
        : [[a.box, b.box]];
    const meets = ([left, right]: readonly [Box, Box]): boolean =>
      shareSample(analysis, left, right, denies, this.#context.maxStates) ||
      this.#pairs.common(left, right, denies, asking).kind === "witness";
    return sides.find(meets) ?? null;
  }

  /** Two statements of one kind. */
  #judgeAlike(a: Held, b: Held, agent: Agent, overlap: Overlap): void {
    const { denies, asking } = overlap;
    // A grant that ends within one that does not, or the other way round, is no puzzle.
    const [x, y] = [a, b].map(({ statement, box }) =>
      statement.kind === "grant" ? this.#withoutEnd(statement) : box,
    );
    if (x === undefined || y === undefined) return;
    const inner = this.#pairs.isWithin(x, y, denies, asking);
    const outer = this.#pairs.isWithin(y, x, denies, asking);
    if (!inner && !outer) {
      const relation = sameOptions(a.statement, b.statement) ? "alike" : "options differ";
      if (relation === "alike") this.#setsOf(a, b).connect(a.place, b.place);
      this.#note(relation, a, b, agent, overlap);
    } else if (a.statement.kind === "gate" && b.statement.kind === "gate") {
      if (sameApproval(a.statement.approval, b.statement.approval)) return;
      if (inner && outer) this.#note("options differ", a, b, agent, overlap);
      else this.#note("gate within gate", inner ? a : b, inner ? b : a, agent, overlap);
    }
  }

  /** A plain grant and a gate. */
  #judgeMixed(
    grant: Held & { readonly statement: Grant },
    gate: Held & { readonly statement: Gate },
    agent: Agent,
    overlap: Overlap,
  ): void {
    const { denies, asking } = overlap;
    const { analysis } = this.#context;
    // The gate grants all that the grant does: the grant is dead weight, which others tell.
    const granted = analysis.grantBox(gate.statement, agent.expires);
    if (this.#pairs.isWithin(grant.box, granted, denies, asking)) return;
    const isNarrower =
      this.#pairs.isWithin(granted, this.#withoutEnd(grant.statement), denies, asking) ||
      this.#isAlways(grant.statement, gate.statement, denies, asking) ||
      this.#pairs.isWithin(grant.box, gate.box, denies, asking);
    this.#note(isNarrower ? "gate within grant" : "grant beside gate", grant, gate, agent, overlap);
  }

  /** Whether the gate asks whatever the context, for names that the grant has among others. */
  #isAlways(grant: Grant, gate: Gate, denies: readonly Box[], asking: Asking): boolean {
    if (gate.condition !== null) return false;
    return this.#pairs.isWithin(this.#namesOf(gate.scope), this.#namesOf(grant.scope), denies, asking);
  }

  #namesOf(scope: Scope): Box {
    let box = this.#names.get(scope);
    if (box === undefined) {
      box = this.#context.analysis.questionBox(scope, null);
      this.#names.set(scope, box);
    }
    return box;
  }

  /** Where the grant's patterns and condition hold, as if it never ended. */
  #withoutEnd({ scope, condition }: Grant): Box {
    let box = this.#endless.get(scope);
    if (box === undefined) {
      box = this.#context.analysis.questionBox(scope, condition);
      this.#endless.set(scope, box);
    }
    return box;
  }

  #note(relation: PairRelation, a: Held, b: Held, agent: Agent, { boxes, denies }: Overlap): void {
    const key = Math.min(a.place, b.place) * places + Math.max(a.place, b.place);
    const known = this.#found.get(key);
    if (known?.relation === relation) known.agents.push(agent);
    else if (known === undefined || severity[relation] > severity[known.relation]) {
      // Where it is worse for a later agent, that is told instead.
      this.#found.set(key, { relation, a: a.source, b: b.source, agents: [agent], boxes, denies });
    }
  }

  #askingOf(a: Held, b: Held, agent: Agent): Asking {
    return {
      rules: overlapRules,
      text: () =>
        `which requests of \`${agent.name}\` do \`${statementText(this.#context, a.statement)}\` and \`${statementText(this.#context, b.statement)}\` both match`,
    };
  }
}

const nothing: readonly Box[] = [];
// Places are fewer than this, so that a pair is one number.
const places = 2 ** 26;

function newSets(): Readonly<Record<"role" | "agent", DisjointSets<number>>> {
  return { role: new DisjointSets<number>(), agent: new DisjointSets<number>() };
}

interface Overlap {
  readonly denies: readonly Box[];
  readonly boxes: readonly [Box, Box];
  readonly asking: Asking;
}

const severity: Readonly<Record<PairRelation, number>> = {
  "gate within grant": 0,
  alike: 0,
  "gate within gate": 1,
  "grant beside gate": 2,
  "options differ": 2,
};

/** A grant that has ended is told as such; a gate goes on gating. */
function hasEnded(statement: Statement, agent: Agent, now: number): boolean {
  const ends = (end: number | null): boolean => end !== null && end <= now;
  return statement.kind === "grant" && (ends(statement.expires) || ends(agent.expires));
}

type MixedPair = [Held & { readonly statement: Grant }, Held & { readonly statement: Gate }];

function mixedPair(a: Held, b: Held): MixedPair | null {
  const { statement: x } = a;
  const { statement: y } = b;
  if (x.kind === "grant" && y.kind === "gate")
    return [
      { ...a, statement: x },
      { ...b, statement: y },
    ];
  if (x.kind === "gate" && y.kind === "grant")
    return [
      { ...b, statement: y },
      { ...a, statement: x },
    ];
  return null;
}
