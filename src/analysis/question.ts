/**
 * The one primitive: is the intersection of some boxes, minus the union of others, empty among valid
 * requests? If not, a shortest request of it.
 *
 * Negatives are lazy. A shortest word of the positives alone is run through all negatives; when they
 * leave a context, that is the answer. Otherwise only the negatives that block this word enter the
 * product, and the search runs again. Every answer is exact, because the last search is over a
 * superset that still contains the true set, and few negatives are ever needed.
 *
 * What a negative carves out (`except`) is split off instead of being built into its automaton:
 * S \ (N \ X) = (S \ N) ∪ (S ∩ x₁) ∪ (S ∩ x₂) ∪ …, where in the parts S ∩ xᵢ that negative is gone.
 */
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { maxBytes } from "../automata/alphabet.ts";
import { ALWAYS, type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { findShortest } from "../automata/search.ts";
import { UnionNfa } from "../automata/union-nfa.ts";
import type { AnalysisContext } from "./analysis-context.ts";
import { type Box, exceptBoxes, hasExcepts, leastBytes } from "./boxes.ts";
import { compareNames, NameMatcher, namesOfWord, type RequestNames } from "./request-names.ts";

export type Answer =
  /** Nothing is left; `covering` are the negatives that were needed to see it. */
  | { readonly kind: "empty"; readonly covering: readonly Box[]; readonly states: number }
  /** The shortest names, and all contexts and times in which they are left. */
  | {
      readonly kind: "witness";
      readonly names: RequestNames;
      readonly contexts: Diagram;
      readonly covering: readonly Box[];
      readonly states: number;
    }
  /** Over budget; `reason` says of what. */
  | { readonly kind: "unknown"; readonly reason: string; readonly states: number };

export interface Question {
  /** At least one. */
  readonly positives: readonly Box[];
  /** In canonical order: it decides which of several covers is found. */
  readonly negatives: readonly Box[];
  /** Only names that come before these are of interest. */
  readonly before?: RequestNames | null;
}

/** One pair of globs of a negative box that takes part in the product. */
interface Active {
  readonly action: GlobEntry;
  readonly resource: GlobEntry;
  readonly condition: Diagram;
}

interface Candidate {
  readonly box: Box;
  /** Whether what it carves out is dealt with elsewhere. */
  readonly isWhole: boolean;
}

/** A candidate that admits a word, by one of its pairs of globs. */
interface Match extends Active {
  readonly candidate: Candidate;
}

/** A part of the question: positives minus candidates, of which some pairs are active. */
interface Task {
  readonly positives: readonly Box[];
  /** The contexts that are not blocked for all its names at once. */
  readonly contexts: Diagram;
  readonly candidates: readonly Candidate[];
  readonly active: readonly Active[];
}

/** Answers a question within a number of expanded states. */
export function ask(context: AnalysisContext, question: Question, maxStates: number): Answer {
  const budget = new Budget(maxStates);
  try {
    return context.spending(budget, () => new Asking(context, question).run());
  } catch (error) {
    if (error instanceof BudgetExceeded)
      return { kind: "unknown", reason: error.message, states: budget.spent };
    throw error;
  }
}

class Asking {
  readonly #context: AnalysisContext;
  readonly #question: Question;
  /** The region of contexts that all positives share. */
  #contexts: Diagram = ALWAYS;
  readonly #covering: Set<Box> = new Set<Box>();
  readonly #tasks: Task[] = [];
  #best: RequestNames | null;
  #found = false;

  constructor(context: AnalysisContext, question: Question) {
    this.#context = context;
    this.#question = question;
    this.#best = question.before ?? null;
  }

  run(): Answer {
    const context = this.#context;
    const { positives, negatives } = this.#question;
    const empty = (): Answer => ({
      kind: "empty",
      covering: negatives.filter((n) => this.#covering.has(n)),
      states: context.budget.spent,
    });
    const longest = this.#best?.bytes ?? Infinity;
    if (positives.some((p) => leastBytes(p.region) > longest)) return empty();
    const overlapping = this.#overlapping(positives);
    if (overlapping === null) return empty();
    for (const { condition } of positives) this.#contexts = context.diagrams.and(this.#contexts, condition());
    if (this.#contexts === NEVER) return empty();

    const carved = positives.flatMap((p) => exceptBoxes(p.region, context.everything));
    const candidates = [...carved, ...negatives].map((box) => ({ box, isWhole: !hasExcepts(box.region) }));
    this.#tasks.push({ positives: overlapping, contexts: this.#contexts, candidates, active: [] });
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) this.#solve(task);

    if (!this.#found || this.#best === null) return empty();
    return {
      kind: "witness",
      names: this.#best,
      // A part may see a negative wider than it is, so the region is computed from the question itself.
      contexts: this.#left(this.#best, this.#question.negatives),
      covering: negatives.filter((n) => this.#covering.has(n)),
      states: context.budget.spent,
    };
  }

  #solve(task: Task): void {
    const { positives } = task;
    let { contexts, candidates, active } = task;
    while (contexts !== NEVER) {
      const names = this.#shortest(positives, contexts, active);
      if (names === null) return;
      if (this.#best !== null && compareNames(names, this.#best) >= 0) return;
      const matcher = new NameMatcher(this.#context, names);
      const matching: Match[] = [];
      for (const candidate of candidates) {
        const { box, isWhole } = candidate;
        const pair = matcher.pairOf(box.region);
        if (pair === null || (!isWhole && matcher.isExcepted(box.region))) continue;
        matching.push({ candidate, ...pair, condition: box.condition() });
      }
      const blockers = this.#blockers(contexts, matching);
      if (blockers === null) {
        this.#best = names;
        this.#found = true;
        return;
      }
      for (const { candidate } of blockers) {
        this.#covering.add(candidate.box);
        if (candidate.isWhole) continue;
        const others = candidates.filter((c) => c.box !== candidate.box);
        for (const carved of exceptBoxes(candidate.box.region, this.#context.everything)) {
          const part = this.#overlapping([...positives, carved]);
          if (part !== null) this.#tasks.push({ positives: part, contexts, candidates: others, active });
        }
        candidates = candidates.map((c) => (c === candidate ? { box: c.box, isWhole: true } : c));
      }
      for (const { candidate, action, resource, condition } of blockers) {
        // What contains all names needs no automaton: it takes its contexts from all of them.
        if (this.#isContained(positives, candidate.box))
          contexts = this.#context.diagrams.minus(contexts, condition);
        else active = [...active, { action, resource, condition }];
      }
    }
  }

  /** The contexts of names that the negatives leave. */
  #left(names: RequestNames, negatives: readonly Box[]): Diagram {
    const matcher = new NameMatcher(this.#context, names);
    let left = this.#contexts;
    for (const box of negatives) {
      if (left === NEVER) break;
      if (matcher.admits(box)) left = this.#context.diagrams.minus(left, box.condition());
    }
    return left;
  }

  /** A few that block together, one that blocks alone if there is any; `null` when a context is left. */
  #blockers(contexts: Diagram, matching: readonly Match[]): readonly Match[] | null {
    const { diagrams } = this.#context;
    const alone = matching.filter((m) => diagrams.minus(contexts, m.condition) === NEVER);
    const [first] = alone;
    if (first !== undefined) return [alone.find((m) => m.candidate.isWhole) ?? first];
    let left = contexts;
    let needed: Match[] = [];
    for (const m of matching) {
      const next = diagrams.minus(left, m.condition);
      if (next === left) continue;
      left = next;
      needed.push(m);
      if (left === NEVER) break;
    }
    if (left !== NEVER) return null;
    for (const m of [...needed]) {
      const others = needed.filter((n) => n !== m);
      const rest = others.reduce((region, n) => diagrams.minus(region, n.condition), contexts);
      if (rest === NEVER) needed = others;
    }
    return needed;
  }

  /** The boxes without the alternatives that overlap with none of another box; `null`: no overlap at all. */
  #overlapping(boxes: readonly Box[]): readonly Box[] | null {
    const { library, budget } = this.#context;
    const result: Box[] = [];
    for (const box of boxes) {
      const keep = (
        entries: readonly GlobEntry[],
        dimension: "actions" | "resources",
      ): readonly GlobEntry[] => {
        const kept = entries.filter((e) =>
          boxes.every(
            (other) => other === box || other.region[dimension].some((o) => library.overlaps(e, o, budget)),
          ),
        );
        return kept.length === entries.length ? entries : kept;
      };
      const actions = keep(box.region.actions, "actions");
      if (actions.length === 0) return null;
      const resources = keep(box.region.resources, "resources");
      if (resources.length === 0) return null;
      const isSame = actions === box.region.actions && resources === box.region.resources;
      result.push(isSame ? box : { ...box, region: { ...box.region, actions, resources } });
    }
    return result;
  }

  /** Whether simulation shows that the box contains all positives (its excepts aside). */
  #isContained(positives: readonly Box[], { region }: Box): boolean {
    const { library, budget } = this.#context;
    const within = (dimension: "actions" | "resources"): boolean =>
      positives.some((p) =>
        p.region[dimension].every((e) => region[dimension].some((o) => library.contains(o, e, budget))),
      );
    return within("actions") && within("resources");
  }

  #shortest(positives: readonly Box[], contexts: Diagram, active: readonly Active[]): RequestNames | null {
    const { diagrams, shapes, budget } = this.#context;
    const blocked = new Map<string, boolean>();
    const word = findShortest({
      positives: positives.map(({ region }) => ({
        action: new UnionNfa(region.actions.map((a) => a.nfa)),
        resource: new UnionNfa(region.resources.map((r) => r.nfa)),
      })),
      negatives: active.map(({ action, resource }) => ({
        action: action.dfa,
        resource: resource.dfa,
      })),
      shapes,
      isBlocked: (accepting) => {
        const key = accepting.join(",");
        let result = blocked.get(key);
        if (result === undefined) {
          const left = accepting.reduce(
            (region, i) => diagrams.minus(region, active[i]?.condition ?? NEVER),
            contexts,
          );
          result = left === NEVER;
          blocked.set(key, result);
        }
        return result;
      },
      longest: this.#best?.bytes ?? 2 * maxBytes,
      budget,
    });
    return word === null ? null : namesOfWord(word);
  }
}
