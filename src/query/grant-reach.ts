/**
 * What is left of one grant within a question: without approval, and behind which gates.
 *
 * INVARIANT: every "nothing" is a theorem; what was not decided is said, and is missing from the rest.
 */
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { AgentBoxes, AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { type Answer, ask } from "../analysis/question.ts";
import { compareNames, type NameMatcher } from "../analysis/request-names.ts";
import type { AnswerRegion } from "./answer.ts";
import { type Described, describeRegion, type RegionInput, type Subject } from "./describe-region.ts";
import type { PatternTexts } from "./pattern-texts.ts";

/** Names and contexts of requests that show it. */
export type Shown = Extract<Answer, { readonly kind: "witness" }>;

/** Places in the list of denies with the gates behind them. */
type Places = readonly number[];

/** What was found for all grants, denies and gates that are the same sets of requests. */
interface Found {
  readonly allowed: { readonly shown: Shown; readonly region: AnswerRegion; readonly less: Places } | null;
  readonly gated: {
    readonly shown: Shown;
    readonly region: AnswerRegion;
    readonly less: Places;
    readonly gates: Places;
  } | null;
  readonly undecided: readonly { readonly gate: number | null; readonly reason: string }[];
}

export interface ReachPart extends Described {
  readonly shown: Shown;
}

export interface GrantReach {
  /** `null`: nothing is allowed without approval. */
  readonly allowed: ReachPart | null;
  /** `null`: nothing is allowed with approval. */
  readonly gated: (ReachPart & { readonly gates: readonly Box[] }) | null;
  /** What was not decided, as clauses. */
  readonly undecided: readonly string[];
}

/** Asks about grants within one question; what agents share is asked once. */
export class ReachFinder {
  readonly #context: AnalysisContext;
  readonly #subject: Subject;
  readonly #texts: PatternTexts;
  readonly #maxStates: number;
  /** By the number of a glob: whether it meets one of the question's. */
  readonly #overlaps: boolean[] = [];
  readonly #contains: Map<Box, boolean> = new Map<Box, boolean>();
  readonly #found: Map<string, Found> = new Map<string, Found>();
  readonly #sameAs: Map<Box, number> = new Map<Box, number>();
  readonly #classes: Map<string, number> = new Map<string, number>();
  /** What the tests that only save work may cost in all. */
  readonly #filtering: Budget;

  constructor(context: AnalysisContext, subject: Subject, texts: PatternTexts, maxStates: number) {
    this.#context = context;
    this.#subject = subject;
    this.#texts = texts;
    this.#maxStates = maxStates;
    this.#filtering = new Budget(maxStates);
  }

  /** The boxes whose patterns meet those of the question. */
  meeting(boxes: readonly Box[]): readonly Box[] {
    const { actions, resources } = this.#subject.box.region;
    return boxes.filter(
      ({ region }) => this.#anyMeets(region.actions, actions) && this.#anyMeets(region.resources, resources),
    );
  }

  /** Whether one deny contains the question; a guardrail answers so for all agents that it holds. */
  isDeniedAtOnce(denies: readonly Box[], shortest: NameMatcher): boolean {
    return denies.some((deny) => {
      let contains = this.#contains.get(deny);
      if (contains === undefined) {
        contains = shortest.admits(deny) && this.#ask([this.#subject.box], [deny]).kind === "empty";
        this.#contains.set(deny, contains);
      }
      return contains;
    });
  }

  /** What is left of the grant under these denies and gates of its agent. */
  of(grant: Box, { denies, gates }: Pick<AgentBoxes, "denies" | "gates">): GrantReach {
    const near = (boxes: readonly Box[]): readonly Box[] =>
      boxes.filter((box) => this.#boxesMeet(grant, box));
    const denying = near(denies);
    const gating = near(gates);
    const key = [[grant], denying, gating]
      .map((boxes) => boxes.map((box) => this.#classOf(box)).join(","))
      .join(" ");
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#find(grant, denying, gating);
      this.#found.set(key, found);
    }
    const { allowed, gated, undecided } = found;
    const all = [...denying, ...gating];
    const boxesAt = (places: Places): Box[] => places.flatMap((i) => all[i] ?? []);
    const id = `\`${grant.statement?.id ?? ""}\``;
    return {
      allowed: allowed === null ? null : { ...allowed, less: boxesAt(allowed.less) },
      gated: gated === null ? null : { ...gated, less: boxesAt(gated.less), gates: boxesAt(gated.gates) },
      undecided: undecided.map(({ gate, reason }) =>
        gate === null
          ? `is any of what ${id} grants allowed without approval? (${reason})`
          : `does \`${all[gate]?.statement?.id ?? ""}\` gate any of what ${id} grants? (${reason})`,
      ),
    };
  }

  /** The denies that together leave nothing of a grant, as few as were needed to see it. */
  takersOf(grant: Box, { denies }: Pick<AgentBoxes, "denies">): readonly Box[] {
    const answer = this.#ask([this.#subject.box, grant], denies);
    return answer.kind === "empty" ? answer.covering : [];
  }

  #find(grant: Box, denies: readonly Box[], gates: readonly Box[]): Found {
    const within = [this.#subject.box, grant];
    const undecided: Found["undecided"][number][] = [];
    const free = this.#ask(within, [...denies, ...gates]);
    if (free.kind === "unknown") undecided.push({ gate: null, reason: free.reason });
    const all = [...denies, ...gates];
    const met: number[] = [];
    let shown: Shown | null = null;
    for (let i = denies.length; i < all.length; i++) {
      const answer = this.#ask([...within, ...all.slice(i, i + 1)], denies);
      if (answer.kind === "unknown") undecided.push({ gate: i, reason: answer.reason });
      if (answer.kind !== "witness") continue;
      met.push(i);
      if (shown === null || compareNames(answer.names, shown.names) < 0) shown = answer;
    }
    const describe = (gating: RegionInput["gates"]): { region: AnswerRegion; less: Places } => {
      const input = { subject: this.#subject, grant, denies, gates: gating };
      const { region, less } = describeRegion(this.#context, input, this.#texts, this.#maxStates);
      return { region, less: less.map((box) => all.indexOf(box)) };
    };
    const behind = met.flatMap((i) => all[i] ?? []);
    const areAll = free.kind === "empty";
    return {
      allowed: free.kind === "witness" ? { shown: free, ...describe({ kind: "without", gates }) } : null,
      gated:
        shown === null ? null : { shown, gates: met, ...describe({ kind: "behind", gates: behind, areAll }) },
      undecided,
    };
  }

  /** Remembered by number: this is asked for every statement of the set. */
  #anyMeets(entries: readonly GlobEntry[], own: readonly GlobEntry[]): boolean {
    for (const entry of entries) {
      let result = this.#overlaps[entry.id];
      if (result === undefined) {
        result = own.some((o) => this.#mayOverlap(o, entry));
        this.#overlaps[entry.id] = result;
      }
      if (result) return true;
    }
    return false;
  }

  #boxesMeet(a: Box, b: Box): boolean {
    return (
      a.region.actions.some((x) => b.region.actions.some((y) => this.#mayOverlap(x, y))) &&
      a.region.resources.some((x) => b.region.resources.some((y) => this.#mayOverlap(x, y)))
    );
  }

  #mayOverlap(a: GlobEntry, b: GlobEntry): boolean {
    try {
      return this.#context.library.overlaps(a, b, this.#filtering);
    } catch (error) {
      // Not known to be apart: the question itself, with a budget of its own, decides.
      if (error instanceof BudgetExceeded) return true;
      throw error;
    }
  }

  #ask(positives: readonly Box[], negatives: readonly Box[]): Answer {
    return ask(this.#context, { positives, negatives }, this.#maxStates);
  }

  /** Equal for boxes that are the same set of requests, as their globs and diagrams tell. */
  #classOf(box: Box): number {
    let number = this.#sameAs.get(box);
    if (number === undefined) {
      const key = this.#keyOf(box);
      number = (key === null ? undefined : this.#classes.get(key)) ?? this.#sameAs.size;
      if (key !== null) this.#classes.set(key, number);
      this.#sameAs.set(box, number);
    }
    return number;
  }

  #keyOf({ region, condition }: Box): string | null {
    const { actions, resources, exceptActions, exceptResources } = region;
    try {
      const contexts = this.#context.spending(this.#filtering, condition);
      const lists = [actions, resources, exceptActions, exceptResources];
      return `${lists.map((list) => list.map(({ id }) => id).join(",")).join(" ")} ${contexts}`;
    } catch (error) {
      if (error instanceof BudgetExceeded) return null;
      throw error;
    }
  }
}
