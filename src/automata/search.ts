/**
 * The product search: a shortest word `action SPLIT resource` that every positive language accepts,
 * that is valid, and that the negative languages do not block.
 *
 * The search goes level by level, a level being a length in UTF-8 bytes; within a level states are
 * ranked by their words. So the first hit is the shortest word and, among those, the first in
 * code-point order.
 *
 * INVARIANT: positive languages stay nondeterministic, one position each; negative ones are
 * deterministic. Characters that no machine tells apart are tried once, by the least of them.
 */
import { maxBytes, SPLIT, utf8Byte, utf8Length } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import { DEAD, type LazyDfa } from "./lazy-dfa.ts";
import { actionSymbols, type ProductState, resourceSymbols } from "./search-symbols.ts";
import { UNBOUND, type ShapeAutomaton } from "./shapes.ts";
import { TupleTable } from "./tuple-table.ts";
import type { UnionNfa } from "./union-nfa.ts";
import {
  actionMayEnd,
  actionStart,
  INVALID,
  isInResource,
  resourceMayEnd,
  resourceStart,
  stepAction,
  stepResource,
} from "./validity.ts";

/** Words whose action one automaton accepts and whose resource the other accepts. */
export interface PositiveLanguage {
  readonly action: UnionNfa;
  readonly resource: UnionNfa;
}

export interface NegativeLanguage {
  readonly action: LazyDfa;
  readonly resource: LazyDfa;
}

export interface Search {
  readonly positives: readonly PositiveLanguage[];
  readonly negatives: readonly NegativeLanguage[];
  readonly shapes: ShapeAutomaton | null;
  /** Whether a word is blocked that exactly these negatives (by index) accept. */
  readonly isBlocked: (accepting: readonly number[]) => boolean;
  /** Words longer than this many bytes are of no interest. */
  readonly longest: number;
  readonly budget: Budget;
}

/** A word of the search: the strings of a request, as code points. */
export interface Word {
  readonly action: readonly number[];
  readonly resource: readonly number[];
  /** UTF-8 bytes of both. */
  readonly bytes: number;
}

/** A state on its way: some bytes of its last character are still to be counted. */
interface Arrival {
  readonly key: number;
  readonly parent: number;
  readonly symbol: number;
  readonly bytesLeft: number;
  readonly tuple: readonly number[];
}

// Tuple: validity, shape, the end of the action (0 unless lengths are tracked), positives, negatives.
const VALIDITY = 0;
const SHAPE = 1;
const SPLIT_AT = 2;
const LANGUAGES = 3;
// Above every byte, so that ranks and bytes make one key. The split sorts before every character.
const KEYS = 257;

/** A shortest word, `null` when there is none of at most `longest` bytes. */
export function findShortest(search: Search): Word | null {
  const first = new ProductSearch(search, false);
  const word = first.run();
  // Only when a resource ran over its limit can a longer action have left it more room.
  return first.cutResource ? new ProductSearch(search, true).run() : word;
}

class ProductSearch {
  readonly #search: Search;
  /** Whether states with actions of different lengths are kept apart. */
  readonly #tracksLength: boolean;
  readonly #table: TupleTable;
  readonly #parents: number[] = [];
  readonly #symbols: number[] = [];
  readonly #splitLevels: number[] = [];
  #arrivals: Arrival[] = [];
  #level = 0;
  /** Whether a resource was cut off at its byte limit. */
  cutResource = false;

  constructor(search: Search, tracksLength: boolean) {
    this.#search = search;
    this.#tracksLength = tracksLength;
    this.#table = new TupleTable(LANGUAGES + search.positives.length + search.negatives.length);
  }

