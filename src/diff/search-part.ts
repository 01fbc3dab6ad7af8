/**
 * Is there a request in a region, and which is the shortest? A region is a few questions, one for each
 * choice of what its unions offer.
 */
import type { Box } from "../analysis/boxes.ts";
import { leastBytes } from "../analysis/boxes.ts";
import { type Answer, ask } from "../analysis/question.ts";
import { NameMatcher, type RequestNames } from "../analysis/request-names.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { ALWAYS, type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { defined } from "../base/invariant.ts";
import type { JointSpace } from "./joint-space.ts";
import type { Choice, Region } from "./parts.ts";

type Names = Pick<Box["region"], "actions" | "resources">;

export type Found =
  | { readonly kind: "names"; readonly names: RequestNames }
  | { readonly kind: "none" }
  /** Not decided; says why. */
  | { readonly kind: "unknown"; readonly reason: string };

export class RegionSearch {
  readonly #space: JointSpace;
  readonly #maxStates: number;
  /** What the tests that only save work may cost in all. */
  readonly #filtering: Budget;

  constructor(space: JointSpace, maxStates: number) {
    this.#space = space;
    this.#maxStates = maxStates;
    this.#filtering = new Budget(maxStates);
  }

  /** Some names of the region, found as soon as may be, or with `shortest` the shortest ones. */
  find(region: Region, shortest: boolean): Found {
    if (this.#isShut(region)) return { kind: "none" };
    let best: RequestNames | null = null;
    let undecided: string | null = null;
    for (const choice of this.#choices(region, shortest)) {
      const positives = [...new Set([...region.all, ...choice])];
      const answer = this.ask(positives, region.none, best);
      if (answer.kind === "unknown") undecided ??= answer.reason;
      if (answer.kind !== "witness") continue;
      best = answer.names;
      if (!shortest) break;
    }
    if (best !== null) return { kind: "names", names: best };
    return undecided === null ? { kind: "none" } : { kind: "unknown", reason: undecided };
  }

  /** The contexts in which names are in the region; `null` when that is over budget. */
  contextsAt(region: Region, names: RequestNames): Diagram | null {
    const { context, possible } = this.#space;
    const { diagrams } = context;
    const matcher = new NameMatcher(context, names);
    try {
      return context.spending(new Budget(this.#maxStates), () => {
        const both = (boxes: readonly Box[]): Diagram =>
          boxes.every((box) => matcher.admits(box))
            ? diagrams.all(boxes.map((box) => box.condition()))
            : NEVER;
        let left = diagrams.and(possible, both(region.all));
        for (const choices of region.some) left = diagrams.and(left, diagrams.any(choices.map(both)));
        const out = region.none.filter((box) => matcher.admits(box)).map((box) => box.condition());
        return diagrams.minus(left, diagrams.any(out));
      });
    } catch (error) {
      if (error instanceof BudgetExceeded) return null;
      throw error;
    }
  }

  /** One question; `positives` is not empty. */
  ask(positives: readonly Box[], negatives: readonly Box[], before: RequestNames | null = null): Answer {
    const { context, possible } = this.#space;
    const [first, ...rest] = positives;
    const box = defined(first, "a question's first box");
    const all =
      possible === ALWAYS
        ? positives
        : [{ ...box, condition: () => context.diagrams.and(possible, box.condition()) }, ...rest];
    return ask(context, { positives: all, negatives, before }, this.#maxStates);
  }

  /** Whether all of a box is in a union; false when not decided. */
  isCovered(box: Box, union: readonly Box[]): boolean {
    return this.ask([box], union).kind === "empty";
  }

  /** Whether two boxes have no request in common; false when not decided. */
  areApart(a: Box, b: Box): boolean {
    return !this.mayOverlap(a, b) || this.ask([a, b], []).kind === "empty";
  }

  /** A cheap test on the patterns alone. */
  mayOverlap(a: Box, b: Box): boolean {
    return this.regionsMayOverlap(a.region, b.region);
  }

  /** The same of two scopes. */
  regionsMayOverlap(a: Names, b: Names): boolean {
    return this.#someOverlap(a.actions, b.actions) && this.#someOverlap(a.resources, b.resources);
  }

  /** Whether simulation shows that each of some globs is within one of others. */
  areWithin(inner: readonly GlobEntry[], outer: readonly GlobEntry[]): boolean {
    const { library } = this.#space.context;
    return this.#cheaply(
      () => inner.every((i) => outer.some((o) => library.contains(o, i, this.#filtering))),
      false,
    );
  }

  /** Whether simulation shows that the names of one box are all names of the other. */
  isWithin(inner: Box, outer: Box): boolean {
    const { region } = outer;
    if (region.exceptActions.length > 0 || region.exceptResources.length > 0) return false;
    return (
      this.areWithin(inner.region.actions, region.actions) &&
      this.areWithin(inner.region.resources, region.resources)
    );
  }

  /** A cheap test whether two globs have a word in common. */
  globsMayOverlap(a: GlobEntry, b: GlobEntry): boolean {
    return this.#someOverlap([a], [b]);
  }

  #someOverlap(a: readonly GlobEntry[], b: readonly GlobEntry[]): boolean {
    const { library } = this.#space.context;
    return this.#cheaply(
      () => a.some((one) => b.some((other) => library.overlaps(one, other, this.#filtering))),
      true,
    );
  }

  /** Not known within what filters may cost: the questions themselves, with budgets of their own, decide. */
  #cheaply(test: () => boolean, otherwise: boolean): boolean {
    try {
      return test();
    } catch (error) {
      if (error instanceof BudgetExceeded) return otherwise;
      throw error;
    }
  }

  /** Whether one box of `none` contains one of `all`: often so where a statement was narrowed, and quick to see. */
  #isShut({ all, none }: Region): boolean {
    const { context } = this.#space;
    return all.some((must) =>
      none.some(
        (box) =>
          this.isWithin(must, box) &&
          this.#cheaply(
            () =>
              context.spending(this.#filtering, () =>
                context.diagrams.minus(must.condition(), box.condition()),
              ) === NEVER,
            false,
          ),
      ),
    );
  }

  /** Every combination of one choice from each union that may meet what must match. */
  *#choices({ all, some }: Region, shortFirst: boolean): Generator<Choice> {
    const [first, ...rest] = some;
    if (first === undefined) {
      yield [];
      return;
    }
    const meets = (choice: Choice): boolean =>
      choice.every((box) => all.every((must) => this.mayOverlap(must, box)));
    for (const choice of shortFirst ? shortestFirst(first.filter(meets)) : first) {
      if (!shortFirst && !meets(choice)) continue;
      for (const others of this.#choices({ all, some: rest, none: [] }, shortFirst))
        yield [...choice, ...others];
    }
  }
}

/** Choices whose names may be short come first: what they give makes the others quick to pass over. */
function shortestFirst(choices: readonly Choice[]): Choice[] {
  return choices
    .map((choice) => ({
      choice,
      bytes: choice.reduce((most, box) => Math.max(most, leastBytes(box.region)), 0),
    }))
    .sort((a, b) => a.bytes - b.bytes)
    .map(({ choice }) => choice);
}
