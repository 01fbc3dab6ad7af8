/**
 * The search for a shortest word in the product of all languages.
 *
 * The search goes level by level, a level being a length in UTF-8 bytes; within a level states are
 * ranked by their words. So the first hit is the shortest word and, among those, the first in
 * code-point order.
 *
 * What every word begins with, its action and its resource alike, is read beforehand and counts as no
 * level: it changes neither which word is shortest nor which is first.
 *
 * INVARIANT: positive languages stay nondeterministic, one position each; negative ones are
 * deterministic. Characters that no machine tells apart are tried once, by the least of them.
 */
import { maxBytes, SPLIT } from "./alphabet.ts";
import { type Beginning, beginningOf } from "./beginning.ts";
import { DEAD } from "./lazy-dfa.ts";
import { LevelQueue } from "./level-queue.ts";
import { actionSymbols, type ProductState, resourceSymbols } from "./search-symbols.ts";
import type { Search, Word } from "./searched-words.ts";
import { UNBOUND } from "./shapes.ts";
import { actionMayEnd, INVALID, isInResource, resourceMayEnd, stepAction, stepResource } from "./validity.ts";

// Tuple: validity, shape, the end of the action (0 unless lengths are tracked), positives, negatives.
const VALIDITY = 0;
const SHAPE = 1;
const SPLIT_AT = 2;
const LANGUAGES = 3;

const unbound: readonly number[] = [UNBOUND];

/** States are numbered when they are first reached; they arrive at their level, in the order of their words. */
export class ProductSearch {
  readonly #search: Search;
  /** Whether states with actions of different lengths are kept apart. */
  readonly #tracksLength: boolean;
  readonly #queue: LevelQueue;
  readonly #splitLevels: number[] = [];
  /** The state that is expanded, and the one that is made. */
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  /** For each positive language the states that the step at hand leads to. */
  #targets: (readonly number[])[];
  /** Where the negative languages stand in a tuple. */
  readonly #negatives: number;
  readonly #action: Beginning;
  readonly #resource: Beginning;
  /** Whether a resource was cut off at its byte limit. */
  cutResource = false;

  constructor(search: Search, tracksLength: boolean) {
    const { positives, negatives } = search;
    this.#search = search;
    this.#tracksLength = tracksLength;
    this.#negatives = LANGUAGES + positives.length;
    const width = this.#negatives + negatives.length;
    this.#queue = LevelQueue.take(width);
    this.#from = new Int32Array(width);
    this.#to = new Int32Array(width);
    this.#action = beginningOf(search, "action");
    this.#resource = beginningOf(search, "resource");
    this.#targets = [...this.#action.positives];
  }

  run(): Word | null {
    try {
      return this.#run();
    } finally {
      this.#queue.giveBack();
    }
  }

  #run(): Word | null {
    const { shapes, longest } = this.#search;
    const action = this.#action;
    const resource = this.#resource;
    if (action.valid === INVALID || resource.valid === INVALID) return null;
    this.#to[VALIDITY] = action.valid;
    let shape = shapes?.start ?? UNBOUND;
    if (shapes !== null) for (const c of action.text) shape = shapes.stepAction(shape, c);
    this.#to[SHAPE] = shape;
    this.#to.set(action.negatives, this.#negatives);
    if (this.#targets.every((states) => states.length > 0)) this.#reachAll(0, -1, 0, SPLIT);
    // The split counts as one byte here.
    const last = longest + 1 - action.bytes - resource.bytes;
    while (this.#queue.startLevel() && this.#queue.level <= last) {
      const hit = this.#queue.runLevel((state, rank) => this.#arrive(state, rank));
      if (hit !== null) return hit;
    }
    return null;
  }