  run(): Word | null {
    const { positives, negatives, shapes, longest } = this.#search;
    let arrivals: Arrival[] = [];
    this.#arrivals = arrivals;
    this.#combine(
      [actionStart, shapes?.start ?? UNBOUND, 0],
      positives.map((p) => p.action.starts),
      negatives.map((n) => n.action.start),
      { key: 0, parent: -1, symbol: SPLIT, bytesLeft: 0 },
    );
    // The split counts as one byte here.
    for (this.#level = 0; arrivals.length > 0 && this.#level <= longest + 1; this.#level++) {
      arrivals.sort((a, b) => a.key - b.key);
      this.#arrivals = [];
      let rank = -1;
      let key = -1;
      for (const arrival of arrivals) {
        if (arrival.key !== key) {
          key = arrival.key;
          rank++;
        }
        const hit = this.#arrive(arrival, rank);
        if (hit !== null) return hit;
      }
      arrivals = this.#arrivals;
    }
    return null;
  }

  /** Takes a state in; the word when it is a hit. */
  #arrive(arrival: Arrival, rank: number): Word | null {
    const { symbol, bytesLeft, tuple, parent } = arrival;
    if (bytesLeft > 0) {
      const byte = utf8Byte(symbol, utf8Length(symbol) - bytesLeft);
      this.#arrivals.push({ ...arrival, key: rank * KEYS + byte + 1, bytesLeft: bytesLeft - 1 });
      return null;
    }
    if (this.#table.find(tuple) !== -1) return null;
    this.#search.budget.charge(1);
    const node = this.#table.add(tuple);
    this.#parents.push(parent);
    this.#symbols.push(symbol);
    const valid = tuple[VALIDITY] ?? INVALID;
    const inResource = isInResource(valid);
    const split = symbol === SPLIT && parent !== -1 ? this.#level : (this.#splitLevels[parent] ?? 0);
    this.#splitLevels.push(split);
    if (inResource) {
      if (this.#level - split > maxBytes) {
        this.cutResource = true;
        return null;
      }
      if (this.#isHit(tuple, valid)) return this.#wordOf(node);
      this.#expandResource(node, rank, tuple, valid);
    } else {
      if (this.#level > maxBytes) return null;
      this.#enterResource(node, rank, tuple, valid);
      this.#expandAction(node, rank, tuple, valid);
    }
    return null;
  }

  #isHit(tuple: readonly number[], valid: number): boolean {
    const { positives, negatives, shapes, isBlocked } = this.#search;
    if (!resourceMayEnd(valid)) return false;
    if (shapes !== null && !shapes.accepts(tuple[SHAPE] ?? UNBOUND)) return false;
    if (!positives.every((p, i) => p.resource.accepts(tuple[LANGUAGES + i] ?? 0))) return false;
    const accepting: number[] = [];
    negatives.forEach((n, i) => {
      const state = tuple[LANGUAGES + positives.length + i] ?? DEAD;
      if (state !== DEAD && n.resource.accepts(state)) accepting.push(i);
    });
    return accepting.length === 0 || !isBlocked(accepting);
  }

  #enterResource(node: number, rank: number, tuple: readonly number[], valid: number): void {
    const { positives, negatives, shapes, isBlocked } = this.#search;
    if (!actionMayEnd(valid)) return;
    if (!positives.every((p, i) => p.action.accepts(tuple[LANGUAGES + i] ?? 0))) return;
    const after = negatives.map((n, i) => {
      const state = tuple[LANGUAGES + positives.length + i] ?? DEAD;
      return state !== DEAD && n.action.accepts(state) ? n.resource.start : DEAD;
    });
    const universal = negatives.flatMap((n, i) =>
      after[i] !== DEAD && n.resource.isUniversal(n.resource.start) ? [i] : [],
    );
    if (universal.length > 0 && isBlocked(universal)) return;
    const starts = positives.map((p) => p.resource.starts);
    for (const shape of shapes?.enterResource(tuple[SHAPE] ?? UNBOUND) ?? [UNBOUND]) {
      this.#combine([resourceStart, shape, this.#tracksLength ? this.#level : 0], starts, after, {
        key: rank * KEYS,
        parent: node,
        symbol: SPLIT,
        bytesLeft: 0,
      });
    }
  }

  #expandAction(node: number, rank: number, tuple: readonly number[], valid: number): void {
    const { positives, negatives, shapes, budget } = this.#search;
    for (const c of actionSymbols(this.#stateOf(tuple, "action"), budget)) {
      const nextValid = stepAction(valid, c);
      if (nextValid === INVALID) continue;
      const targets = positives.map((p, i) => p.action.step(tuple[LANGUAGES + i] ?? 0, c));
      if (targets.some((t) => t.length === 0)) continue;
      const after = negatives.map((n, i) =>
        n.action.step(tuple[LANGUAGES + positives.length + i] ?? DEAD, c, budget),
      );
      const shape = shapes?.stepAction(tuple[SHAPE] ?? UNBOUND, c) ?? UNBOUND;
      this.#combine([nextValid, shape, 0], targets, after, this.#arrivalOf(node, rank, c));
    }
  }

  #expandResource(node: number, rank: number, tuple: readonly number[], valid: number): void {
    const { positives, negatives, shapes, isBlocked, budget } = this.#search;
    for (const c of resourceSymbols(this.#stateOf(tuple, "resource"), budget)) {
      const nextValid = stepResource(valid, c);
      if (nextValid === INVALID) continue;
      const targets = positives.map((p, i) => p.resource.step(tuple[LANGUAGES + i] ?? 0, c));
      if (targets.some((t) => t.length === 0)) continue;
      const universal: number[] = [];
      const after = negatives.map((n, i) => {
        const state = n.resource.step(tuple[LANGUAGES + positives.length + i] ?? DEAD, c, budget);
        if (state !== DEAD && n.resource.isUniversal(state)) universal.push(i);
        return state;
      });
      // What accepts every continuation blocks every continuation.
      if (universal.length > 0 && isBlocked(universal)) continue;
      const from = tuple[SHAPE] ?? UNBOUND;
      for (const shape of shapes?.stepResource(from, c) ?? [UNBOUND]) {
        const head = [nextValid, shape, tuple[SPLIT_AT] ?? 0];
        this.#combine(head, targets, after, this.#arrivalOf(node, rank, c));
      }
    }
  }

  #stateOf(tuple: readonly number[], part: "action" | "resource"): ProductState {
    const { positives, negatives, shapes } = this.#search;
    return {
      valid: tuple[VALIDITY] ?? INVALID,
      shapes,
      shape: tuple[SHAPE] ?? UNBOUND,
      positives: positives.map((p, i) => ({ nfa: p[part], state: tuple[LANGUAGES + i] ?? 0 })),
      negatives: negatives.map((n, i) => ({
        dfa: n[part],
        state: tuple[LANGUAGES + positives.length + i] ?? DEAD,
      })),
    };
  }

  #arrivalOf(parent: number, rank: number, symbol: number): Omit<Arrival, "tuple"> {
    const key = rank * KEYS + utf8Byte(symbol, 0) + 1;
    return { key, parent, symbol, bytesLeft: utf8Length(symbol) - 1 };
  }

  /** One arrival for every choice of one target per positive language. */
  #combine(
    head: readonly number[],
    targets: readonly (readonly number[])[],
    after: readonly number[],
    arrival: Omit<Arrival, "tuple">,
  ): void {
    let tuples: number[][] = [[...head]];
    for (const choices of targets) {
      const [only] = choices;
      if (choices.length === 1 && only !== undefined) for (const t of tuples) t.push(only);
      else tuples = tuples.flatMap((t) => choices.map((c) => [...t, c]));
    }
    for (const tuple of tuples) {
      tuple.push(...after);
      if (arrival.bytesLeft === 0 && this.#table.find(tuple) !== -1) continue;
      this.#arrivals.push({ ...arrival, tuple });
    }
  }

  #wordOf(node: number): Word {
    const action: number[] = [];
    const resource: number[] = [];
    let part = resource;
    for (let at = node; at > -1; at = this.#parents[at] ?? -1) {
      const symbol = this.#symbols[at] ?? SPLIT;
      if (symbol !== SPLIT) part.push(symbol);
      else part = action;
    }
    return { action: action.reverse(), resource: resource.reverse(), bytes: this.#level - 1 };
  }
}
