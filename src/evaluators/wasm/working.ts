/** The memory behind the tables: sized by `FACTS`, laid out once. */
import { attributeCount, facts, tablesEnd } from "./tables.ts";

/** Two bits for each number that may be emitted: hit, excepted. */
export let flags: i32 = 0;
/** The numbers whose flags are set. */
export let touched: i32 = 0;
/** Classes that an action hit. */
export let hitClasses: i32 = 0;
/** For each mark the walk, and the position behind the last one reached. */
export let marks: i32 = 0;
/** For each attribute where the context's value is, or 0. */
export let values: i32 = 0;
/** The attributes whose values the request gave, at most 256. */
export let given: i32 = 0;
/** The stack of conditions, a byte for each. */
export let truths: i32 = 0;
export let truthsEnd: i32 = 0;
/** An action in lower case. */
export let folded: i32 = 0;
/** Two rows of bytes, one for each position of a name. */
export let rows: i32 = 0;
/** The stack of walks and of nested values. */
export let stack: i32 = 0;
export let stackEnd: i32 = 0;
/** What was decided, for `json`. */
export let records: i32 = 0;
export let recordsEnd: i32 = 0;
/** What `json` sorts, eight bytes each: as many as there are words in the records, twice. */
export let keys: i32 = 0;
export let keysEnd: i32 = 0;
/** The rest of the memory. */
export let output: i32 = 0;
export let outputEnd: i32 = 0;

export let emitted: u32 = 0;
export let markCount: u32 = 0;

/** Bytes of one row: a position for each byte of the longest name, its end, and what is read beyond. */
export const rowBytes: i32 = 4112;

/** Four waiting wildcards for each position of a name; or a word for six bytes of nested values. */
const stackBytes: i32 = 4 * 4100 * 16;

const minOutput: u64 = 65536;
const minRecords: u64 = 65536;

/** False when the memory is too small for what the tables say they need. */
export function layOut(end: i32): bool {
  markCount = load<u32>(facts + 8);
  emitted = load<u32>(facts + 20);
  const truthCount = load<u32>(facts + 16);
  // What one decision takes, and some more for lists of requests.
  const recordBytes = max(minRecords, ((<u64>emitted) << 4) + 64);
  const needed =
    ((<u64>markCount + <u64>attributeCount + 2 * <u64>emitted) << 2) +
    <u64>emitted +
    <u64>truthCount +
    5 * recordBytes +
    <u64>(stackBytes + 1024 + 3 * rowBytes + 64) +
    minOutput;
  if (needed > <u64>(end - tablesEnd)) return false;
  let at = tablesEnd;
  marks = at;
  at += <i32>(markCount << 2);
  values = at;
  at += <i32>(attributeCount << 2);
  given = at;
  at += 1024;
  touched = at;
  at += <i32>(emitted << 2);
  hitClasses = at;
  at += <i32>(emitted << 2);
  records = at;
  at += (<i32>recordBytes) & ~7;
  recordsEnd = at;
  keys = at;
  at += ((<i32>recordBytes) & ~7) << 2;
  keysEnd = at;
  stack = at;
  at += stackBytes;
  stackEnd = at;
  folded = at;
  at += rowBytes;
  rows = at;
  at += 2 * rowBytes;
  flags = at;
  at += <i32>emitted;
  truths = at;
  at += <i32>truthCount;
  truthsEnd = at;
  output = (at + 15) & ~7;
  outputEnd = end;
  return true;
}
