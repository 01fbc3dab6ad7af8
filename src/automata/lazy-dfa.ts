/**
 * An automaton made deterministic on demand: a state is a set of positions, a transition is computed
 * when it is first taken.
 *
 * INVARIANT: positions whose words another position of the set accepts as well are dropped, which
 * keeps the sets small and the language the same.
 */
import type { Budget } from "./budget.ts";
import type { Nfa } from "./nfa.ts";

/** The state that accepts nothing any more. */
export const DEAD = -1;
const UNKNOWN = -2;

export class LazyDfa {
  readonly nfa: Nfa;
  readonly start: number;
  readonly #ids: Map<string, number> = new Map<string, number>();
  readonly #positions: (readonly number[])[] = [];
  #rows: Int32Array;
  readonly #accepting: boolean[] = [];
  readonly #universal: boolean[] = [];

  constructor(nfa: Nfa) {
    this.nfa = nfa;
    this.#rows = new Int32Array(8 * nfa.classes).fill(UNKNOWN);
    this.start = this.#intern([nfa.start]);
  }

  /** The state after one character, `DEAD` when nothing is left. A new state costs its positions. */
  step(state: number, c: number, budget: Budget): number {
    if (state === DEAD) return DEAD;
    return this.#stepClass(state, this.nfa.classOf(c), budget);
  }

  /** Whether the state reads the character like every character without a class of its own. */
  isOrdinary(state: number, c: number, budget: Budget): boolean {
    const characterClass = this.nfa.classOf(c);
    const ordinary = this.nfa.classes - 1;
    if (state === DEAD || characterClass === ordinary) return true;
    return this.#stepClass(state, characterClass, budget) === this.#stepClass(state, ordinary, budget);
  }

  accepts(state: number): boolean {
    return this.#accepting[state] === true;
  }

  /** Whether every continuation is accepted. */
  isUniversal(state: number): boolean {
    return this.#universal[state] === true;
  }

  /** Whether the automaton accepts a text. */
  run(text: readonly number[], budget: Budget): boolean {
    let state = this.start;
    for (const c of text) {
      state = this.step(state, c, budget);
      if (state === DEAD) return false;
      if (this.isUniversal(state)) return true;
    }
    return this.accepts(state);
  }

  #stepClass(state: number, characterClass: number, budget: Budget): number {
    const slot = state * this.nfa.classes + characterClass;
    const known = this.#rows[slot] ?? DEAD;
    if (known !== UNKNOWN) return known;
    const targets: number[] = [];
    for (const position of this.#positions[state] ?? []) {
      for (const to of this.nfa.step(position, characterClass)) targets.push(to);
    }
    if (targets.length === 0) {
      this.#rows[slot] = DEAD;
      return DEAD;
    }
    const positions = this.#reduced(targets);
    const before = this.#positions.length;
    const next = this.#intern(positions);
    this.#rows[slot] = next;
    if (this.#positions.length > before) budget.charge(positions.length);
    return next;
  }

  /** Sorted, without repetitions and without covered positions. */
  #reduced(targets: number[]): number[] {
    targets.sort((a, b) => b - a);
    const kept: number[] = [];
    let covered = Infinity;
    let previous = -1;
    for (const position of targets) {
      if (position === previous || position >= covered) continue;
      previous = position;
      kept.push(position);
      covered = Math.min(covered, this.nfa.coveredFrom[position] ?? position);
    }
    return kept;
  }

  #intern(positions: readonly number[]): number {
    const key = positions.join(",");
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#positions.length;
    this.#ids.set(key, id);
    this.#positions.push(positions);
    this.#accepting.push(positions.some((p) => this.nfa.accepts(p)));
    this.#universal.push(positions.some((p) => this.nfa.isUniversal(p)));
    if ((id + 1) * this.nfa.classes > this.#rows.length) {
      const rows = new Int32Array(this.#rows.length * 2).fill(UNKNOWN);
      rows.set(this.#rows);
      this.#rows = rows;
    }
    return id;
  }
}
