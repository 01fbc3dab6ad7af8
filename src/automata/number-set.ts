/**
 * Sets of finite IEEE doubles: finite unions of closed intervals.
 *
 * INVARIANT: intervals are ascending, disjoint and not adjacent: between two of them lies at least
 * one double. Zero is written 0; −0 equals it.
 */
import type { CompareOperator } from "../ir/ir.ts";
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { SetOperations } from "./value-set.ts";

export interface Interval {
  readonly from: number;
  readonly to: number;
}

export type NumberSet = readonly Interval[];

const buffer = new DataView(new ArrayBuffer(8));

/** The next double above; infinity above the largest. */
export function nextUp(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  buffer.setFloat64(0, x);
  buffer.setBigInt64(0, buffer.getBigInt64(0) + (x > 0 ? 1n : -1n));
  const next = buffer.getFloat64(0);
  return next === 0 ? 0 : next;
}

/** The next double below. */
export function nextDown(x: number): number {
  const next = -nextUp(-x);
  return next === 0 ? 0 : next;
}

const least = -Number.MAX_VALUE;
const greatest = Number.MAX_VALUE;

function interval(from: number, to: number): NumberSet {
  const low = Math.max(from, least);
  const high = Math.min(to, greatest);
  return low <= high ? [{ from: low === 0 ? 0 : low, to: high === 0 ? 0 : high }] : [];
}

function intersect(a: NumberSet, b: NumberSet): NumberSet {
  const result: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const from = Math.max(x.from, y.from);
    const to = Math.min(x.to, y.to);
    if (from <= to) result.push({ from, to });
    if (x.to < y.to) i++;
    else j++;
  }
  return result;
}

function complement(set: NumberSet): NumberSet {
  const result: Interval[] = [];
  let from = least;
  for (const { from: start, to } of set) {
    if (from < start) result.push({ from, to: nextDown(start) });
    from = nextUp(to);
  }
  if (from <= greatest) result.push({ from, to: greatest });
  return result;
}

/** The numbers `x` for which `x operator literal` holds. */
export function numbersThat(operator: CompareOperator, literal: number): NumberSet {
  switch (operator) {
    case "==":
      return interval(literal, literal);
    case "!=":
      return complement(interval(literal, literal));
    case "<":
      return interval(least, nextDown(literal));
    case "<=":
      return interval(least, literal);
    case ">":
      return interval(nextUp(literal), greatest);
    case ">=":
      return interval(literal, greatest);
    default:
      return assertNever(operator);
  }
}

/** Shorter texts first, then code-point order. */
function isShorter(a: number, b: number): boolean {
  const x = String(a);
  const y = String(b);
  return x.length < y.length || (x.length === y.length && compareCodePoints(x, y) < 0);
}

/** The least decimal of `digits` significant digits that is not below `x` (positive). */
function roundedUp(x: number, digits: number): number {
  const [mantissa = "0", exponent = "0"] = x.toExponential(digits - 1).split("e");
  const rounded = Number(`${mantissa}e${exponent}`);
  if (rounded >= x) return rounded;
  const units = BigInt(mantissa.replace(".", "")) + 1n;
  return Number(`${units}e${Number(exponent) - (digits - 1)}`);
}

/** The number of [from, to], both positive, whose text is shortest, then first in code-point order. */
function shortestPositive(from: number, to: number): number {
  let best = from;
  const offer = (x: number): void => {
    if (x >= from && x <= to && isShorter(x, best)) best = x;
  };
  for (let digits = 1; digits <= 17; digits++) offer(roundedUp(from, digits));
  // In every later decade the power of ten is shortest.
  const last = Math.floor(Math.log10(to)) + 1;
  for (let decade = Math.floor(Math.log10(from)) + 1; decade <= last; decade++) offer(Number(`1e${decade}`));
  return best;
}

function shortest(set: NumberSet): number {
  let best: number | null = null;
  const offer = (x: number): void => {
    if (best === null || isShorter(x, best)) best = x;
  };
  for (const { from, to } of set) {
    if (from <= 0 && to >= 0) offer(0);
    if (to > 0) offer(shortestPositive(Math.max(from, Number.MIN_VALUE), to));
    if (from < 0) offer(-shortestPositive(Math.max(-to, Number.MIN_VALUE), -from));
  }
  return best ?? 0;
}

export const numberSets: SetOperations<NumberSet> = {
  empty: [],
  full: interval(least, greatest),
  key: (set) => set.map(({ from, to }) => `${from},${to}`).join(" "),
  isEmpty: (set) => set.length === 0,
  intersect,
  complement,
  least: shortest,
};
