/**
 * Makes `policy.wasm`: the evaluator's template with the tables as its data.
 *
 * The template has a memory and no data. Its sections are copied; the memory is given the size that the
 * tables need, and the tables follow as the module's only data segment. What the template expects where:
 *
 *     1024      the request buffer, `capacity` bytes
 *     tablesAt  the tables
 *     behind    scratch and output, laid out by the evaluator from the tables' header
 *
 * INVARIANT: the same template and tables give the same bytes.
 */
import { InternalError } from "../base/invariant.ts";
import * as layout from "../runtime/layout.ts";
import {
  codeSectionId,
  customSectionId,
  dataSectionId,
  memorySectionId,
  policySection,
  wasmSections,
} from "../runtime/wasm-file.ts";

/** Where the evaluator looks for its request, and how long one may be, in bytes. */
export const requestAt = 1024;
export const requestCapacity: number = 256 * 1024;

/** Where the evaluator looks for its tables. */
export const tablesAt: number = requestAt + requestCapacity;

const pageSize = 65_536;

/** The module's bytes. The tables are copied as they are: the evaluator checks them when it first runs. */
export function spliceWasm(template: Uint8Array, tables: Uint8Array): Uint8Array {
  const pages = Math.ceil((tablesAt + tables.length + workingSize(tables)) / pageSize);
  const parts: Uint8Array[] = [template.subarray(0, 8)];
  let memories = 0;
  for (const { id, start, end } of wasmSections(template)) {
    const content = template.subarray(start, end);
    if (id === customSectionId) continue;
    if (id === dataSectionId) throw new InternalError("the evaluator's template has data of its own");
    if (id === memorySectionId) {
      memories += 1;
      // One memory, of which this is both the least and the most it may have.
      parts.push(section(memorySectionId, [[1, 1], unsigned(pages), unsigned(pages)]));
    } else parts.push(section(id, [content]));
    if (id === codeSectionId) {
      // One segment of memory 0: `i32.const`, the address, `end`; the bytes.
      const head = [[1, 0, 0x41], signed(tablesAt), [0x0b], unsigned(tables.length)];
      parts.push(section(dataSectionId, [...head, tables]));
    }
  }
  if (memories !== 1) throw new InternalError("the evaluator's template has not one memory");
  const name = [...policySection].map((character) => character.charCodeAt(0));
  parts.push(section(customSectionId, [unsigned(name.length), name, unsigned(layout.formatVersion)]));
  return concatenated(parts);
}

/**
 * Bytes behind the tables that the evaluator works in: what `layOut` of src/evaluators/wasm/working.ts
 * takes, and room for the JSON of a decision that names every statement, within limits.
 */
function workingSize(tables: Uint8Array): number {
  const view = new DataView(tables.buffer, tables.byteOffset, tables.byteLength);
  const word = (at: number): number => (at * 4 + 4 <= tables.length ? view.getUint32(at * 4, true) : 0);
  const section = (index: number): { readonly at: number; readonly words: number } => {
    const entry = layout.directoryAt + index * 2;
    return { at: word(entry), words: word(entry + 1) };
  };
  const facts = section(layout.FACTS).at;
  const emitted = word(facts + layout.factEmitted);
  const records = Math.max(65_536, emitted * 16 + 64);
  const fixed = 4 * 4100 * 16 + 1024 + 3 * 4112 + 64;
  const attributes = section(layout.ATTRIBUTES).words;
  const scratch =
    (word(facts + layout.factMarks) + attributes) * 4 + emitted * 9 + word(facts + layout.factStack);
  const texts = section(layout.TEXT_BYTES).words * 4;
  const output = Math.min(Math.max(1 << 20, word(facts + layout.factStatements) * 160 + texts * 2), 1 << 24);
  return Math.min(scratch + records * 5 + fixed + output, 1 << 30);
}

type Bytes = Uint8Array | readonly number[];

function section(id: number, content: readonly Bytes[]): Uint8Array {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return concatenated([[id], unsigned(length), ...content]);
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

/** LEB128 of a number that is not negative where a signed one is expected: its last byte is below 64. */
function signed(value: number): readonly number[] {
  const bytes = [...unsigned(value)];
  const last = bytes.length - 1;
  if ((bytes[last] ?? 0) >= 64) {
    bytes[last] = (bytes[last] ?? 0) + 128;
    bytes.push(0);
  }
  return bytes;
}

function concatenated(parts: readonly Bytes[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
