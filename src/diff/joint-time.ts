/**
 * Sets of instants that are described in the local time of several zones at once.
 *
 * A set is a list of stretches of time, each with a weekly pattern over UTC. Every change of an offset
 * begins a stretch, so that within one a local time of any zone is a rotation of the UTC week.
 *
 * INVARIANT: a stretch whose pattern has no instant within it carries the empty pattern; so a set is
 * empty exactly when all its patterns are.
 */
import { compareCodePoints } from "../base/order.ts";
import { assertNever } from "../base/invariant.ts";
import type { SetOperations } from "../automata/value-set.ts";
import { lastInstant } from "../automata/time-set.ts";
import type { CompareOperator, TimeField, TimeZone } from "../ir/ir.ts";

/** Stretch i reaches from `from[i]` to the next one's beginning; the first begins at 0. */
export interface JointTimeSet {
  readonly from: readonly number[];
  readonly pattern: readonly number[];
}

const endOfTime = lastInstant + 1;
// Offsets of zones are multiples of half a minute, so this is the finest part of a week that matters.
const unit = 30_000;
const unitsOfDay = 2880;
const unitsOfWeek = 7 * unitsOfDay;
const day = unitsOfDay * unit;
const week = unitsOfWeek * unit;
// 1 January 1970 was a Thursday; weeks begin on Sunday.
const epochInWeek = 4 * unitsOfDay;

const EMPTY = 0;
const FULL = 1;

