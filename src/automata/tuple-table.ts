/**
 * A set of integer tuples of one width, numbered in the order of their arrival: open addressing over
 * flat arrays, so that millions of states fit into little memory.
 */
export class TupleTable {
  #width: number;
  #count = 0;
  #tuples: Int32Array;
  #slots: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.#tuples = new Int32Array(64 * width);
    this.#slots = new Int32Array(128).fill(-1);
  }

  get width(): number {
    return this.#width;
  }

  /** Integers that the table has room for. */
  get room(): number {
    return this.#tuples.length;
  }

  /** Empties the table, for tuples of another width; its room stays. */
  reset(width: number): void {
    this.#width = width;
    this.#count = 0;
    this.#slots.fill(-1);
  }

  get count(): number {
    return this.#count;
  }

  /** The number of a tuple, -1 when it has not arrived. */
  find(tuple: ArrayLike<number>): number {
    return this.#slots[this.#slotOf(tuple)] ?? -1;
  }

  /** The number of a tuple, which is added when it has not arrived: then it is what `count` was before. */
  intern(tuple: ArrayLike<number>): number {
    const slot = this.#slotOf(tuple);
    const known = this.#slots[slot] ?? -1;
    return known < 0 ? this.#add(tuple, slot) : known;
  }

  /** Adds a tuple that has not arrived yet and returns its number. */
  add(tuple: ArrayLike<number>): number {
    return this.#add(tuple, this.#slotOf(tuple));
  }

  /** Component `index` of tuple `id`. */
  at(id: number, index: number): number {
    return this.#tuples[id * this.#width + index] ?? 0;
  }

  /** Copies a tuple. */
  read(id: number, into: Int32Array): void {
    const at = id * this.#width;
    for (let i = 0; i < this.#width; i++) into[i] = this.#tuples[at + i] ?? 0;
  }

  #add(tuple: ArrayLike<number>, slot: number): number {
    const id = this.#count++;
    if ((id + 1) * this.#width > this.#tuples.length) {
      const tuples = new Int32Array((id + 1) * this.#width * 2);
      tuples.set(this.#tuples);
      this.#tuples = tuples;
    }
    for (let i = 0; i < this.#width; i++) this.#tuples[id * this.#width + i] = tuple[i] ?? 0;
    if (this.#count * 2 > this.#slots.length) this.#grow();
    else this.#slots[slot] = id;
    return id;
  }

  #slotOf(tuple: ArrayLike<number>): number {
    const mask = this.#slots.length - 1;
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.#width; i++) hash = Math.imul(hash ^ (tuple[i] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0 || this.#equals(id, tuple)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(id: number, tuple: ArrayLike<number>): boolean {
    const at = id * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#tuples[at + i] !== tuple[i]) return false;
    return true;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const tuple: number[] = new Array<number>(this.#width).fill(0);
    for (let id = 0; id < this.#count; id++) {
      for (let i = 0; i < this.#width; i++) tuple[i] = this.at(id, i);
      this.#slots[this.#slotOf(tuple)] = id;
    }
  }
}
