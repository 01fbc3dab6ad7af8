/**
 * Several automata side by side: a word is accepted when one of them accepts it. It stays
 * nondeterministic, a state is one position of one automaton.
 */
import type { Nfa } from "./nfa.ts";

export class UnionNfa {
  readonly #members: readonly Nfa[];
  readonly #only: Nfa | null;
  /** One start a member. */
  readonly starts: readonly number[];

  constructor(members: readonly Nfa[]) {
    this.#members = members;
    this.#only = members.length === 1 ? (members[0] ?? null) : null;
    this.starts = members.map((nfa, index) => nfa.start * members.length + index);
  }

  step(state: number, c: number): readonly number[] {
    if (this.#only !== null) return this.#only.step(state, this.#only.classOf(c));
    const width = this.#members.length;
    const member = this.#member(state);
    const position = Math.floor(state / width);
    const targets = member.step(position, member.classOf(c));
    return targets.map((to) => to * width + (state % width));
  }

  /** What every word begins with, as far as literals tell. */
  beginning(): readonly number[] {
    if (this.#only !== null) return this.#only.beginning();
    const [first, ...others] = this.#members.map((member) => member.beginning());
    if (first === undefined) return [];
    let length = first.length;
    for (const other of others) {
      let same = 0;
      while (same < length && first[same] === other[same]) same++;
      length = same;
    }
    return first.slice(0, length);
  }

  accepts(state: number): boolean {
    if (this.#only !== null) return this.#only.accepts(state);
    return this.#member(state).accepts(Math.floor(state / this.#members.length));
  }

  literals(state: number): readonly number[] {
    if (this.#only !== null) return this.#only.literals(state);
    return this.#member(state).literals(Math.floor(state / this.#members.length));
  }

  readsLiteralsOnly(state: number): boolean {
    if (this.#only !== null) return this.#only.readsLiteralsOnly(state);
    return this.#member(state).readsLiteralsOnly(Math.floor(state / this.#members.length));
  }

  #member(state: number): Nfa {
    const member = this.#members[state % this.#members.length];
    if (member === undefined) throw new RangeError(`no union state ${state}`);
    return member;
  }
}
