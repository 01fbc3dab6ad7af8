/**
 * What is decided otherwise: each changed statement's region asked about, witnessed on both sides, and
 * told once for all agents that it concerns.
 *
 * INVARIANT: nothing is told that both sides were not seen to decide so; what is not decided is told as
 * unknown.
 */
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { NEVER } from "../automata/decision-diagram.ts";
import { InternalError } from "../base/invariant.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Decision, Request } from "../base/request.ts";
import type { Region } from "../analysis/boxes.ts";
import type { RequestNames } from "../analysis/request-names.ts";
import type { Agent, PolicySet, Statement } from "../ir/ir.ts";
import { type AgentClass, changedClasses, pairAgents } from "./agent-pairs.ts";
import type { Change, ChangedStatement, ChangeRegion, Reach, Undecided } from "./change.ts";
import { coverOf, describeParts, describeReread } from "./describe-region.ts";
import { HoldingStore } from "./holdings.ts";
import { JointSpace, sameShapes } from "./joint-space.ts";
import { groupOf, rereadOf, shows } from "./decision-kinds.ts";
import { messageOf, tagsOf } from "./decision-words.ts";
import { type DecisionKind, type Part, partsOf } from "./parts.ts";
import { scopeWords } from "./pattern-words.ts";
import { growsBy, reachOf } from "./reach-of-change.ts";
import { ReachCounter } from "./reach.ts";
import { RegionSearch } from "./search-part.ts";
import { shapeParts } from "./shape-changes.ts";
import { otherSide, type SideName } from "./side.ts";
import { changedStatement, statementsNamed } from "./statement-of.ts";

export interface DecisionOptions {
  readonly maxStates: number;
  readonly reachLength: number;
  /** The factor from which a growth of reach is tagged. */
  readonly reachGrowth: number;
  readonly judge: (set: PolicySet, request: Request) => Decision;
}

export interface DecisionChanges {
  readonly changes: readonly Change[];
  readonly unknown: readonly Undecided[];
}

const everyKind: readonly DecisionKind[] = [
  "widened",
  "narrowed",
  "gated",
  "ungated",
  "approval",
  "obligation",
];

/** The differences in what is decided for agents that both sides declare. */
export function decisionChanges(base: PolicySet, head: PolicySet, options: DecisionOptions): DecisionChanges {
  const runs = sameShapes(base, head)
    ? [new Comparison(base, head, "head", everyKind, options)]
    : [
        new Comparison(
          base,
          head,
          "head",
          everyKind.filter((kind) => kind !== "narrowed"),
          options,
        ),
        new Comparison(base, head, "base", ["narrowed"], options),
      ];
  const results = runs.map((run) => run.run());
  return {
    changes: results.flatMap(({ changes }) => changes),
    unknown: results.flatMap(({ unknown }) => unknown),
  };
}

/** A part that has requests, of a class of agents. */
interface Finding {
  readonly part: Part;
  readonly of: AgentClass;
  readonly names: RequestNames;
}

class Comparison {
  readonly #sets: { readonly [S in SideName]: PolicySet };
  readonly #space: JointSpace;
  readonly #search: RegionSearch;
  readonly #kinds: ReadonlySet<DecisionKind>;
  readonly #options: DecisionOptions;
  readonly #shapesDiffer: boolean;
  readonly #counter: ReachCounter;
  readonly #unknown: Undecided[] = [];

  constructor(
    base: PolicySet,
    head: PolicySet,
    shapes: SideName,
    kinds: readonly DecisionKind[],
    options: DecisionOptions,
  ) {
    this.#sets = { base, head };
    this.#space = new JointSpace(base, head, shapes);
    this.#search = new RegionSearch(this.#space, options.maxStates);
    this.#kinds = new Set(kinds);
    this.#options = options;
    this.#counter = new ReachCounter(options.reachLength);
    this.#shapesDiffer = this.#space.fitting !== null;
  }

