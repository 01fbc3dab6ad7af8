/** Sets of booleans: two bits. */
import type { SetOperations } from "./value-set.ts";

/** Bit 0: holds `false`; bit 1: holds `true`. */
export type BoolSet = number;

export const boolSets: SetOperations<BoolSet> = {
  empty: 0,
  full: 3,
  key: String,
  isEmpty: (set) => set === 0,
  intersect: (a, b) => a & b,
  complement: (set) => 3 & ~set,
  // `true` has fewer bytes.
  least: (set) => (set & 2) !== 0,
};

/** The set of one boolean. */
export function boolSet(value: boolean): BoolSet {
  return value ? 2 : 1;
}
