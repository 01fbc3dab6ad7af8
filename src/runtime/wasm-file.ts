/**
 * Finds the tables in a `policy.wasm` without running it.
 *
 * INVARIANT: trusts nothing. Every length is checked before what it covers is read.
 */
import { BundleError } from "./bundle-error.ts";
import { damaged } from "./check.ts";

/** The custom section that says which version of the tables a module holds. */
export const policySection = "sentrely.policy";

/** `\0asm` and version 1. */
const preamble: readonly number[] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

export const customSectionId = 0;
export const memorySectionId = 5;
export const codeSectionId = 10;
export const dataSectionId = 11;

/** One section: its id, and where its content begins and ends. */
export interface WasmSection {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** True when the bytes begin as every WebAssembly file does. */
export function isWasm(bytes: Uint8Array): boolean {
  for (let i = 0; i < 4; i++) if (bytes[i] !== preamble[i]) return false;
  return true;
}

/** The tables' bytes, a view of the file's. Throws `BundleError` when the file is no module of ours. */
export function tablesOfWasm(bytes: Uint8Array): Uint8Array {
  if (!isWasm(bytes)) throw new BundleError("this is no bundle: it is no WebAssembly module");
  let marked = false;
  let data: Uint8Array | null = null;
  for (const section of wasmSections(bytes)) {
    if (section.id === customSectionId && nameOf(bytes, section) === policySection) marked = true;
    if (section.id === dataSectionId) {
      if (data !== null) throw damaged("two data sections in the module");
      data = segmentOf(bytes, section);
    }
  }
  if (!marked) throw new BundleError("this is no bundle: the module has no section `" + policySection + "`");
  if (data === null) throw damaged("no data in the module");
  return data;
}

/** The sections of a module, in its order; throws `BundleError` when they do not fill the file. */
export function wasmSections(bytes: Uint8Array): readonly WasmSection[] {
  for (let i = 0; i < preamble.length; i++) {
    if (bytes[i] !== preamble[i]) throw damaged("the head of the module");
  }
  const sections: WasmSection[] = [];
  const cursor: Cursor = { bytes, at: preamble.length, end: bytes.length };
  while (cursor.at < cursor.end) {
    const id = readByte(cursor);
    const length = readUnsigned(cursor);
    const start = cursor.at;
    skip(cursor, length);
    sections.push({ id, start, end: cursor.at });
  }
  return sections;
}

/** The sole segment of a data section: of memory 0, at a constant address. */
function segmentOf(bytes: Uint8Array, { start, end }: WasmSection): Uint8Array {
  const cursor: Cursor = { bytes, at: start, end };
  if (readUnsigned(cursor) !== 1 || readUnsigned(cursor) !== 0) throw damaged("the module's data");
  // `i32.const`, the address, `end`.
  if (readByte(cursor) !== 0x41) throw damaged("the module's data");
  readUnsigned(cursor);
  if (readByte(cursor) !== 0x0b) throw damaged("the module's data");
  const length = readUnsigned(cursor);
  const from = cursor.at;
  skip(cursor, length);
  if (cursor.at !== end) throw damaged("the module's data");
  return bytes.subarray(from, cursor.at);
}

/** A custom section's name, of ASCII characters; any other name is none of ours. */
function nameOf(bytes: Uint8Array, { start, end }: WasmSection): string {
  const cursor: Cursor = { bytes, at: start, end };
  const length = readUnsigned(cursor);
  const from = cursor.at;
  skip(cursor, length);
  if (length !== policySection.length) return "";
  let name = "";
  for (let i = from; i < cursor.at; i++) name += String.fromCharCode(bytes[i] ?? 0);
  return name;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

function skip(cursor: Cursor, length: number): void {
  if (length > cursor.end - cursor.at) throw damaged("a length in the module");
  cursor.at += length;
}

function readByte(cursor: Cursor): number {
  const at = cursor.at;
  skip(cursor, 1);
  return cursor.bytes[at] ?? 0;
}

/** LEB128, unsigned, at most 32 bits. */
function readUnsigned(cursor: Cursor): number {
  let value = 0;
  for (let unit = 1; ; unit *= 128) {
    const byte = readByte(cursor);
    value += (byte % 128) * unit;
    if (value > 0xffffffff) throw damaged("a number in the module");
    if (byte < 128) return value;
    if (unit > 0x0fffffff) throw damaged("a number in the module");
  }
}