  run(): DecisionChanges {
    const { base, head } = this.#sets;
    const store = new HoldingStore(this.#space);
    const classes = changedClasses(pairAgents(base, head).kept, this.#space, store, this.#shapesDiffer);
    const groups = new Map<string, Finding[]>();
    for (const of of classes) {
      for (const part of this.#partsOf(of)) {
        const key = groupOf(part, of);
        const group = groups.get(key) ?? [];
        const found = this.#find(part, of, group.length === 0);
        if (found === null) continue;
        group.push(found);
        groups.set(key, group);
      }
    }
    const changes = [...groups.values()].flatMap((group) => this.#tell(group) ?? []);
    return { changes: withoutTwins(changes), unknown: this.#unknown };
  }

  #partsOf(of: AgentClass): Part[] {
    const parts = partsOf(of, this.#kinds);
    const { fitting } = this.#space;
    if (fitting === null) return parts;
    const choices = fitting.map((box) => [box]);
    return [
      ...parts.map((part) =>
        part.kind === "widened" || part.kind === "narrowed"
          ? part
          : { ...part, some: [...part.some, choices] },
      ),
      ...shapeParts(of, this.#sets, this.#space, this.#kinds),
    ];
  }

  #find(part: Part, of: AgentClass, shortest: boolean): Finding | null {
    const found = this.#search.find(part, shortest);
    if (found.kind === "names") return { part, of, names: found.names };
    if (found.kind === "unknown") this.#note(part, of, found.reason);
    return null;
  }

  #note({ kind, changed }: Part, { agents }: AgentClass, reason: string): void {
    const agent = agents[0]?.head.name ?? null;
    this.#unknown.push({
      agent,
      question: `is any of \`${scopeWords(changed.scope)}\` ${kind}? (${reason})`,
    });
  }

  /** One change for one changed statement; `null` when it could not be shown. */
  #tell(group: readonly Finding[]): Change | null {
    const [first] = group;
    const pair = first?.of.agents[0];
    if (first === undefined || pair === undefined) return null;
    const contexts = this.#search.contextsAt(first.part, first.names);
    if (contexts === null) {
      this.#note(first.part, first.of, "more states than the budget has");
      return null;
    }
    if (contexts === NEVER) throw new InternalError(`a witness of a ${first.part.kind} region shows nothing`);
    const request = this.#space.requestOf(pair.head.name, first.names, contexts);
    const { judge } = this.#options;
    const before = judge(this.#sets.base, request);
    const after = judge(this.#sets.head, request);
    if (!shows(first.part.kind, before, after)) {
      // Such as a context that only fits when it is larger than a request may carry.
      this.#note(first.part, first.of, "no request within the limits of a context shows it");
      return null;
    }
    const agents = sortedUnique(group.flatMap(({ of }) => of.agents.map(({ head }) => head.name)));
    const region = this.#describe(group);
    const statements = {
      base: this.#statements("base", group, pair.base, before),
      head: this.#statements("head", group, pair.head, after),
    };
    const options = (side: SideName): string[] =>
      sortedUnique(group.flatMap(({ part }) => (part.side === side ? part.changed.option : [])));
    const told = { gained: options("head"), lost: options("base") };
    const reach = this.#reach(first.part, first.of, group);
    return {
      kind: first.part.kind,
      tags: [...tagsOf(first.part, told, after), ...this.#growth(reach, first.of)],
      agents,
      message: messageOf(first.part, told, agents, region, after),
      region,
      witness: { request },
      before,
      after,
      ...statements,
      reach,
    };
  }

  /** What is over budget is described by the changed statement's patterns alone. */
  #describe(group: readonly Finding[]): ChangeRegion {
    const parts = group.map(({ part }) => part);
    const [first] = group;
    const { context } = this.#space;
    try {
      return context.spending(new Budget(this.#options.maxStates), () =>
        first !== undefined && areSeveral(group)
          ? describeReread(parts, rereadOf(first.part, first.of), this.#space)
          : describeParts(parts, this.#space, this.#search),
      );
    } catch (error) {
      if (!(error instanceof BudgetExceeded) || first === undefined) throw error;
      return coverOf(parts);
    }
  }

  /** Reach among the requests that the changed statements of both sides speak of. */
  #reach({ kind, effect }: Part, of: AgentClass, group: readonly Finding[]): Reach | null {
    if (kind === "approval" || kind === "obligation" || effect === "shapes" || areSeveral(group)) return null;
    const changed = new Set(group.map(({ part }) => part.changed));
    for (const side of ["base", "head"] as const) {
      for (const holding of of[side][effect].keys()) {
        if (of[otherSide(side)][effect].has(holding)) continue;
        if (group.some(({ part }) => this.#search.mayOverlap(part.changed.box, holding.box)))
          changed.add(holding);
      }
    }
    const within = [...changed].map(({ box }) => box.region);
    const meets = (region: Region): boolean => within.some((w) => this.#search.regionsMayOverlap(w, region));
    return reachOf(of.base, of.head, within, meets, this.#counter);
  }

  #growth(reach: Reach | null, { base, head }: AgentClass): string[] {
    if (reach === null || reach.head <= reach.base) return [];
    return growsBy(this.#options.reachGrowth, reach, base, head, this.#counter) ? ["reach-growth"] : [];
  }

  /** The changed statement, those that replaced it or that it replaced, and those that decided. */
  #statements(
    side: SideName,
    group: readonly Finding[],
    agent: Agent,
    decision: Decision,
  ): readonly ChangedStatement[] {
    const found = new Set<Statement>();
    for (const { part, of } of group) {
      if (part.effect === "shapes") continue;
      const own = of[side][part.effect];
      for (const statement of own.get(part.changed) ?? []) found.add(statement);
      if (side === part.side) continue;
      for (const [holding, statements] of own) {
        const isKept = of[part.side][part.effect].has(holding);
        if (isKept || !this.#search.mayOverlap(part.changed.box, holding.box)) continue;
        for (const statement of statements) found.add(statement);
      }
    }
    for (const statement of statementsNamed(agent, decision)) found.add(statement);
    const told = [...found].map(changedStatement);
    const byId = new Map(told.map((t) => [`${t.id}\u0000${t.text}`, t]));
    return [...byId.values()].sort(
      (a, b) => compareCodePoints(a.id, b.id) || compareCodePoints(a.text, b.text),
    );
  }
}

/** A gate that narrows and asks otherwise is found by what it was and by what it is, with the same requests. */
function withoutTwins(changes: readonly Change[]): readonly Change[] {
  const told = new Set<string>();
  return changes.filter(({ kind, agents, message, region }) => {
    const isAsked = kind === "approval" || kind === "obligation";
    if (!isAsked || region?.exact !== true) return true;
    const key = JSON.stringify([kind, agents, message, region]);
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/** Whether a change is of several statements that are not of one region. */
function areSeveral(group: readonly Finding[]): boolean {
  const [first] = group;
  return (
    first?.part.changed.side !== null &&
    group.some(({ part }) => part.changed.regionKey !== first?.part.changed.regionKey)
  );
}
