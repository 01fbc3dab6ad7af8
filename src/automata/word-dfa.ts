/**
 * Complete deterministic automata over code points with an implicit alphabet, for sets of strings.
 *
 * INVARIANT: minimal, states numbered in the order a walk from the start (characters ascending, the
 * default last) first meets them; so equal languages have equal keys. State 0 is the start.
 */
import { compareCodePoints } from "../base/order.ts";
import { utf8Length } from "./alphabet.ts";
import type { Budget } from "./budget.ts";

interface State {
  readonly accepting: boolean;
  /** Characters that lead elsewhere than the rest. */
  readonly on: ReadonlyMap<number, number>;
  /** Where every other character leads. */
  readonly rest: number;
}

export class WordDfa {
  readonly #states: readonly State[];
  #key: string | null = null;

  private constructor(states: readonly State[]) {
    this.#states = states;
  }

  static startingWith(text: readonly number[]): WordDfa {
    const sink = text.length + 1;
    const states: State[] = text.map((c, i) => ({ accepting: false, on: new Map([[c, i + 1]]), rest: sink }));
    states.push({ accepting: true, on: new Map<number, number>(), rest: text.length });
    states.push({ accepting: false, on: new Map<number, number>(), rest: sink });
    return minimal(states);
  }

  static endingWith(text: readonly number[]): WordDfa {
    return minimal(matcherOf(text));
  }

  static containing(text: readonly number[]): WordDfa {
    const states = matcherOf(text);
    states[text.length] = { accepting: true, on: new Map<number, number>(), rest: text.length };
    return minimal(states);
  }

  /** Exactly these words. */
  static ofWords(list: readonly (readonly number[])[]): WordDfa {
    const sink = 1;
    const nodes: { accepting: boolean; readonly on: Map<number, number> }[] = [
      { accepting: false, on: new Map<number, number>() },
      { accepting: false, on: new Map<number, number>() },
    ];
    for (const word of list) {
      let at = 0;
      for (const c of word) {
        const next = nodes[at]?.on.get(c) ?? nodes.length;
        if (next === nodes.length) nodes.push({ accepting: false, on: new Map<number, number>() });
        nodes[at]?.on.set(c, next);
        at = next;
      }
      const node = nodes[at];
      if (node !== undefined) node.accepting = true;
    }
    return minimal(nodes.map((n) => ({ ...n, rest: sink })));
  }

