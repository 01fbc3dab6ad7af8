/**
 * Small nondeterministic automata over code points with an implicit alphabet: the literals that the
 * automaton mentions, the two separators, and one class for every other character.
 *
 * INVARIANT: states are ordered such that `coveredFrom` is sound: a word accepted from any state of
 * `coveredFrom[j] … j - 1` is accepted from `j` too.
 */
import { COLON, isSeparator, SLASH } from "./alphabet.ts";
import type { Budget } from "./budget.ts";

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

const none: readonly number[] = [];
// Lists of one state or character are most of all that automata hand out, so equal ones are one list.
const singles: (readonly number[])[] = Array.from({ length: 256 }, (_, n) => [n]);

function single(n: number): readonly number[] {
  return singles[n] ?? [n];
}

const ACCEPTS = 1;
const UNIVERSAL = 2;
const LITERALS_ONLY = 4;
const FLAGS = 3;

/** Flat, since a large set has ten thousands of automata of which few states are ever visited. */
export class Nfa {
  readonly size: number;
  readonly start: number;
  readonly folds: boolean;
  /** Number of character classes; the last one is every character without a class of its own. */
  readonly classes: number;
  readonly coveredFrom: Int32Array;
  readonly #alphabet: readonly number[];
  readonly #asciiClass: Uint8Array | Int16Array;
  readonly #otherClass: ReadonlyMap<number, number> | null;
  /**
   * A head for each state: where its edges begin, shifted, and its flags; one more for the end. Then what
   * each edge reads and where it leads. A state has the edges of all that it reaches without reading.
   */
  readonly #table: Int32Array;
  #beginning: readonly number[] | null = null;
  /** Steps of states with several edges, by state and class. */
  #branches: Map<number, readonly number[]> | null = null;

  /** The last state accepts. */
  constructor(states: readonly NfaState[], start: number, folds: boolean) {
    this.size = states.length;
    this.start = start;
    this.folds = folds;
    this.coveredFrom = Int32Array.from(states, (s) => s.coveredFrom);
    this.#table = tableOf(states);

    const alphabet = new Set<number>([COLON, SLASH]);
    for (const { edges } of states) for (const { on } of edges) if (on >= 0) alphabet.add(on);
    this.#alphabet = [...alphabet];
    this.classes = this.#alphabet.length + 1;
    const rest = this.classes - 1;
    this.#asciiClass = (rest < 256 ? new Uint8Array(128) : new Int16Array(128)).fill(rest);
    let otherClass: Map<number, number> | null = null;
    for (const [index, c] of this.#alphabet.entries()) {
      if (c < 128) this.#asciiClass[c] = index;
      else (otherClass ??= new Map<number, number>()).set(c, index);
    }
    if (folds) for (let c = 0x41; c <= 0x5a; c++) this.#asciiClass[c] = this.#asciiClass[c + 0x20] ?? 0;
    this.#otherClass = otherClass;
  }

  /** The class of a code point; characters of one class are never told apart. */
  classOf(c: number): number {
    if (c < 128) return this.#asciiClass[c] ?? 0;
    return this.#otherClass?.get(c) ?? this.classes - 1;
  }

