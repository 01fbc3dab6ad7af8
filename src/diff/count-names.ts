/**
 * How many names some lists of globs hold, by length: paths of deterministic automata, counted level by
 * level.
 *
 * INVARIANT: a name is counted once, whatever holds it. Counts are doubles, whose relative error is far
 * below what a logarithm with one decimal shows.
 */
import { Budget } from "../automata/budget.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { DEAD } from "../automata/lazy-dfa.ts";
import { TupleTable } from "../automata/tuple-table.ts";
import {
  actionMayEnd,
  actionStart,
  INVALID,
  resourceMayEnd,
  resourceStart,
  stepAction,
  stepResource,
} from "../automata/validity.ts";

export type Dimension = "action" | "resource";

/** Numbers of names by their length in characters. */
export type Lengths = Float64Array;

/** Names that one of some globs matches and none of others. */
export interface NameList {
  readonly names: readonly GlobEntry[];
  readonly except: readonly GlobEntry[];
}

const unlimited = new Budget(Infinity);

const characters: { readonly [D in Dimension]: readonly number[] } = {
  action: alphabet((c) => c !== 0x2f && !(c >= 0x41 && c <= 0x5a)),
  resource: alphabet(() => true),
};

function alphabet(isEligible: (c: number) => boolean): number[] {
  const all = Array.from({ length: 0x7e - 0x20 }, (_, i) => 0x21 + i);
  return all.filter((c) => c !== 0x25 && c !== 0x5c && isEligible(c));
}

/** Counts steps down. */
export class Steps {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  spend(steps: number): boolean {
    this.#left -= steps;
    return this.#left >= 0;
  }
}

// What validity tells apart: separators, dots, and the letters of `arn` and `file`.
const special = new Set([...":/.arnfile"].map((c) => c.codePointAt(0) ?? 0));

/** One character for each class that no automaton tells apart, and how many are in it. */
function classesOf(
  entries: readonly GlobEntry[],
  dimension: Dimension,
): (readonly [character: number, times: number])[] {
  const classes = new Map<string, [number, number]>();
  for (const c of characters[dimension]) {
    const own = special.has(c) ? String(c) : "";
    const key = `${own} ${entries.map(({ nfa }) => nfa.classOf(c)).join(",")}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [c, 1]);
    else known[1]++;
  }
  return [...classes.values()];
}

/**
 * The names by length, apart by what `keyOf` says of the lists (by index) that hold them; names without
 * a key are not counted. `null` when out of steps.
 */
export function countNames(
  lists: readonly NameList[],
  dimension: Dimension,
  longest: number,
  steps: Steps,
  keyOf: (holding: readonly number[]) => string | null,
): Map<string, Lengths> | null {
  const entries = [...new Set(lists.flatMap(({ names, except }) => [...names, ...except]))];
  const indexOf = new Map(entries.map((entry, i) => [entry, i]));
  const wanted = lists.map(({ names, except }) => ({
    names: names.map((e) => indexOf.get(e) ?? 0),
    except: except.map((e) => indexOf.get(e) ?? 0),
  }));
  const isWanted = entries.map((e) => lists.some(({ names }) => names.includes(e)));
  const classes = classesOf(entries, dimension);
  const table = new TupleTable(entries.length + 1);
  const edges: (Edges | undefined)[] = [];
  const keys: (string | null)[] = [];
  const take = (tuple: readonly number[]): number => {
    const known = table.find(tuple);
    if (known !== -1) return known;
    const mayEnd = dimension === "action" ? actionMayEnd : resourceMayEnd;
    const accepts = (i: number): boolean => {
      const state = tuple[i + 1] ?? DEAD;
      return state !== DEAD && entries[i]?.dfa.accepts(state) === true;
    };
    const holding = mayEnd(tuple[0] ?? INVALID)
      ? wanted.flatMap(({ names, except }, i) => (names.some(accepts) && !except.some(accepts) ? [i] : []))
      : [];
    keys.push(keyOf(holding));
    return table.add(tuple);
  };
  const start = dimension === "action" ? actionStart : resourceStart;
  let level = new Map([[take([start, ...entries.map(({ dfa }) => dfa.start)]), 1]]);
  const counts = new Map<string, Lengths>();
  for (let length = 1; length <= longest && level.size > 0; length++) {
    const next = new Map<number, number>();
    for (const [state, count] of level) {
      let out = edges[state];
      if (out === undefined) {
        out = edgesOf(table, state, entries, isWanted, classes, dimension, take);
        if (!steps.spend(out.work)) return null;
        edges[state] = out;
      }
      for (const [to, times] of out.list) next.set(to, (next.get(to) ?? 0) + count * times);
    }
    for (const [state, count] of next) {
      const key = keys[state] ?? null;
      if (key === null) continue;
      const lengths = counts.get(key) ?? new Float64Array(longest + 1);
      lengths[length] = (lengths[length] ?? 0) + count;
      counts.set(key, lengths);
    }
    level = next;
  }
  return counts;
}

interface Edges {
  readonly list: readonly (readonly [to: number, times: number])[];
  /** Steps of single automata that it took. */
  readonly work: number;
}

function edgesOf(
  table: TupleTable,
  state: number,
  entries: readonly GlobEntry[],
  isWanted: readonly boolean[],
  classes: readonly (readonly [character: number, times: number])[],
  dimension: Dimension,
  take: (tuple: readonly number[]) => number,
): Edges {
  const validity = table.at(state, 0);
  const alive = entries.flatMap(({ dfa }, i) => {
    const from = table.at(state, i + 1);
    return from === DEAD ? [] : [{ dfa, from, index: i + 1, isWanted: isWanted[i] === true }];
  });
  const step = dimension === "action" ? stepAction : stepResource;
  const list: (readonly [number, number])[] = [];
  const nowhere = new Array<number>(entries.length + 1).fill(DEAD);
  for (const [c, times] of classes) {
    const valid = step(validity, c);
    if (valid === INVALID) continue;
    const tuple = [...nowhere];
    tuple[0] = valid;
    let isAlive = false;
    for (const { dfa, from, index, isWanted: counts } of alive) {
      const to = dfa.step(from, c, unlimited);
      tuple[index] = to;
      if (to !== DEAD && counts) isAlive = true;
    }
    if (isAlive) list.push([take(tuple), times]);
  }
  return { list, work: classes.length * alive.length };
}
