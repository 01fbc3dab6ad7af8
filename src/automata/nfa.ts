/**
 * Small nondeterministic automata over code points with an implicit alphabet: the literals that the
 * automaton mentions, the two separators, and one class for every other character.
 *
 * INVARIANT: states are ordered such that `coveredFrom` is sound: a word accepted from any state of
 * `coveredFrom[j] … j - 1` is accepted from `j` too.
 */
import { COLON, isSeparator, SLASH } from "./alphabet.ts";

/** Read by an edge instead of one literal. */
export const ANY = -2;
/** Any character that is no separator. */
export const INSIDE = -3;
/** `:` or `/`. */
export const SEPARATOR = -4;

// Numbers from here down: any character that is no separator, but for one.
const BUT = -5;

/** Any character that is no separator, except this one, which another edge of the state must read. */
export function butInside(code: number): number {
  return BUT - code;
}

/** Above every code point: stands for all characters without a class of their own. */
export const OTHER = 0x110000;

/** `on` is a code point (lower-cased where the automaton folds), `ANY`, `INSIDE`, `SEPARATOR` or a `butInside`. */
export interface Edge {
  readonly on: number;
  readonly to: number;
}

export interface NfaState {
  readonly edges: readonly Edge[];
  /** States reached without reading; only later ones. */
  readonly skips: readonly number[];
  readonly coveredFrom: number;
}

function reads(on: number, c: number): boolean {
  switch (on) {
    case ANY:
      return true;
    case INSIDE:
      return !isSeparator(c);
    case SEPARATOR:
      return isSeparator(c);
    default:
      return on <= BUT ? !isSeparator(c) && c !== butInside(on) : on === c;
  }
}

/** Steps are computed when first asked for and kept: an automaton costs what is used of it. */
export class Nfa {
  readonly size: number;
  readonly start: number;
  readonly folds: boolean;
  /** Number of character classes; the last one is every character without a class of its own. */
  readonly classes: number;
  readonly coveredFrom: readonly number[];
  readonly #alphabet: readonly number[];
  readonly #asciiClass: Int16Array;
  readonly #otherClass: ReadonlyMap<number, number>;
  /** Edges of a state and of all that it reaches without reading. */
  readonly #edges: readonly (readonly Edge[])[];
  readonly #accepting: readonly boolean[];
  readonly #universal: readonly boolean[];
  readonly #literals: readonly (readonly number[])[];
  readonly #literalOnly: readonly boolean[];
  readonly #steps: (readonly number[] | undefined)[];

  /** The last state accepts. */
  constructor(states: readonly NfaState[], start: number, folds: boolean) {
    this.size = states.length;
    this.start = start;
    this.folds = folds;
    this.coveredFrom = states.map((s) => s.coveredFrom);

    const last = states.length - 1;
    const edges: (readonly Edge[])[] = [];
    const accepting: boolean[] = [];
    const universal: boolean[] = [];
    // Skips lead forward only, so one pass from the end closes over them.
    for (let i = last; i >= 0; i--) {
      const state = states[i];
      if (state === undefined) continue;
      const skipped = state.skips.flatMap((to) => edges[to] ?? []);
      edges[i] = skipped.length === 0 ? state.edges : [...state.edges, ...skipped];
      accepting[i] = i === last || state.skips.some((to) => accepting[to] === true);
      universal[i] =
        (accepting[i] === true && state.edges.some((e) => e.on === ANY && e.to === i)) ||
        state.skips.some((to) => universal[to] === true);
    }
    this.#edges = edges;
    this.#accepting = accepting;
    this.#universal = universal;
    this.#literals = edges.map((list) => list.filter((e) => e.on >= 0).map((e) => e.on));
    this.#literalOnly = edges.map((list) => list.every((e) => e.on >= 0));

    const alphabet = new Set<number>([COLON, SLASH]);
    for (const list of this.#literals) for (const c of list) alphabet.add(c);
    this.#alphabet = [...alphabet];
    this.classes = this.#alphabet.length + 1;
    this.#asciiClass = new Int16Array(128).fill(this.classes - 1);
    const otherClass = new Map<number, number>();
    this.#alphabet.forEach((c, index) => {
      if (c < 128) this.#asciiClass[c] = index;
      else otherClass.set(c, index);
    });
    if (folds) for (let c = 0x41; c <= 0x5a; c++) this.#asciiClass[c] = this.#asciiClass[c + 0x20] ?? 0;
    this.#otherClass = otherClass;
    this.#steps = [];
  }

  /** The class of a code point; characters of one class are never told apart. */
  classOf(c: number): number {
    if (c < 128) return this.#asciiClass[c] ?? 0;
    return this.#otherClass.get(c) ?? this.classes - 1;
  }

  /** States after one character of a class, without repetitions. */
  step(state: number, characterClass: number): readonly number[] {
    const slot = state * this.classes + characterClass;
    const known = this.#steps[slot];
    if (known !== undefined) return known;
    const c = this.#alphabet[characterClass] ?? OTHER;
    const targets: number[] = [];
    for (const edge of this.#edges[state] ?? []) {
      if (reads(edge.on, c) && !targets.includes(edge.to)) targets.push(edge.to);
    }
    this.#steps[slot] = targets;
    return targets;
  }

  accepts(state: number): boolean {
    return this.#accepting[state] === true;
  }

  /** Whether every word is accepted from this state, as far as one look can tell. */
  isUniversal(state: number): boolean {
    return this.#universal[state] === true;
  }

  /** The literals that the state can read next, possibly with repetitions. */
  literals(state: number): readonly number[] {
    return this.#literals[state] ?? [];
  }

  /** Whether the state reads nothing but its literals. */
  readsLiteralsOnly(state: number): boolean {
    return this.#literalOnly[state] === true;
  }

  /** One character for each class, so that a search over all of them misses nothing. */
  representatives(): readonly number[] {
    return this.#alphabet;
  }
}

/** Whether the automaton accepts a text. */
export function runNfa(nfa: Nfa, text: readonly number[]): boolean {
  let current = new Set([nfa.start]);
  for (const c of text) {
    const next = new Set<number>();
    for (const state of current) for (const to of nfa.step(state, nfa.classOf(c))) next.add(to);
    if (next.size === 0) return false;
    current = next;
  }
  return [...current].some((state) => nfa.accepts(state));
}
