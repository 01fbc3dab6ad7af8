/** Choices that are the same on every machine. */
import { random } from "../fleet.ts";

export class Picker {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  /** A number from 0 to 1, 1 left out. */
  share(): number {
    return this.#next();
  }

  /** An integer from 0 to `n` − 1. */
  below(n: number): number {
    return Math.floor(this.#next() * n);
  }

  of<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error("nothing to choose from");
    return chosen;
  }

  /** The list in a random order. */
  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    const result: T[] = [];
    while (left.length > 0) {
      const i = this.below(left.length);
      const chosen = left[i];
      const last = left.pop();
      if (chosen === undefined || last === undefined) break;
      if (i < left.length) left[i] = last;
      result.push(chosen);
    }
    return result;
  }
}
