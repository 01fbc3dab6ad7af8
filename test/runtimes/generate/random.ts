/** Choices from a seed, the same on every machine. */
import { random } from "../../../bench/fleet.ts";

export interface Random {
  /** An integer from 0 up to, but not including, `bound`. */
  readonly int: (bound: number) => number;
  /** True so often. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** The list in another order. */
  readonly shuffle: <T>(list: readonly T[]) => T[];
}

export function seeded(seed: number): Random {
  const next = random(seed);
  const int = (bound: number): number => Math.floor(next() * bound);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[int(list.length)];
    if (chosen === undefined) throw new Error("nothing to choose from");
    return chosen;
  };
  return {
    int,
    chance: (probability) => next() < probability,
    pick,
    shuffle: (list) => {
      const left = [...list];
      return list.flatMap(() => left.splice(int(left.length), 1));
    },
  };
}

/** A seed of its own for each name, so that one set's vectors do not depend on the others'. */
export function seedOf(seed: number, name: string): number {
  let hash = seed | 0;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
