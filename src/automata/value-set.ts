/**
 * Sets of attribute values as an algebra with exact emptiness: what decision diagrams are labelled
 * with.
 *
 * INVARIANT: the empty set of an algebra has the number `EMPTY_SET`, however it came about; equal
 * numbers mean equal sets (the reverse is likely, not promised).
 */
import type { ContextValue } from "../base/request.ts";

export const EMPTY_SET = 0;
export const FULL_SET = 1;

/** Operations on interned sets of one type of value. */
export interface SetAlgebra {
  intersect(a: number, b: number): number;
  unite(a: number, b: number): number;
  complement(a: number): number;
  /** The least value: fewest UTF-8 bytes, then first in code-point order. Not for the empty set. */
  least(a: number): ContextValue;
}

/** The operations of one representation of sets. */
export interface SetOperations<S> {
  readonly empty: S;
  readonly full: S;
  readonly key: (set: S) => string;
  readonly isEmpty: (set: S) => boolean;
  readonly intersect: (a: S, b: S) => S;
  readonly complement: (set: S) => S;
  readonly least: (set: S) => ContextValue;
}

const pairs = 2 ** 26;

/** Numbers the sets of a representation and remembers what was computed. */
export class InternedSets<S> implements SetAlgebra {
  readonly #operations: SetOperations<S>;
  readonly #sets: S[] = [];
  readonly #ids: Map<string, number> = new Map<string, number>();
  readonly #intersections: Map<number, number> = new Map<number, number>();
  readonly #complements: Map<number, number> = new Map<number, number>();

  constructor(operations: SetOperations<S>) {
    this.#operations = operations;
    this.#store(operations.empty);
    this.#store(operations.full);
    this.#complements.set(EMPTY_SET, FULL_SET);
    this.#complements.set(FULL_SET, EMPTY_SET);
  }

  /** The number of a set. */
  intern(set: S): number {
    return this.#operations.isEmpty(set) ? EMPTY_SET : this.#store(set);
  }

  intersect(a: number, b: number): number {
    if (a === b || b === FULL_SET) return a;
    if (a === FULL_SET) return b;
    if (a === EMPTY_SET || b === EMPTY_SET) return EMPTY_SET;
    const key = a < b ? a * pairs + b : b * pairs + a;
    const known = this.#intersections.get(key);
    if (known !== undefined) return known;
    const result = this.intern(this.#operations.intersect(this.#at(a), this.#at(b)));
    this.#intersections.set(key, result);
    return result;
  }

  unite(a: number, b: number): number {
    if (a === b || b === EMPTY_SET) return a;
    if (a === EMPTY_SET) return b;
    return this.complement(this.intersect(this.complement(a), this.complement(b)));
  }

  complement(a: number): number {
    const known = this.#complements.get(a);
    if (known !== undefined) return known;
    const result = this.intern(this.#operations.complement(this.#at(a)));
    this.#complements.set(a, result);
    if (!this.#complements.has(result)) this.#complements.set(result, a);
    return result;
  }

  least(a: number): ContextValue {
    return this.#operations.least(this.#at(a));
  }

  #at(id: number): S {
    return this.#sets[id] ?? this.#operations.empty;
  }

  #store(set: S): number {
    const key = this.#operations.key(set);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#sets.length;
    this.#ids.set(key, id);
    this.#sets.push(set);
    return id;
  }
}
