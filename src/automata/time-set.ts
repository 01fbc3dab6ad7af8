/**
 * Sets of instants: `now` as one dimension, for hours, minutes, weekdays, dates and expiry alike.
 *
 * A set is a list of stretches of time, each with a weekly pattern: one bit for each minute of the
 * local week. Within a stretch an instant belongs to the set when the bit of its local minute does.
 * Dates and expiry cut stretches, everything periodic is in the pattern, so nothing is ever swept
 * minute by minute over the years.
 *
 * INVARIANT: a stretch whose pattern has no instant within it carries the empty pattern; so a set is
 * empty exactly when all its patterns are.
 */
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { CompareOperator, TimeField, TimeZone } from "../ir/ir.ts";
import type { SetOperations } from "./value-set.ts";

/** The last instant that a request may have. */
export const lastInstant = 4_102_444_800_000;
const endOfTime = lastInstant + 1;

const minute = 60_000;
const day = 1440 * minute;
const week = 7 * day;
const minutesOfWeek = 10_080;
// 1 January 1970 was a Thursday; weeks begin on Sunday.
const thursday = 4 * 1440;

/** Stretch i reaches from `from[i]` to the next one's beginning; the first begins at 0. */
export interface TimeSet {
  readonly from: readonly number[];
  readonly pattern: readonly number[];
}

/** One bit per minute of the week, in words of 32. */
type Bits = Uint32Array;
const wordsOfWeek = minutesOfWeek / 32;

const EMPTY = 0;
const FULL = 1;

