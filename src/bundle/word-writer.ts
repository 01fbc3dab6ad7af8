/** Words that are appended one after the other, as bundles hold them: little-endian, four bytes each. */

export class WordWriter {
  #words: Uint32Array = new Uint32Array(256);
  #length = 0;

  /** Words so far: the offset at which the next one is put. */
  get length(): number {
    return this.#length;
  }

  /** Appends a word and returns its offset. */
  push(word: number): number {
    this.#reserve(1);
    const at = this.#length;
    this.#words[at] = word;
    this.#length = at + 1;
    return at;
  }

  pushAll(words: readonly number[]): number {
    const at = this.#length;
    for (const word of words) this.push(word);
    return at;
  }

  /** Appends `count` zero words and returns the offset of the first. */
  skip(count: number): number {
    this.#reserve(count);
    const at = this.#length;
    this.#length = at + count;
    return at;
  }

  set(at: number, word: number): void {
    this.#words[at] = word;
  }

  /** Appends bytes (characters up to U+00FF), filled up to a word with `filler`. */
  pushBytes(bytes: string, filler = 0): void {
    for (let i = 0; i < bytes.length; i += 4) {
      let word = 0;
      for (let k = 3; k >= 0; k--) {
        const byte = i + k < bytes.length ? bytes.charCodeAt(i + k) : filler;
        word = word * 256 + byte;
      }
      this.push(word);
    }
  }

  /** Appends an IEEE double. */
  pushDouble(value: number): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, true);
    this.push(view.getUint32(0, true));
    this.push(view.getUint32(4, true));
  }

  at(offset: number): number {
    return this.#words[offset] ?? 0;
  }

  append(words: Uint32Array): void {
    this.#reserve(words.length);
    this.#words.set(words, this.#length);
    this.#length += words.length;
  }

  /** A copy of all, little-endian. */
  bytes(): Uint8Array<ArrayBuffer> {
    const view = new DataView(new ArrayBuffer(this.#length * 4));
    for (let i = 0; i < this.#length; i++) view.setUint32(i * 4, this.at(i), true);
    return new Uint8Array(view.buffer);
  }

  words(): Uint32Array {
    return this.#words.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#words.length) return;
    const grown = new Uint32Array(Math.max(needed, this.#words.length * 2));
    grown.set(this.#words);
    this.#words = grown;
  }
}

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text, as characters up to U+00FF. */
export function utf8Bytes(text: string): string {
  let ascii = true;
  for (let i = 0; i < text.length && ascii; i++) ascii = text.charCodeAt(i) < 0x80;
  if (ascii) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}
