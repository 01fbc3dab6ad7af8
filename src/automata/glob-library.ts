/**
 * What is known about globs, computed once and shared by every question about a policy set: their
 * automata, and how two of them relate.
 *
 * INVARIANT: relations are about the words of the globs alone. Validity and shapes remove words, so
 * "no overlap" and "contains" hold among valid requests too; "overlap" and "does not contain" may not.
 */
import type { Glob } from "../ir/ir.ts";
import { utf8LengthOf } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import { compileGlob, literalPrefix, literalSuffix } from "./glob-nfa.ts";
import { LazyDfa } from "./lazy-dfa.ts";
import { OTHER, type Nfa, runNfa } from "./nfa.ts";

/** A glob with its automata; equal globs have one entry. */
export interface GlobEntry {
  readonly id: number;
  readonly glob: Glob;
  /** Whether the glob is taken for more than it matches. */
  readonly isReading: boolean;
  readonly prefix: string;
  readonly suffix: string;
  /** UTF-8 bytes that every word of the glob has at least. */
  readonly leastBytes: number;
  /** Whether it matches every text. */
  readonly isEverything: boolean;
  readonly nfa: Nfa;
  readonly dfa: LazyDfa;
  /** Whether the glob matches a text. */
  readonly accepts: (codes: readonly number[], budget: Budget) => boolean;
}

/** A glob taken for more than it matches: how its automaton is built, and what all its words share. */
export interface Reading {
  readonly build: () => Nfa;
  readonly prefix: string;
  readonly suffix: string;
}

/** An action or a resource as matching needs it. */
export interface Name {
  readonly codes: readonly number[];
  /** ASCII-lower-cased for an action. */
  readonly text: string;
}

// Most globs are tried on few names, and a deterministic automaton for each would fill the memory.
const triesWithoutDfa = 8;

class Entry implements GlobEntry {
  readonly id: number;
  readonly glob: Glob;
  /** Whether the glob is taken for more than it matches. */
  readonly isReading: boolean;
  readonly prefix: string;
  readonly suffix: string;
  readonly leastBytes: number;
  readonly isEverything: boolean;
  readonly #build: () => Nfa;
  #nfa: Nfa | null = null;
  #dfa: LazyDfa | null = null;
  #tries = 0;

  constructor(id: number, glob: Glob, reading: Reading | null = null) {
    this.id = id;
    this.glob = glob;
    this.isReading = reading !== null;
    this.#build = reading?.build ?? ((): Nfa => compileGlob(glob));
    this.prefix = reading?.prefix ?? literalPrefix(glob);
    this.suffix = reading?.suffix ?? literalSuffix(glob);
    this.leastBytes = glob.tokens.reduce((sum, t) => sum + (t.kind === "text" ? utf8LengthOf(t.text) : 0), 0);
    this.isEverything = glob.tokens.length === 1 && glob.tokens[0]?.kind === "deep";
  }

