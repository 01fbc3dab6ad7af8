/**
 * The tables (docs/bundle-format.md), which nothing here trusts.
 *
 * The checksum and the directory are checked at first use; every offset and count when it is followed.
 * What does not fit is remembered as damage, and the call that met it gives a negative number.
 */
import { tablesAt } from "./memory.ts";

const magic: u32 = 0x4c4f5053;
const version: u32 = 2;
const headerWords: u32 = 46;
const sectionCount: i32 = 21;

/** Address and length in words of each section that is read. */
export let facts: i32 = 0;
export let texts: i32 = 0;
export let textCount: u32 = 0;
let textBytes: i32 = 0;
let textLength: u32 = 0;
let numbers: i32 = 0;
let numberCount: u32 = 0;
export let lists: i32 = 0;
export let listWords: u32 = 0;
export let agentSlots: i32 = 0;
export let agentSlotWords: u32 = 0;
export let agents: i32 = 0;
export let agentCount: u32 = 0;
export let actions: i32 = 0;
export let actionWords: u32 = 0;
export let classes: i32 = 0;
export let classWords: u32 = 0;
export let matcher: i32 = 0;
export let matcherWords: u32 = 0;
export let emits: i32 = 0;
export let emitWords: u32 = 0;
export let statements: i32 = 0;
export let statementCount: u32 = 0;
export let positions: i32 = 0;
export let extras: i32 = 0;
export let extraWords: u32 = 0;
export let approvals: i32 = 0;
export let approvalWords: u32 = 0;
export let conditions: i32 = 0;
export let conditionWords: u32 = 0;
export let attributeSlots: i32 = 0;
export let attributeSlotWords: u32 = 0;
export let attributes: i32 = 0;
export let attributeCount: u32 = 0;
export let services: i32 = 0;
export let serviceWords: u32 = 0;
export let zone: i32 = 0;
export let zoneCount: u32 = 0;
/** The address behind the tables. */
export let tablesEnd: i32 = 0;

/** What was met since `clear`: something in the tables that cannot be, or too many steps. */
export let damage: bool = false;

/** More than any request takes with tables of the compiler, whose bound is 2^25. */
const maxSteps: i32 = 1 << 26;
let steps: i32 = 0;

export function clear(): void {
  damage = false;
  steps = maxSteps;
}

export function note(): void {
  damage = true;
}

/** Counts down, so that no tables can keep a request for ever; false when there are no steps left. */
export function take(count: i32): bool {
  steps -= count;
  if (steps >= 0 && count >= 0) return true;
  steps = 0;
  damage = true;
  return false;
}

/** The word at an address. */
export function word(at: i32): u32 {
  return load<u32>(at);
}

function sectionAt(number: i32): i32 {
  return tablesAt + <i32>(load<u32>(tablesAt + ((4 + 2 * number) << 2)) << 2);
}

function sectionWords(number: i32): u32 {
  return load<u32>(tablesAt + ((5 + 2 * number) << 2));
}

/** Checks the head and reads the directory; false when the tables are damaged. `end`: of the memory. */
export function open(end: i32): bool {
  const room = (<u32>(end - tablesAt)) >> 2;
  if (room < headerWords || load<u32>(tablesAt) != magic || load<u32>(tablesAt + 4) != version) return false;
  const length = load<u32>(tablesAt + 8);
  if (length < headerWords || length > room) return false;
  tablesEnd = tablesAt + <i32>(length << 2);
  if (load<u32>(tablesAt + 12) != adler32(tablesAt + 16, tablesEnd)) return false;
  let next = headerWords;
  for (let i = 0; i < sectionCount; i++) {
    const words = sectionWords(i);
    next += next & 1;
    if (load<u32>(tablesAt + ((4 + 2 * i) << 2)) != next || next > length || words > length - next)
      return false;
    next += words;
  }
  return next == length && readDirectory();
}