  accepts(text: readonly number[]): boolean {
    let at = 0;
    for (const c of text) at = step(this.#states[at], c);
    return this.#states[at]?.accepting === true;
  }

  /** Every state of a minimal automaton is reached, so one accepting state is enough. */
  isEmpty(): boolean {
    return !this.#states.some((s) => s.accepting);
  }

  complement(): WordDfa {
    return new WordDfa(this.#states.map((s) => ({ ...s, accepting: !s.accepting })));
  }

  /** The common words; each state of the product is charged. */
  intersect(other: WordDfa, budget: Budget): WordDfa {
    const width = other.#states.length;
    const ids = new Map<number, number>([[0, 0]]);
    const pairs = [0];
    const idOf = (pair: number): number => {
      let id = ids.get(pair);
      if (id === undefined) {
        id = pairs.length;
        ids.set(pair, id);
        pairs.push(pair);
      }
      return id;
    };
    const states: State[] = [];
    for (let i = 0; i < pairs.length; i++) {
      budget.charge(1);
      const pair = pairs[i] ?? 0;
      const a = this.#states[Math.floor(pair / width)];
      const b = other.#states[pair % width];
      const on = new Map<number, number>();
      for (const c of new Set([...(a?.on.keys() ?? []), ...(b?.on.keys() ?? [])])) {
        on.set(c, idOf(step(a, c) * width + step(b, c)));
      }
      const rest = idOf((a?.rest ?? 0) * width + (b?.rest ?? 0));
      states.push({ accepting: a?.accepting === true && b?.accepting === true, on, rest });
    }
    return minimal(states);
  }

  /** The shortest word in UTF-8 bytes, then the first in code-point order; `null` when there is none. */
  least(): string | null {
    const seen = new Set<number>();
    const levels: Map<number, string>[] = [new Map([[0, ""]])];
    for (let bytes = 0; bytes < levels.length; bytes++) {
      let best: string | null = null;
      for (const [id, text] of levels[bytes] ?? []) {
        if (seen.has(id)) continue;
        seen.add(id);
        const state = this.#states[id];
        if (state === undefined) continue;
        if (state.accepting && (best === null || compareCodePoints(text, best) < 0)) best = text;
        for (const c of [...state.on.keys(), leastOther(state.on)]) {
          const level = bytes + utf8Length(c);
          while (levels.length <= level) levels.push(new Map<number, string>());
          const to = step(state, c);
          const candidate = text + String.fromCodePoint(c);
          const known = levels[level]?.get(to);
          if (known === undefined || compareCodePoints(candidate, known) < 0)
            levels[level]?.set(to, candidate);
        }
      }
      if (best !== null) return best;
    }
    return null;
  }

  /** Equal exactly for equal languages. */
  key(): string {
    this.#key ??= this.#states
      .map((s) => {
        const on = [...s.on].sort(([a], [b]) => a - b).map(([c, to]) => `${c.toString(36)}>${to}`);
        return `${s.accepting ? "+" : "-"}${s.rest}:${on.join(",")}`;
      })
      .join(";");
    return this.#key;
  }

  /** Minimises (Moore's partition refinement) and numbers the states. */
  static of(states: readonly State[]): WordDfa {
    const classes = partition(states);
    const numbers = new Map<number, number>();
    const order: number[] = [];
    const numberOf = (state: number): number => {
      const classOf = classes[state] ?? 0;
      let number = numbers.get(classOf);
      if (number === undefined) {
        number = order.length;
        numbers.set(classOf, number);
        order.push(state);
      }
      return number;
    };
    numberOf(0);
    const result: State[] = [];
    for (let i = 0; i < order.length; i++) {
      const state = states[order[i] ?? 0];
      if (state === undefined) continue;
      const on = new Map<number, number>();
      for (const [c, to] of [...state.on].sort(([a], [b]) => a - b)) {
        if (classes[to] !== classes[state.rest]) on.set(c, numberOf(to));
      }
      result.push({ accepting: state.accepting, on, rest: numberOf(state.rest) });
    }
    return new WordDfa(result);
  }
}

function minimal(states: readonly State[]): WordDfa {
  return WordDfa.of(states);
}

function step(state: State | undefined, c: number): number {
  return state === undefined ? 0 : (state.on.get(c) ?? state.rest);
}

/** The least code point without an edge of its own. */
function leastOther(on: ReadonlyMap<number, number>): number {
  let c = 0;
  while (on.has(c) || (c >= 0xd800 && c <= 0xdfff)) c++;
  return c;
}

/** Knuth, Morris and Pratt: state i has read the first i characters; the last one accepts. */
function matcherOf(text: readonly number[]): State[] {
  const states: State[] = [];
  // Where the automaton would be, had it begun one character later.
  let shadow: State | undefined;
  for (let i = 0; i <= text.length; i++) {
    const on = new Map<number, number>(shadow?.on);
    const c = text[i];
    const next = shadow === undefined || c === undefined ? 0 : step(shadow, c);
    if (c !== undefined) on.set(c, i + 1);
    states.push({ accepting: i === text.length, on, rest: 0 });
    shadow = i === 0 ? states[0] : states[next];
  }
  return states;
}

/** The class of each state: equal classes, equal languages. */
function partition(states: readonly State[]): number[] {
  let classes: number[] = states.map((s) => (s.accepting ? 1 : 0));
  for (let count = new Set(classes).size; ;) {
    const ids = new Map<string, number>();
    const next = states.map((s, i) => {
      const rest = classes[s.rest] ?? 0;
      const on = [...s.on]
        .filter(([, to]) => classes[to] !== rest)
        .sort(([a], [b]) => a - b)
        .map(([c, to]) => `${c}>${classes[to] ?? 0}`);
      const key = `${classes[i] ?? 0}/${rest}/${on.join(",")}`;
      const id = ids.get(key) ?? ids.size;
      ids.set(key, id);
      return id;
    });
    if (ids.size === count) return next;
    count = ids.size;
    classes = next;
  }
}
