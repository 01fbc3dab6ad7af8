/**
 * The block of tables for njs: a string with two characters a byte, `0` to `?` for 0 to 15, which is read
 * in place. Stands in for `block.ts`; each access is checked.
 */
import type { Block } from "./block.ts";
import { MANIFEST, directoryAt, formatVersion, magic } from "./layout.ts";

/** Reads since `beginReads`: what ends every loop over tables that nobody checked. */
let reads = 0;
/** How many there may be. Few requests need this many; for others the manifest is asked. */
const usualReads = 1 << 20;
let mostReads = usualReads;

/** Begins a decision. */
export function beginReads(): void {
  reads = 0;
  mostReads = usualReads;
}

/** Lets a request read as much as its steps can, when the manifest has a bound that a build may have. */
function allowMore(block: Block): void {
  if (mostReads !== usualReads) throw new Error("damaged bundle: its bound");
  // While the manifest is read: each of its bytes once.
  mostReads = reads + block.digits.length;
  const manifest = JSON.parse(manifestText(block)) as { readonly step_bound?: unknown };
  const bound = manifest.step_bound;
  if (typeof bound !== "number" || !(bound >= 0 && bound <= 1 << 25)) {
    throw new Error("damaged bundle: its bound");
  }
  reads = usualReads;
  // Of a step: four words of four bytes.
  mostReads = usualReads + bound * 16 + 1;
}

export function openDigits(digits: string): Block {
  const block: Block = {
    words: new Int32Array(0),
    bytes: new Uint8Array(0),
    doubles: new Float64Array(0),
    digits: digits,
  };
  if (wordAt(block, 0) !== magic) throw new Error("damaged bundle: its first word");
  if (wordAt(block, 1) !== formatVersion) throw new Error("the bundle has another format");
  if (wordAt(block, 2) * 8 !== digits.length) throw new Error("damaged bundle: its length");
  return block;
}

/** The manifest as JSON: ASCII, up to the end of the tables. */
export function manifestText(block: Block): string {
  let text = "";
  const end = block.digits.length / 2;
  for (let i = wordAt(block, directoryAt + MANIFEST * 2) * 4; i < end; i++)
    text += String.fromCharCode(byteAt(block, i));
  return text;
}

export function byteAt(block: Block, at: number): number {
  reads += 1;
  if (reads > mostReads) allowMore(block);
  const high = block.digits.charCodeAt(at * 2) - 48;
  const low = block.digits.charCodeAt(at * 2 + 1) - 48;
  // Not a number, too, when it stands outside.
  if (!(high >= 0 && high < 16 && low >= 0 && low < 16)) throw new Error("damaged bundle");
  return high * 16 + low;
}

/** Signed, as typed arrays give it. */
export function wordAt(block: Block, at: number): number {
  const first = at * 4;
  return (
    byteAt(block, first) |
    (byteAt(block, first + 1) << 8) |
    (byteAt(block, first + 2) << 16) |
    (byteAt(block, first + 3) << 24)
  );
}

/** An IEEE double from its two words. */
export function doubleAt(block: Block, at: number): number {
  const low = wordAt(block, at * 2) >>> 0;
  const high = wordAt(block, at * 2 + 1) >>> 0;
  const exponent = (high >>> 20) & 0x7ff;
  const fraction = (high & 0xfffff) * 4294967296 + low;
  const sign = high >>> 31 === 1 ? -1 : 1;
  if (exponent === 0) return sign * fraction * Math.pow(2, -1074);
  if (exponent === 0x7ff) throw new Error("damaged bundle");
  return sign * (fraction + 4503599627370496) * Math.pow(2, exponent - 1075);
}