  /** Takes a state in; the word when it is a hit. */
  #arrive(state: number, rank: number): Word | null {
    this.#search.budget.charge(1);
    const { level } = this.#queue;
    this.#queue.read(state, this.#from);
    const parent = this.#queue.parentOf(state);
    const isSplit = this.#queue.symbolOf(state) === SPLIT && parent !== -1;
    const split = isSplit ? level : (this.#splitLevels[parent] ?? 0);
    this.#splitLevels[state] = split;
    const valid = this.#from[VALIDITY] ?? INVALID;
    if (isInResource(valid)) {
      if (level - split + this.#resource.bytes > maxBytes) {
        this.cutResource = true;
        return null;
      }
      if (this.#isHit(valid)) return this.#wordOf(state);
      this.#expandResource(state, rank, valid);
    } else {
      if (level + this.#action.bytes > maxBytes) return null;
      this.#enterResource(state, rank, valid);
      this.#expandAction(state, rank, valid);
    }
    return null;
  }

  #isHit(valid: number): boolean {
    const { positives, negatives, shapes, isBlocked } = this.#search;
    const from = this.#from;
    if (!resourceMayEnd(valid)) return false;
    if (shapes !== null && !shapes.accepts(from[SHAPE] ?? UNBOUND)) return false;
    if (!positives.every((p, i) => p.resource.accepts(from[LANGUAGES + i] ?? 0))) return false;
    const accepting: number[] = [];
    for (const [i, n] of negatives.entries()) {
      const state = from[this.#negatives + i] ?? DEAD;
      if (state !== DEAD && n.resource.accepts(state)) accepting.push(i);
    }
    return accepting.length === 0 || !isBlocked(accepting);
  }

  #enterResource(state: number, rank: number, valid: number): void {
    const { positives, negatives, shapes, isBlocked } = this.#search;
    const from = this.#from;
    const to = this.#to;
    if (!actionMayEnd(valid)) return;
    if (!positives.every((p, i) => p.action.accepts(from[LANGUAGES + i] ?? 0))) return;
    const resource = this.#resource;
    const universal: number[] = [];
    for (const [i, n] of negatives.entries()) {
      const before = from[this.#negatives + i] ?? DEAD;
      const isOpen = before !== DEAD && n.action.accepts(before);
      const start = isOpen ? (resource.negatives[i] ?? DEAD) : DEAD;
      to[this.#negatives + i] = start;
      if (start !== DEAD && n.resource.isUniversal(start)) universal.push(i);
    }
    if (universal.length > 0 && isBlocked(universal)) return;
    if (resource.positives.some((states) => states.length === 0)) return;
    this.#targets = [...resource.positives];
    to[VALIDITY] = resource.valid;
    to[SPLIT_AT] = this.#tracksLength ? this.#queue.level : 0;
    let entered = shapes?.enterResource(from[SHAPE] ?? UNBOUND) ?? unbound;
    if (shapes !== null)
      for (const c of resource.text) entered = entered.flatMap((s) => shapes.stepResource(s, c));
    for (const shape of new Set(entered)) {
      to[SHAPE] = shape;
      this.#reachAll(0, state, rank, SPLIT);
    }
  }

  #expandAction(state: number, rank: number, valid: number): void {
    const { negatives, shapes, budget } = this.#search;
    const from = this.#from;
    const to = this.#to;
    to[SPLIT_AT] = 0;
    for (const c of actionSymbols(this.#productState("action"), budget)) {
      const nextValid = stepAction(valid, c);
      if (nextValid === INVALID || !this.#stepPositives("action", c)) continue;
      for (const [i, n] of negatives.entries()) {
        to[this.#negatives + i] = n.action.step(from[this.#negatives + i] ?? DEAD, c, budget);
      }
      to[VALIDITY] = nextValid;
      to[SHAPE] = shapes?.stepAction(from[SHAPE] ?? UNBOUND, c) ?? UNBOUND;
      this.#reachAll(0, state, rank, c);
    }
  }

  #expandResource(state: number, rank: number, valid: number): void {
    const { negatives, shapes, isBlocked, budget } = this.#search;
    const from = this.#from;
    const to = this.#to;
    to[SPLIT_AT] = from[SPLIT_AT] ?? 0;
    for (const c of resourceSymbols(this.#productState("resource"), budget)) {
      const nextValid = stepResource(valid, c);
      if (nextValid === INVALID || !this.#stepPositives("resource", c)) continue;
      const universal: number[] = [];
      for (const [i, n] of negatives.entries()) {
        const next = n.resource.step(from[this.#negatives + i] ?? DEAD, c, budget);
        to[this.#negatives + i] = next;
        if (next !== DEAD && n.resource.isUniversal(next)) universal.push(i);
      }
      // What accepts every continuation blocks every continuation.
      if (universal.length > 0 && isBlocked(universal)) continue;
      to[VALIDITY] = nextValid;
      for (const shape of shapes?.stepResource(from[SHAPE] ?? UNBOUND, c) ?? unbound) {
        to[SHAPE] = shape;
        this.#reachAll(0, state, rank, c);
      }
    }
  }

  /** Steps all positive languages; false when one of them ends here. */
  #stepPositives(part: "action" | "resource", c: number): boolean {
    const { positives } = this.#search;
    for (let i = 0; i < positives.length; i++) {
      const targets = positives[i]?.[part].step(this.#from[LANGUAGES + i] ?? 0, c) ?? [];
      if (targets.length === 0) return false;
      this.#targets[i] = targets;
    }
    return true;
  }

  #productState(part: "action" | "resource"): ProductState {
    const { positives, negatives, shapes } = this.#search;
    const from = this.#from;
    return {
      valid: from[VALIDITY] ?? INVALID,
      shapes,
      shape: from[SHAPE] ?? UNBOUND,
      positives: positives.map((p, i) => ({ nfa: p[part], state: from[LANGUAGES + i] ?? 0 })),
      negatives: negatives.map((n, i) => ({ dfa: n[part], state: from[this.#negatives + i] ?? DEAD })),
    };
  }

  /** Reaches a state for every choice of one target per positive language, from the `first` of them on. */
  #reachAll(first: number, parent: number, rank: number, symbol: number): void {
    for (let i = first; i < this.#targets.length; i++) {
      const choices = this.#targets[i] ?? [];
      for (let k = 1; k < choices.length; k++) {
        this.#to[LANGUAGES + i] = choices[k] ?? 0;
        this.#reachAll(i + 1, parent, rank, symbol);
      }
      this.#to[LANGUAGES + i] = choices[0] ?? 0;
    }
    this.#queue.reach(this.#to, parent, rank, symbol);
  }

  #wordOf(state: number): Word {
    const symbols = this.#queue.symbolsTo(state);
    const split = symbols.indexOf(SPLIT);
    return {
      action: [...this.#action.text, ...symbols.slice(0, split)],
      resource: [...this.#resource.text, ...symbols.slice(split + 1)],
      bytes: this.#queue.level - 1 + this.#action.bytes + this.#resource.bytes,
    };
  }
}
