/**
 * What an edge of a decision diagram admits of one variable: absence, an ill-typed value, and a set of
 * well-typed values, packed into one integer.
 *
 * INVARIANT: a label is 0 exactly when it admits nothing.
 */
import { EMPTY_SET, type SetAlgebra } from "./value-set.ts";

export const ABSENT = 2;
export const ILL_TYPED = 1;

/** One dimension of the space that conditions speak of. */
export interface Variable {
  /** Diagrams test variables in ascending order; equal ranks are told apart by `member`. */
  readonly rank: number;
  /** For a list: the literal whose membership this is. `null`: the attribute itself. */
  readonly member: string | null;
  readonly algebra: SetAlgebra;
  /** All that the variable can be. */
  readonly universe: number;
}

/** Packs a set of values with what else is admitted. */
export function label(set: number, points: number): number {
  return (set << 2) | points;
}

export function valuesOf(admitted: number): number {
  return admitted >>> 2;
}

export function intersectLabels(variable: Variable, a: number, b: number): number {
  if (a === b) return a;
  return label(variable.algebra.intersect(a >>> 2, b >>> 2), a & b & 3);
}

export function uniteLabels(variable: Variable, a: number, b: number): number {
  if (a === b) return a;
  return label(variable.algebra.unite(a >>> 2, b >>> 2), (a | b) & 3);
}

/** The rest of the variable's universe. */
export function complementLabel(variable: Variable, a: number): number {
  const set = variable.algebra.intersect(variable.universe >>> 2, variable.algebra.complement(a >>> 2));
  return label(set, variable.universe & ~a & 3);
}

/** Whether a label admits values at all, besides absence and ill-typed ones. */
export function admitsValues(admitted: number): boolean {
  return admitted >>> 2 !== EMPTY_SET;
}
