/**
 * What two boxes of one agent have in common, asked once for each pair of boxes whoever holds them.
 *
 * INVARIANT: `false` of `mayMeet` and every answer but `unknown` is a theorem about all valid requests.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Answer } from "../analysis/question.ts";
import { NameMatcher } from "../analysis/request-names.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { areApart } from "./glob-segments.ts";
import type { LintContext, QuestionText } from "./lint-context.ts";

/** Who asks, and what. */
export interface Asking {
  readonly rules: readonly string[];
  readonly text: QuestionText;
}

// Boxes are numbered below this, so that a pair is one number.
const pairs = 2 ** 26;

/** The key of what the rules about overlaps share. */
export const statementPairs: {
  readonly name: string;
  readonly make: (context: LintContext) => StatementPairs;
} = { name: "statement pairs", make: (context) => new StatementPairs(context) };

export class StatementPairs {
  readonly #context: LintContext;
  readonly #numbers: Map<Box, number> = new Map<Box, number>();
  readonly #common: Map<number, Answer> = new Map<number, Answer>();
  readonly #samples: WeakMap<readonly Box[], Map<Box, NameMatcher | null>> = new WeakMap<
    readonly Box[],
    Map<Box, NameMatcher | null>
  >();

  constructor(context: LintContext) {
    this.#context = context;
  }

  /** A cheap test on the patterns alone; false is certain. */
  mayMeet({ region: a }: Box, { region: b }: Box): boolean {
    return (
      !isExcepted(b.resources, a.exceptResources) &&
      !isExcepted(a.resources, b.exceptResources) &&
      this.#someMeet(a.actions, b.actions) &&
      this.#someMeet(a.resources, b.resources)
    );
  }

  /** What both boxes match and none of the negatives does; the shortest of it. */
  common(a: Box, b: Box, negatives: readonly Box[], { rules, text }: Asking): Answer {
    const key = this.#numberOf(a) * pairs + this.#numberOf(b);
    let answer = this.#common.get(key);
    if (answer === undefined) {
      answer = this.#context.ask({ positives: [a, b], negatives: [] }, rules, text);
      this.#common.set(key, answer);
    }
    if (answer.kind !== "witness" || negatives.length === 0) return answer;
    const matcher = new NameMatcher(this.#context.analysis, answer.names);
    if (!negatives.some((negative) => matcher.admits(negative))) return answer;
    return this.#context.ask({ positives: [a, b], negatives }, rules, text);
  }

  /**
   * Whether all of a box that nothing denies is within another; what is not decided is not known to be so.
   * The denies are one array for each agent.
   */
  isWithin(box: Box, outer: Box, denies: readonly Box[], { rules, text }: Asking): boolean {
    // Most pairs cross, and the shortest names of the one are often not of the other.
    const sample = this.#sampleOf(box, denies, { rules, text });
    if (sample !== null && !sample.admits(outer)) return false;
    return (
      this.#context.ask({ positives: [box], negatives: [outer, ...denies] }, rules, text).kind === "empty"
    );
  }

  /** The shortest names of the box that are not denied in every context. */
  #sampleOf(box: Box, denies: readonly Box[], { rules, text }: Asking): NameMatcher | null {
    let samples = this.#samples.get(denies);
    if (samples === undefined) {
      samples = new Map<Box, NameMatcher | null>();
      this.#samples.set(denies, samples);
    }
    let sample = samples.get(box);
    if (sample === undefined) {
      const answer = this.#context.ask({ positives: [box], negatives: denies }, rules, text);
      sample = answer.kind === "witness" ? new NameMatcher(this.#context.analysis, answer.names) : null;
      samples.set(box, sample);
    }
    return sample;
  }

  #numberOf(box: Box): number {
    let number = this.#numbers.get(box);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(box, number);
    }
    return number;
  }

  #someMeet(as: readonly GlobEntry[], bs: readonly GlobEntry[]): boolean {
    return as.some((a) => bs.some((b) => this.#meet(a, b)));
  }

  #meet(a: GlobEntry, b: GlobEntry): boolean {
    if (areApart(a, b)) return false;
    const { library } = this.#context.analysis;
    try {
      return library.overlaps(a, b, new Budget(this.#context.maxStates));
    } catch (error) {
      // Not known to be apart: the question itself decides.
      if (error instanceof BudgetExceeded) return true;
      throw error;
    }
  }
}

/** Whether exceptions of everything below some name plainly take all of the globs. */
function isExcepted(entries: readonly GlobEntry[], excepts: readonly GlobEntry[]): boolean {
  return excepts.length > 0 && entries.every((entry) => excepts.some((except) => holdsBelow(except, entry)));
}

function holdsBelow({ glob: { tokens }, prefix, isReading }: GlobEntry, inner: GlobEntry): boolean {
  const isAllBelow =
    !isReading && tokens.length === 2 && tokens[0]?.kind === "text" && tokens[1]?.kind === "deep";
  return isAllBelow && inner.prefix.startsWith(prefix);
}

/**
 * The pairs of boxes, by index and each once, whose resources may begin alike. Of boxes that all begin
 * differently there are few, however many boxes there are.
 */
export function pairsThatBeginAlike(boxes: readonly Box[]): readonly (readonly [number, number])[] {
  const beginnings = boxes
    .flatMap(({ region }, index) =>
      [...new Set(region.resources.map(({ prefix }) => prefix))].map((prefix) => ({ prefix, index })),
    )
    .sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : a.index - b.index));
  const found: number[] = [];
  // Those that the present one continues: in this order they are the last ones that still fit.
  const open: { readonly prefix: string; readonly index: number }[] = [];
  for (const beginning of beginnings) {
    for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
      if (beginning.prefix.startsWith(last.prefix)) break;
      open.pop();
    }
    const { index: i } = beginning;
    for (const { index: j } of open) if (i !== j) found.push(i < j ? i * pairs + j : j * pairs + i);
    open.push(beginning);
  }
  // A typed array sorts numbers as numbers, and fast: there may be millions.
  const sorted = Float64Array.from(found).sort();
  const result: (readonly [number, number])[] = [];
  sorted.forEach((key, at) => {
    if (at === 0 || sorted[at - 1] !== key) result.push([Math.floor(key / pairs), key % pairs]);
  });
  return result;
}