function compares(operator: CompareOperator, difference: number): boolean {
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

/** The field of a unit of the local week. */
function fieldOf(field: Exclude<TimeField, "date">, at: number): number {
  switch (field) {
    case "hour":
      return Math.floor(at / 120) % 24;
    case "minute":
      return Math.floor(at / 2) % 60;
    case "weekday":
      return Math.floor(at / unitsOfDay);
    default:
      return assertNever(field);
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Sets of instants, whatever the zones their descriptions are read in. */
export class JointTimes {
  // One byte a unit of the week: a joint space is rare and has few patterns.
  readonly #patterns: Uint8Array[] = [];
  readonly #ids: Map<string, number> = new Map<string, number>();
  readonly #weeks: Map<string, number> = new Map<string, number>();
  readonly #complements: Map<number, number> = new Map<number, number>();
  readonly #both: Map<string, number> = new Map<string, number>();
  readonly operations: SetOperations<JointTimeSet>;

  constructor() {
    this.#intern(new Uint8Array(unitsOfWeek));
    this.#intern(new Uint8Array(unitsOfWeek).fill(1));
    this.operations = {
      empty: { from: [0], pattern: [EMPTY] },
      full: { from: [0], pattern: [FULL] },
      key: (set) => `${set.from.join(",")}/${set.pattern.join(",")}`,
      isEmpty: (set) => set.pattern.every((p) => p === EMPTY),
      intersect: (a, b) => this.#intersect(a, b),
      complement: (set) =>
        normal(
          set.from,
          set.pattern.map((p) => this.#complement(p)),
          (start, end, pattern) => this.#first(start, end, pattern) !== null,
        ),
      least: (set) => this.#least(set),
    };
  }

  /** The instants before `end` (milliseconds since the epoch). */
  before(end: number): JointTimeSet {
    if (end <= 0) return this.operations.empty;
    if (end > lastInstant) return this.operations.full;
    return { from: [0, Math.ceil(end)], pattern: [FULL, EMPTY] };
  }

  /** The instants at which the field, read in the zone, compares so with the literal. */
  instantsThat(
    zone: TimeZone,
    field: TimeField,
    operator: CompareOperator,
    literal: number | string,
  ): JointTimeSet {
    const from: number[] = [];
    const pattern: number[] = [];
    const offsets = zone.offsets.length === 0 ? [{ from: 0, minutes: 0 }] : zone.offsets;
    offsets.forEach((offset, i) => {
      const start = i === 0 ? 0 : Math.max(0, offset.from);
      const end = Math.min(endOfTime, offsets[i + 1]?.from ?? endOfTime);
      if (start >= end) return;
      const shift = Math.round(offset.minutes * 60_000);
      if (field === "date") {
        for (const part of datesThat(start, end, shift, operator, String(literal))) {
          from.push(part.from);
          pattern.push(part.holds ? FULL : EMPTY);
        }
        return;
      }
      from.push(start);
      pattern.push(this.#weekly(field, operator, Number(literal), Math.round(shift / unit)));
    });
    return normal(from, pattern, (start, end, p) => this.#first(start, end, p) !== null);
  }

  /** The pattern of a field that is read so many units ahead of UTC. */
  #weekly(
    field: Exclude<TimeField, "date">,
    operator: CompareOperator,
    literal: number,
    shift: number,
  ): number {
    const key = `${field} ${operator} ${literal} ${shift}`;
    const known = this.#weeks.get(key);
    if (known !== undefined) return known;
    const bits = new Uint8Array(unitsOfWeek);
    for (let at = 0; at < unitsOfWeek; at++) {
      const local = modulo(at + shift, unitsOfWeek);
      if (compares(operator, fieldOf(field, local) - literal)) bits[at] = 1;
    }
    const pattern = this.#intern(bits);
    this.#weeks.set(key, pattern);
    return pattern;
  }

  #intersect(a: JointTimeSet, b: JointTimeSet): JointTimeSet {
    const from: number[] = [];
    const pattern: number[] = [];
    let i = 0;
    let j = 0;
    while (i < a.from.length && j < b.from.length) {
      from.push(Math.max(a.from[i] ?? 0, b.from[j] ?? 0));
      pattern.push(this.#common(a.pattern[i] ?? EMPTY, b.pattern[j] ?? EMPTY));
      const nextA = a.from[i + 1] ?? Infinity;
      const nextB = b.from[j + 1] ?? Infinity;
      if (nextA <= nextB) i++;
      if (nextB <= nextA) j++;
    }
    return normal(from, pattern, (start, end, p) => this.#first(start, end, p) !== null);
  }

  #complement(pattern: number): number {
    const known = this.#complements.get(pattern);
    if (known !== undefined) return known;
    const result = this.#intern((this.#patterns[pattern] ?? new Uint8Array()).map((bit) => 1 - bit));
    this.#complements.set(pattern, result);
    return result;
  }

  #common(a: number, b: number): number {
    if (a === b || b === FULL) return a;
    if (a === FULL) return b;
    if (a === EMPTY || b === EMPTY) return EMPTY;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = this.#both.get(key);
    if (known !== undefined) return known;
    const other = this.#patterns[b];
    const result = this.#intern(
      (this.#patterns[a] ?? new Uint8Array()).map((bit, i) => bit & (other?.[i] ?? 0)),
    );
    this.#both.set(key, result);
    return result;
  }

  #least(set: JointTimeSet): number {
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
    const inWeek = modulo(start + epochInWeek * unit, week);
    const weekStart = start - inWeek;
    let found = bits.indexOf(1, Math.floor(inWeek / unit));
    if (found === -1) {
      found = bits.indexOf(1);
      if (found === -1) return null;
      found += unitsOfWeek;
    }
    const instant = Math.max(start, weekStart + found * unit);
    return instant < end ? instant : null;
  }

  #intern(bits: Uint8Array): number {
    const key = bits.join("");
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#patterns.length;
    this.#ids.set(key, id);
    this.#patterns.push(bits);
    return id;
  }
}

/** Empties the stretches without an instant and joins equal neighbours. */
function normal(
  from: readonly number[],
  pattern: readonly number[],
  hasInstant: (start: number, end: number, pattern: number) => boolean,
): JointTimeSet {
  const starts: number[] = [];
  const patterns: number[] = [];
  from.forEach((start, i) => {
    const wanted = pattern[i] ?? EMPTY;
    const actual = hasInstant(start, from[i + 1] ?? endOfTime, wanted) ? wanted : EMPTY;
    if (actual === patterns.at(-1)) return;
    starts.push(start);
    patterns.push(actual);
  });
  return { from: starts, pattern: patterns };
}

/** Within a stretch of one offset the local date only grows, so it compares in at most three parts. */
function datesThat(
  start: number,
  end: number,
  shift: number,
  operator: CompareOperator,
  literal: string,
): { readonly from: number; readonly holds: boolean }[] {
  const firstDay = Math.floor((start + shift) / day);
  const endDay = Math.floor((end - 1 + shift) / day) + 1;
  const dateOf = (n: number): string => new Date(n * day).toISOString().slice(0, 10);
  const boundary = (isPast: (difference: number) => boolean): number => {
    let low = firstDay;
    let high = endDay;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (isPast(compareCodePoints(dateOf(middle), literal))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const equal = boundary((difference) => difference >= 0);
  const after = boundary((difference) => difference > 0);
  return (
    [
      [firstDay, equal, -1],
      [equal, after, 0],
      [after, endDay, 1],
    ] as const
  )
    .filter(([first, last]) => first < last)
    .map(([first, , difference]) => ({
      from: Math.max(start, first * day - shift),
      holds: compares(operator, difference),
    }));
}
