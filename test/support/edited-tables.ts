/** Tables of a bundle to edit by hand: words by section, with the checksum repaired at the end. */
import { adler32 } from "../../src/runtime/checksum.ts";
import { moduleData, moduleEnd, moduleHeader } from "../../src/runtime/envelope.ts";
import { directoryAt, MANIFEST } from "../../src/runtime/layout.ts";

export class EditedTables {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;

  /** Works on a copy. */
  constructor(tables: Uint8Array) {
    this.#bytes = tables.slice();
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** A word of the whole block, unsigned. */
  word(at: number): number {
    return this.#view.getUint32(at * 4, true);
  }

  setWord(at: number, value: number): void {
    this.#view.setUint32(at * 4, value >>> 0, true);
  }

  /** Where a section begins, in words. */
  start(section: number): number {
    return this.word(directoryAt + section * 2);
  }

  /** In words. */
  length(section: number): number {
    return this.word(directoryAt + section * 2 + 1);
  }

  get(section: number, offset: number): number {
    if (offset >= this.length(section)) throw new Error(`section ${section} has no word ${offset}`);
    return this.word(this.start(section) + offset);
  }

  set(section: number, offset: number, value: number): void {
    if (offset >= this.length(section)) throw new Error(`section ${section} has no word ${offset}`);
    this.setWord(this.start(section) + offset, value);
  }

  /** Sets one of a section's doubles. */
  setDouble(section: number, index: number, value: number): void {
    if (index * 2 + 1 >= this.length(section)) throw new Error(`section ${section} has no double ${index}`);
    this.#view.setFloat64((this.start(section) + index * 2) * 4, value, true);
  }

  get manifest(): string {
    return new TextDecoder().decode(this.#bytes.subarray(this.start(MANIFEST) * 4));
  }

  /** Replaces text in the manifest by other of as many bytes. */
  replaceInManifest(before: string, after: string): void {
    const at = this.manifest.indexOf(before);
    const bytes = new TextEncoder().encode(after);
    if (at < 0 || before.length !== bytes.length) throw new Error(`no replacement of ${before}`);
    this.#bytes.set(bytes, this.start(MANIFEST) * 4 + at);
  }

  /** The block as it is now; its checksum fits. */
  repaired(): Uint8Array {
    repairSum(this.#bytes);
    return this.#bytes;
  }
}

/** Makes the checksum of a block fit its bytes. */
export function repairSum(tables: Uint8Array): void {
  if (tables.length < 16) return;
  const sum = adler32(tables, 16);
  for (let i = 0; i < 4; i++) tables[12 + i] = Math.floor(sum / 2 ** (i * 8)) % 256;
}

/** A file in the form of `policy.mjs` that holds the tables and no evaluator, for `loadBundle`. */
export function fileOf(tables: Uint8Array): string {
  const [before, after] = moduleData;
  return [moduleHeader, `${before}${Buffer.from(tables).toString("base64")}${after}`, moduleEnd, ""].join(
    "\n",
  );
}