  get nfa(): Nfa {
    return (this.#nfa ??= this.#build());
  }

  get dfa(): LazyDfa {
    return (this.#dfa ??= new LazyDfa(this.nfa));
  }

  accepts(codes: readonly number[], budget: Budget): boolean {
    if (this.#dfa === null && this.#tries < triesWithoutDfa) {
      this.#tries++;
      return runNfa(this.nfa, codes, budget);
    }
    return this.dfa.run(codes, budget);
  }
}

/** Whether the name begins and ends as every word of the glob does. */
export function mayMatch({ prefix, suffix }: GlobEntry, { text }: Name): boolean {
  return text.startsWith(prefix) && text.endsWith(suffix);
}

function differInOverlap(a: string, b: string, fromEnd: boolean): boolean {
  const length = Math.min(a.length, b.length);
  return fromEnd
    ? a.slice(a.length - length) !== b.slice(b.length - length)
    : a.slice(0, length) !== b.slice(0, length);
}

// Pairs of ids below the first bound are small integers, which maps hold best; no id reaches the second.
const smallIds = 46_340;
const pairs = 2 ** 26;

/** One number for an ordered pair of entries. */
function pairKey(a: GlobEntry, b: GlobEntry): number {
  return a.id < smallIds && b.id < smallIds ? a.id * smallIds + b.id : -1 - (a.id * pairs + b.id);
}

export class GlobLibrary {
  readonly #byGlob: WeakMap<Glob, Entry> = new WeakMap<Glob, Entry>();
  readonly #byKey: Map<string, Entry> = new Map<string, Entry>();
  readonly #overlaps: Map<number, boolean> = new Map<number, boolean>();
  readonly #simulations: Map<number, boolean> = new Map<number, boolean>();

  /** The glob's entry. Cheap: automata are built when they are first asked for. */
  entry(glob: Glob): GlobEntry {
    let entry = this.#byGlob.get(glob);
    if (entry !== undefined) return entry;
    entry = this.#byKey.get(glob.key);
    if (entry === undefined) {
      entry = new Entry(this.#byKey.size, glob);
      this.#byKey.set(glob.key, entry);
    }
    this.#byGlob.set(glob, entry);
    return entry;
  }

  /** The entry of a glob under another reading, which `name` tells from others and from the glob itself. */
  reading(glob: Glob, name: string, reading: () => Reading): GlobEntry {
    const key = `${glob.key}\u0000${name}`;
    let entry = this.#byKey.get(key);
    if (entry === undefined) {
      entry = new Entry(this.#byKey.size, glob, reading());
      this.#byKey.set(key, entry);
    }
    return entry;
  }

  /** Whether the glob matches a name (its text folded, for an action). */
  matches(entry: GlobEntry, name: Name, budget: Budget): boolean {
    if (entry.isEverything) return true;
    return mayMatch(entry, name) && entry.accepts(name.codes, budget);
  }

  /** Whether some text is matched by both. Exact. */
  overlaps(a: GlobEntry, b: GlobEntry, budget: Budget): boolean {
    if (a === b || a.isEverything || b.isEverything) return true;
    if (differInOverlap(a.prefix, b.prefix, false) || differInOverlap(a.suffix, b.suffix, true)) return false;
    const key = a.id < b.id ? pairKey(a, b) : pairKey(b, a);
    const known = this.#overlaps.get(key);
    if (known !== undefined) return known;
    const result = haveCommonWord(a.nfa, b.nfa, budget);
    this.#overlaps.set(key, result);
    return result;
  }

  /**
   * Whether `outer` matches all that `inner` matches, as far as a position-wise simulation can tell:
   * true is certain, false means "not shown". Polynomial, where deciding it may not be.
   */
  contains(outer: GlobEntry, inner: GlobEntry, budget: Budget): boolean {
    if (outer === inner || outer.isEverything) return true;
    if (!inner.prefix.startsWith(outer.prefix) || !inner.suffix.endsWith(outer.suffix)) return false;
    const key = pairKey(outer, inner);
    const known = this.#simulations.get(key);
    if (known !== undefined) return known;
    const result = simulates(outer.nfa, inner.nfa, budget);
    this.#simulations.set(key, result);
    return result;
  }
}

/** A character for each class that one of two automata tells apart, and one for all others. */
function jointAlphabet(a: Nfa, b: Nfa): number[] {
  return [...new Set([...a.representatives(), ...b.representatives(), OTHER])];
}

/** What both automata begin with, as far as literals tell. */
function commonBeginning(a: Nfa, b: Nfa): number {
  const x = a.beginning();
  const y = b.beginning();
  const length = Math.min(x.length, y.length);
  let same = 0;
  while (same < length && x[same] === y[same]) same++;
  return same;
}

/** No state below this one is reached behind that many characters of the beginning. */
function lowestBehind(nfa: Nfa, length: number): number {
  return length === 0 ? 0 : nfa.start + length;
}

function haveCommonWord(a: Nfa, b: Nfa, budget: Budget): boolean {
  const alphabet = jointAlphabet(a, b);
  const same = commonBeginning(a, b);
  const firstA = lowestBehind(a, same);
  const firstB = lowestBehind(b, same);
  const width = b.size - firstB;
  const seen = new Uint8Array((a.size - firstA) * width);
  const stack = [(a.stateBehind(same) - firstA) * width + (b.stateBehind(same) - firstB)];
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    if (seen[pair] === 1) continue;
    seen[pair] = 1;
    budget.charge(1);
    const p = Math.floor(pair / width) + firstA;
    const q = (pair % width) + firstB;
    if (a.accepts(p) && b.accepts(q)) return true;
    const symbols = a.readsLiteralsOnly(p)
      ? a.literals(p)
      : b.readsLiteralsOnly(q)
        ? b.literals(q)
        : alphabet;
    for (const c of symbols) {
      for (const to of a.step(p, a.classOf(c))) {
        for (const too of b.step(q, b.classOf(c))) {
          const next = (to - firstA) * width + (too - firstB);
          if (seen[next] === 0) stack.push(next);
        }
      }
    }
  }
  return false;
}

/**
 * Greatest simulation: `outer` at q simulates `inner` at p when it accepts wherever p does and has an
 * answer to every step of p. Pairs are assumed to hold and struck out until nothing changes.
 */
function simulates(outer: Nfa, inner: Nfa, budget: Budget): boolean {
  const alphabet = jointAlphabet(outer, inner);
  const same = commonBeginning(outer, inner);
  const firstOuter = lowestBehind(outer, same);
  const firstInner = lowestBehind(inner, same);
  const width = outer.size - firstOuter;
  const failed = new Uint8Array((inner.size - firstInner) * width);
  const dependents = new Map<number, number[]>();
  const first = (inner.stateBehind(same) - firstInner) * width + (outer.stateBehind(same) - firstOuter);
  const reached = new Set([first]);
  const order = [first];
  const holds = (pair: number, explore: boolean): boolean => {
    const p = Math.floor(pair / width) + firstInner;
    const q = (pair % width) + firstOuter;
    if (inner.accepts(p) && !outer.accepts(q)) return false;
    const symbols = inner.readsLiteralsOnly(p) ? inner.literals(p) : alphabet;
    let result = true;
    for (const c of symbols) {
      const answers = outer.step(q, outer.classOf(c));
      for (const to of inner.step(p, inner.classOf(c))) {
        let answered = false;
        for (const answer of answers) {
          const next = (to - firstInner) * width + (answer - firstOuter);
          if (explore) {
            if (!reached.has(next)) {
              reached.add(next);
              order.push(next);
            }
            const waiting = dependents.get(next);
            if (waiting === undefined) dependents.set(next, [pair]);
            else waiting.push(pair);
          }
          if (failed[next] === 0) answered = true;
        }
        if (!answered) result = false;
      }
      if (!result && !explore) return false;
    }
    return result;
  };
  const wrong: number[] = [];
  for (let i = 0; i < order.length; i++) {
    budget.charge(1);
    const pair = order[i] ?? first;
    if (holds(pair, true)) continue;
    failed[pair] = 1;
    wrong.push(pair);
  }
  for (let pair = wrong.pop(); pair !== undefined; pair = wrong.pop()) {
    if (pair === first) return false;
    for (const dependent of dependents.get(pair) ?? []) {
      if (failed[dependent] === 1 || holds(dependent, false)) continue;
      budget.charge(1);
      failed[dependent] = 1;
      wrong.push(dependent);
    }
  }
  return failed[first] === 0;
}
