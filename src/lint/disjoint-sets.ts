/** Things that are connected, directly or through others. */
export class DisjointSets<T> {
  readonly #parents: Map<T, T> = new Map<T, T>();

  /** The one that stands for all that the thing is connected to. */
  leaderOf(thing: T): T {
    let leader = thing;
    for (let up = this.#parents.get(leader); up !== undefined; up = this.#parents.get(leader)) leader = up;
    // What was passed on the way leads there at once the next time.
    for (let at = thing; at !== leader;) {
      const up = this.#parents.get(at) ?? leader;
      this.#parents.set(at, leader);
      at = up;
    }
    return leader;
  }

  areConnected(a: T, b: T): boolean {
    return this.leaderOf(a) === this.leaderOf(b);
  }

  connect(a: T, b: T): void {
    const [x, y] = [this.leaderOf(a), this.leaderOf(b)];
    if (x !== y) this.#parents.set(y, x);
  }
}