function readDirectory(): bool {
  facts = sectionAt(0);
  texts = sectionAt(1);
  textCount = sectionWords(1) - 1;
  textBytes = sectionAt(2);
  textLength = sectionWords(2) << 2;
  numbers = sectionAt(3);
  numberCount = sectionWords(3) >> 1;
  lists = sectionAt(4);
  listWords = sectionWords(4);
  agentSlots = sectionAt(5);
  agentSlotWords = sectionWords(5);
  agents = sectionAt(6);
  agentCount = sectionWords(6) / 5;
  actions = sectionAt(7);
  actionWords = sectionWords(7);
  classes = sectionAt(8);
  classWords = sectionWords(8);
  matcher = sectionAt(9);
  matcherWords = sectionWords(9);
  emits = sectionAt(10);
  emitWords = sectionWords(10);
  statements = sectionAt(11);
  statementCount = sectionWords(11) >> 1;
  positions = sectionAt(12);
  extras = sectionAt(13);
  extraWords = sectionWords(13);
  approvals = sectionAt(14);
  approvalWords = sectionWords(14);
  conditions = sectionAt(15);
  conditionWords = sectionWords(15);
  attributeSlots = sectionAt(16);
  attributeSlotWords = sectionWords(16);
  attributes = sectionAt(17);
  attributeCount = sectionWords(17) / 3;
  services = sectionAt(18);
  serviceWords = sectionWords(18);
  zone = sectionAt(19);
  zoneCount = sectionWords(19) >> 2;
  return (
    sectionWords(0) >= 6 &&
    sectionWords(1) >= 1 &&
    sectionWords(12) >> 1 >= statementCount &&
    isPower(agentSlotWords) &&
    isPower(attributeSlotWords)
  );
}

/** 2^k; of a table without slots nothing is ever found. */
function isPower(count: u32): bool {
  return (count & (count - 1)) == 0;
}

/** Adler-32 (RFC 1950), eight bytes at a time. */
function adler32(at: i32, end: i32): u32 {
  let a: u64 = 1;
  let b: u64 = 0;
  while (at + 8 <= end) {
    // After a mebibyte `a` is below 2^29, and `b` below 2^50.
    const stop = min(at + (1 << 20), end);
    for (; at + 8 <= stop; at += 8) {
      const eight = load<u64>(at);
      // Four bytes in lanes of two; the topmost lane of a product is the sum of all, by their weights.
      const even = eight & 0x00ff00ff00ff00ff;
      const odd = (eight >> 8) & 0x00ff00ff00ff00ff;
      b += (a << 3) + ((even * 0x0008000600040002) >> 48) + ((odd * 0x0007000500030001) >> 48);
      a += ((even + odd) * 0x0001000100010001) >> 48;
    }
    a %= 65521;
    b %= 65521;
  }
  for (; at < end; at++) {
    a += <u64>load<u8>(at);
    b += a;
  }
  return ((<u32>(b % 65521)) << 16) | (<u32>(a % 65521));
}

/** The text's length in bytes and, in `textStart`, its address; damage gives an empty text. */
export function textOf(index: u32): i32 {
  if (index < textCount) {
    const start = load<u32>(texts + <i32>(index << 2));
    const end = load<u32>(texts + <i32>(index << 2), 4);
    if (start <= end && end <= textLength) {
      textStart = textBytes + <i32>start;
      return <i32>(end - start);
    }
  }
  damage = true;
  textStart = textBytes;
  return 0;
}

export let textStart: i32 = 0;

/** The double of that index; damage gives NaN, of which no comparison is true. */
export function numberOf(index: u32): f64 {
  if (index < numberCount) return load<f64>(numbers + <i32>(index << 3));
  damage = true;
  return NaN;
}

/** The address of a list of texts, whose number stands there; 0 for damage. */
export function listOf(offset: u32): i32 {
  if (offset < listWords) {
    const at = lists + <i32>(offset << 2);
    if (load<u32>(at) < listWords - offset) return at;
  }
  damage = true;
  return 0;
}
