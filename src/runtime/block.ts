/**
 * The block of tables, read as words, bytes and doubles. The evaluator reads it through this file only;
 * the njs target has another one in its place, over a string.
 */

export interface Block {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  readonly doubles: Float64Array;
  /** Of the njs target, whose arrays are empty. */
  readonly digits: string;
}

export function wordAt(block: Block, at: number): number {
  return block.words[at] ?? 0;
}

export function byteAt(block: Block, at: number): number {
  return block.bytes[at] ?? 0;
}

/** The double at an index that counts doubles from the beginning of the block. */
export function doubleAt(block: Block, at: number): number {
  return block.doubles[at] ?? 0;
}
