/**
 * The states of a search as they are reached and as they arrive: level by level, a level being a length in
 * UTF-8 bytes, and within a level in the order of their words.
 *
 * INVARIANT: a state is numbered when it is first reached and arrives once, by the first of its words.
 */
import { SPLIT, utf8Byte, utf8Length } from "./alphabet.ts";
import { TupleTable } from "./tuple-table.ts";

/** A character on its way: the bytes of it that are still to be counted, and the state it leads to. */
interface Arrival {
  readonly key: number;
  readonly parent: number;
  readonly symbol: number;
  readonly bytesLeft: number;
  readonly tuple: Int32Array;
}

// Above every byte, so that ranks and bytes make one key. The split sorts before every character.
const KEYS = 257;
const ARRIVED = -1;

// Most searches are short and there are very many of them: queues are used again. What they hold of a
// search before is never read, since every state is written when it is first reached.
const idle: LevelQueue[] = [];
const keptRoom = 2 ** 16;

export class LevelQueue {
  readonly #table: TupleTable;
  readonly #parents: number[] = [];
  readonly #symbols: number[] = [];
  /** Where in the order of its level a state arrives; `ARRIVED` once it has. */
  readonly #keys: number[] = [];
  readonly #levels: number[] = [];
  /** What arrives at this level, and at the next: states, and characters of which bytes are counted. */
  #states: readonly number[] = [];
  #arrivals: readonly Arrival[] = [];
  #nextStates: number[] = [];
  #nextArrivals: Arrival[] = [];
  #level = -1;

  private constructor(width: number) {
    this.#table = new TupleTable(width);
  }

  /** A queue for tuples of this many components, which nothing has reached yet. To be given back. */
  static take(width: number): LevelQueue {
    const queue = idle.pop();
    if (queue === undefined) return new LevelQueue(width);
    queue.#table.reset(width);
    queue.#states = [];
    queue.#arrivals = [];
    queue.#nextStates = [];
    queue.#nextArrivals = [];
    queue.#level = -1;
    return queue;
  }

  /** The queue serves another search, unless it has grown so large that it is better forgotten. */
  giveBack(): void {
    if (this.#table.room <= keptRoom) idle.push(this);
  }

  get level(): number {
    return this.#level;
  }

  /** Goes on to the next level; false when nothing arrives there or later. */
  startLevel(): boolean {
    this.#level++;
    this.#states = this.#nextStates;
    this.#arrivals = this.#nextArrivals;
    this.#nextStates = [];
    this.#nextArrivals = [];
    return this.#states.length > 0 || this.#arrivals.length > 0;
  }

  /** Lets states arrive, with the rank of their words in this level, until one of them yields something. */
  runLevel<T>(arrive: (state: number, rank: number) => T | null): T | null {
    const keys = this.#keys;
    const arrivals = this.#arrivals;
    const keyOf = (entry: number): number =>
      entry >= 0 ? (keys[entry] ?? ARRIVED) : (arrivals[-1 - entry]?.key ?? ARRIVED);
    const order = [...this.#states, ...arrivals.map((_, index) => -1 - index)];
    if (order.length > 1) order.sort((a, b) => keyOf(a) - keyOf(b));
    let rank = -1;
    let last = ARRIVED;
    for (const entry of order) {
      const key = keyOf(entry);
      // Meanwhile reached by a character of several bytes, whose word comes first.
      if (key === ARRIVED) continue;
      if (key !== last) {
        last = key;
        rank++;
      }
      const arrival = entry >= 0 ? undefined : arrivals[-1 - entry];
      const state = arrival === undefined ? entry : this.#finish(arrival, rank);
      if (state === null) continue;
      keys[state] = ARRIVED;
      const result = arrive(state, rank);
      if (result !== null) return result;
    }
    return null;
  }

  /** Reaches a state from another one of this level and rank (-1: from nowhere), by a character or the split. */
  reach(tuple: Int32Array, parent: number, rank: number, symbol: number): void {
    const bytes = symbol === SPLIT ? 1 : utf8Length(symbol);
    const key = rank * KEYS + (symbol === SPLIT ? 0 : utf8Byte(symbol, 0) + 1);
    if (bytes > 1) {
      this.#nextArrivals.push({ key, parent, symbol, bytesLeft: bytes - 1, tuple: tuple.slice() });
      return;
    }
    const fresh = this.#table.count;
    const state = this.#table.intern(tuple);
    if (state === fresh) this.#nextStates.push(state);
    else {
      // What has arrived or arrives at this level is there already; at the next one the first word counts.
      const isNext = this.#levels[state] === this.#level + 1;
      const known = this.#keys[state] ?? ARRIVED;
      if (known === ARRIVED || !isNext || key >= known) return;
    }
    this.#keys[state] = key;
    this.#levels[state] = this.#level + 1;
    this.#parents[state] = parent;
    this.#symbols[state] = symbol;
  }

  read(state: number, into: Int32Array): void {
    this.#table.read(state, into);
  }

  /** The state that a state was reached from; -1 for the first ones. */
  parentOf(state: number): number {
    return this.#parents[state] ?? -1;
  }

  symbolOf(state: number): number {
    return this.#symbols[state] ?? SPLIT;
  }

  /** What was read on the way to a state, from the first ones on. */
  symbolsTo(state: number): number[] {
    const symbols: number[] = [];
    for (let at = state; this.parentOf(at) !== -1; at = this.parentOf(at)) symbols.push(this.symbolOf(at));
    return symbols.reverse();
  }

  /** Counts one more byte of a character; after the last one the state that it leads to, if that is still to arrive. */
  #finish(arrival: Arrival, rank: number): number | null {
    const { symbol, bytesLeft, tuple, parent } = arrival;
    if (bytesLeft > 0) {
      const byte = utf8Byte(symbol, utf8Length(symbol) - bytesLeft);
      this.#nextArrivals.push({ ...arrival, key: rank * KEYS + byte + 1, bytesLeft: bytesLeft - 1 });
      return null;
    }
    const fresh = this.#table.count;
    const state = this.#table.intern(tuple);
    if (state !== fresh && this.#keys[state] === ARRIVED) return null;
    this.#parents[state] = parent;
    this.#symbols[state] = symbol;
    return state;
  }
}