  /** States after one character of a class, without repetitions. */
  step(state: number, characterClass: number): readonly number[] {
    const table = this.#table;
    const from = this.#firstEdge(state);
    const end = this.#firstEdge(state + 1);
    if (end === from) return none;
    const c = this.#alphabet[characterClass] ?? OTHER;
    if (end - from === 2) return reads(table[from] ?? 0, c) ? single(table[from + 1] ?? 0) : none;
    const slot = state * this.classes + characterClass;
    const known = this.#branches?.get(slot);
    if (known !== undefined) return known;
    const targets: number[] = [];
    for (let at = from; at < end; at += 2) {
      const to = table[at + 1] ?? 0;
      if (reads(table[at] ?? 0, c) && !targets.includes(to)) targets.push(to);
    }
    const [only] = targets;
    const result = only === undefined ? none : targets.length === 1 ? single(only) : targets;
    (this.#branches ??= new Map<number, readonly number[]>()).set(slot, result);
    return result;
  }

  accepts(state: number): boolean {
    return this.#has(state, ACCEPTS);
  }

  /** Whether every word is accepted from this state, as far as one look can tell. */
  isUniversal(state: number): boolean {
    return this.#has(state, UNIVERSAL);
  }

  /** The literals that the state can read next, possibly with repetitions. */
  literals(state: number): readonly number[] {
    const end = this.#firstEdge(state + 1);
    let first = -1;
    let several: number[] | null = null;
    for (let at = this.#firstEdge(state); at < end; at += 2) {
      const on = this.#table[at] ?? 0;
      if (on < 0) continue;
      if (first === -1) first = on;
      else (several ??= [first]).push(on);
    }
    return several ?? (first === -1 ? none : single(first));
  }

  /** Whether the state reads nothing but its literals. */
  readsLiteralsOnly(state: number): boolean {
    return this.#has(state, LITERALS_ONLY);
  }

  /** The literals that every word begins with; always the same list. */
  beginning(): readonly number[] {
    return (this.#beginning ??= this.#readBeginning());
  }

  /** One character for each class, so that a search over all of them misses nothing. */
  representatives(): readonly number[] {
    return this.#alphabet;
  }

  /** The state behind that many characters of the beginning. */
  stateBehind(length: number): number {
    let state = this.start;
    // Only the last character may lead elsewhere than to the next state, for a gap follows it.
    if (length > 0) {
      state += length - 1;
      state = this.#table[this.#firstEdge(state) + 1] ?? state;
    }
    return state;
  }

  #readBeginning(): readonly number[] {
    const text: number[] = [];
    let state = this.start;
    for (;;) {
      if (state !== this.start + text.length) return text;
      const edge = this.#firstEdge(state);
      const isForced = this.#firstEdge(state + 1) - edge === 2 && !this.accepts(state);
      const on = this.#table[edge] ?? ANY;
      if (!isForced || on < 0) return text;
      text.push(on);
      state = this.#table[edge + 1] ?? state;
    }
  }

  #firstEdge(state: number): number {
    return (this.#table[state] ?? 0) >> FLAGS;
  }

  #has(state: number, flag: number): boolean {
    return state < this.size && ((this.#table[state] ?? 0) & flag) !== 0;
  }
}

function tableOf(states: readonly NfaState[]): Int32Array {
  const last = states.length - 1;
  const edges: (readonly Edge[])[] = [];
  const flags: number[] = [];
  // Skips lead forward only, so one pass from the end closes over them.
  for (let i = last; i >= 0; i--) {
    const state = states[i];
    if (state === undefined) continue;
    const skipped = state.skips.flatMap((to) => edges[to] ?? []);
    const own = skipped.length === 0 ? state.edges : [...state.edges, ...skipped];
    edges[i] = own;
    const reached = state.skips.reduce((all, to) => all | (flags[to] ?? 0), 0);
    const accepts = i === last || (reached & ACCEPTS) !== 0;
    const isUniversal =
      (reached & UNIVERSAL) !== 0 || (accepts && state.edges.some((e) => e.on === ANY && e.to === i));
    const isLiteral = own.every((e) => e.on >= 0);
    flags[i] = (accepts ? ACCEPTS : 0) | (isUniversal ? UNIVERSAL : 0) | (isLiteral ? LITERALS_ONLY : 0);
  }
  const table = new Int32Array(states.length + 1 + 2 * edges.reduce((sum, list) => sum + list.length, 0));
  let at = states.length + 1;
  for (const [i, list] of edges.entries()) {
    table[i] = (at << FLAGS) | (flags[i] ?? 0);
    for (const { on, to } of list) {
      table[at] = on;
      table[at + 1] = to;
      at += 2;
    }
  }
  table[states.length] = at << FLAGS;
  return table;
}

/** Whether the automaton accepts a text. Each character costs the states that it leaves. */
export function runNfa(nfa: Nfa, text: readonly number[], budget: Budget | null = null): boolean {
  let current: readonly number[] = [nfa.start];
  for (const c of text) {
    const characterClass = nfa.classOf(c);
    const [only] = current;
    if (only === undefined) return false;
    if (current.length === 1) current = nfa.step(only, characterClass);
    else {
      const next: number[] = [];
      for (const state of current) {
        for (const to of nfa.step(state, characterClass)) if (!next.includes(to)) next.push(to);
      }
      current = next;
    }
    budget?.charge(current.length);
  }
  return current.some((state) => nfa.accepts(state));
}