function has(bits: Bits, at: number): boolean {
  return (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}

/** The first minute at or after `at` whose bit is set, without wrapping; -1 when there is none. */
function nextSet(bits: Bits, at: number, end: number): number {
  for (let i = at; i < end; i++) {
    if ((i & 31) === 0 && bits[i >>> 5] === 0) i += 31;
    else if (has(bits, i)) return i;
  }
  return -1;
}

/** Does the value compare so? */
function compares<T>(
  operator: CompareOperator,
  order: (a: T, b: T) => number,
  value: T,
  literal: T,
): boolean {
  const difference = order(value, literal);
  switch (operator) {
    case "==":
      return difference === 0;
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    default:
      return assertNever(operator);
  }
}

const byNumber = (a: number, b: number): number => a - b;

/** `YYYY-MM-DD` of a day counted from 1 January 1970. */
function dateOf(dayNumber: number): string {
  return new Date(dayNumber * day).toISOString().slice(0, 10);
}

/** The sets of instants of one time zone. */
export class TimeSets {
  readonly #zone: readonly { readonly from: number; readonly to: number; readonly offset: number }[];
  readonly #patterns: Bits[] = [];
  readonly #ids: Map<string, number> = new Map<string, number>();
  readonly #intersections: Map<number, number> = new Map<number, number>();
  readonly operations: SetOperations<TimeSet>;

  constructor(timezone: TimeZone) {
    const offsets = timezone.offsets.length === 0 ? [{ from: 0, minutes: 0 }] : timezone.offsets;
    this.#zone = offsets
      .map(({ from, minutes }, i) => ({
        from: i === 0 ? 0 : Math.max(0, from),
        to: Math.min(endOfTime, offsets[i + 1]?.from ?? endOfTime),
        offset: Math.round(minutes * minute),
      }))
      .filter(({ from, to }) => from < to);
    this.#intern(new Uint32Array(wordsOfWeek));
    this.#intern(new Uint32Array(wordsOfWeek).fill(0xffffffff));
    this.operations = {
      empty: { from: [0], pattern: [EMPTY] },
      full: { from: [0], pattern: [FULL] },
      key: (set) => `${set.from.join(",")}/${set.pattern.join(",")}`,
      isEmpty: (set) => set.pattern.every((p) => p === EMPTY),
      intersect: (a, b) => this.#intersect(a, b),
      complement: (set) =>
        this.#normal(
          set.from,
          set.pattern.map((p) => this.#complement(p)),
        ),
      least: (set) => this.#least(set),
    };
  }

  /** The instants before `end` (milliseconds since the epoch). */
  before(end: number): TimeSet {
    if (end <= 0) return this.operations.empty;
    if (end > lastInstant) return this.operations.full;
    return { from: [0, Math.ceil(end)], pattern: [FULL, EMPTY] };
  }

  /** The instants at which the field, read in the zone, compares so with the literal. */
  instantsThat(field: TimeField, operator: CompareOperator, literal: number | string): TimeSet {
    switch (field) {
      case "hour":
        return this.#periodic((m) => compares(operator, byNumber, Math.floor(m / 60) % 24, Number(literal)));
      case "minute":
        return this.#periodic((m) => compares(operator, byNumber, m % 60, Number(literal)));
      case "weekday":
        return this.#periodic((m) => compares(operator, byNumber, Math.floor(m / 1440), Number(literal)));
      case "date":
        return this.#dates(operator, String(literal));
      default:
        return assertNever(field);
    }
  }

  #periodic(holds: (minuteOfWeek: number) => boolean): TimeSet {
    const bits = new Uint32Array(wordsOfWeek);
    for (let m = 0; m < minutesOfWeek; m++) {
      if (holds(m)) bits[m >>> 5] = ((bits[m >>> 5] ?? 0) | (1 << (m & 31))) >>> 0;
    }
    return { from: [0], pattern: [this.#intern(bits)] };
  }

  /** Within a stretch of one offset the local date only grows, so it compares in at most three parts. */
  #dates(operator: CompareOperator, literal: string): TimeSet {
    const from: number[] = [];
    const pattern: number[] = [];
    for (const { from: start, to, offset } of this.#zone) {
      const firstDay = Math.floor((start + offset) / day);
      const lastDay = Math.floor((to - 1 + offset) / day);
      const boundary = (isPast: (difference: number) => boolean): number => {
        let low = firstDay;
        let high = lastDay + 1;
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (isPast(compareCodePoints(dateOf(middle), literal))) high = middle;
          else low = middle + 1;
        }
        return low;
      };
      // Days [firstDay, equal) are before the date, [equal, after) are it, the rest are after it.
      const equal = boundary((difference) => difference >= 0);
      const after = boundary((difference) => difference > 0);
      for (const [first, end, sample] of [
        [firstDay, equal, -1],
        [equal, after, 0],
        [after, lastDay + 1, 1],
      ] as const) {
        if (first >= end) continue;
        from.push(Math.max(start, first * day - offset));
        pattern.push(compares(operator, byNumber, sample, 0) ? FULL : EMPTY);
      }
    }
    return this.#normal(from, pattern);
  }

  #intersect(a: TimeSet, b: TimeSet): TimeSet {
    const from: number[] = [];
    const pattern: number[] = [];
    let i = 0;
    let j = 0;
    while (i < a.from.length && j < b.from.length) {
      from.push(Math.max(a.from[i] ?? 0, b.from[j] ?? 0));
      pattern.push(this.#both(a.pattern[i] ?? EMPTY, b.pattern[j] ?? EMPTY));
      const nextA = a.from[i + 1] ?? Infinity;
      const nextB = b.from[j + 1] ?? Infinity;
      if (nextA <= nextB) i++;
      if (nextB <= nextA) j++;
    }
    return this.#normal(from, pattern);
  }

  /** Empties the stretches without an instant and joins equal neighbours. */
  #normal(from: readonly number[], pattern: readonly number[]): TimeSet {
    const starts: number[] = [];
    const patterns: number[] = [];
    from.forEach((start, i) => {
      const wanted = pattern[i] ?? EMPTY;
      const actual = this.#first(start, from[i + 1] ?? endOfTime, wanted) === null ? EMPTY : wanted;
      if (actual === patterns.at(-1)) return;
      starts.push(start);
      patterns.push(actual);
    });
    return { from: starts, pattern: patterns };
  }

  #least(set: TimeSet): number {
    for (const [i, start] of set.from.entries()) {
      const first = this.#first(start, set.from[i + 1] ?? endOfTime, set.pattern[i] ?? EMPTY);
      if (first !== null) return first;
    }
    return 0;
  }

  /** The first instant of [start, end) that the pattern admits. */
  #first(start: number, end: number, pattern: number): number | null {
    if (pattern === EMPTY || start >= end) return null;
    if (pattern === FULL) return start;
    const bits = this.#patterns[pattern];
    if (bits === undefined) return null;
    for (const zone of this.#zone) {
      const low = Math.max(start, zone.from);
      const high = Math.min(end, zone.to);
      if (low >= high) continue;
      // Local time from the beginning of a week on.
      const local = low + zone.offset + thursday * minute;
      const weekStart = Math.floor(local / week) * week;
      const at = Math.floor((local - weekStart) / minute);
      let found = nextSet(bits, at, minutesOfWeek);
      if (found === -1) {
        found = nextSet(bits, 0, at);
        if (found === -1) continue;
        found += minutesOfWeek;
      }
      const instant = Math.max(low, weekStart + found * minute - zone.offset - thursday * minute);
      if (instant < high) return instant;
    }
    return null;
  }

  #both(a: number, b: number): number {
    if (a === b || b === FULL) return a;
    if (a === FULL) return b;
    if (a === EMPTY || b === EMPTY) return EMPTY;
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    const known = this.#intersections.get(key);
    if (known !== undefined) return known;
    const left = this.#patterns[a];
    const right = this.#patterns[b];
    const result = this.#intern(
      Uint32Array.from({ length: wordsOfWeek }, (_, i) => ((left?.[i] ?? 0) & (right?.[i] ?? 0)) >>> 0),
    );
    this.#intersections.set(key, result);
    return result;
  }

  #complement(pattern: number): number {
    return this.#intern((this.#patterns[pattern] ?? new Uint32Array(wordsOfWeek)).map((w) => ~w >>> 0));
  }

  #intern(bits: Bits): number {
    const key = bits.join(",");
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#patterns.length;
    this.#ids.set(key, id);
    this.#patterns.push(bits);
    return id;
  }
}
