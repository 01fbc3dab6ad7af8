/**
 * Several automata side by side: a word is accepted when one of them accepts it. It stays
 * nondeterministic, a state is one position of one automaton.
 */
import type { Nfa } from "./nfa.ts";

export class UnionNfa {
  readonly #members: readonly Nfa[];
  /** One start a member. */
  readonly starts: readonly number[];

  constructor(members: readonly Nfa[]) {
    this.#members = members;
    this.starts = members.map((nfa, index) => nfa.start * members.length + index);
  }

  step(state: number, c: number): readonly number[] {
    const width = this.#members.length;
    const member = this.#member(state);
    const position = Math.floor(state / width);
    const targets = member.step(position, member.classOf(c));
    return width === 1 ? targets : targets.map((to) => to * width + (state % width));
  }

  accepts(state: number): boolean {
    return this.#member(state).accepts(Math.floor(state / this.#members.length));
  }

  literals(state: number): readonly number[] {
    return this.#member(state).literals(Math.floor(state / this.#members.length));
  }

  readsLiteralsOnly(state: number): boolean {
    return this.#member(state).readsLiteralsOnly(Math.floor(state / this.#members.length));
  }

  #member(state: number): Nfa {
    const member = this.#members[state % this.#members.length];
    if (member === undefined) throw new RangeError(`no union state ${state}`);
    return member;
  }
}
