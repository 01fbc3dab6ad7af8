/**
 * Reads a request out of the buffer. docs/wasm.md has the encoding, LANGUAGE.md §4 says what is valid.
 *
 * A value is always read to its end, valid or not, so that the next of a list is found.
 */
import { hash, isAction, isAgent, isResource } from "./names.ts";
import { attributeSlotWords } from "./tables.ts";
import { findAttribute } from "./find.ts";
import { isUtf8 } from "./text.ts";
import { folded, given, stack, values } from "./working.ts";

const tagTrue: u32 = 2;
export const tagNumber: u32 = 3;
export const tagText: u32 = 4;
export const tagList: u32 = 5;
export const tagMap: u32 = 6;
const tagRequest: u32 = 7;
const tagAbsent: u32 = 8;
/** A value of a type that no context may hold, such as a function. */
const tagForeign: u32 = 9;

export let agentAt: i32 = 0;
export let agentLength: i32 = 0;
export let agentHash: u32 = 0;
export let actionLength: i32 = 0;
export let actionHash: u32 = 0;
export let resourceAt: i32 = 0;
export let resourceLength: i32 = 0;
/** -1: the request has no instant. */
export let now: f64 = -1;

/** Where the next value begins, and where the request's bytes end. */
export let cursor: i32 = 0;
let end: i32 = 0;
/** The bytes are no encoding of a value. */
export let malformed: bool = false;

/** What a context may still hold (LANGUAGE.md §4), and whether it held more, or what it must not. */
let names: i32 = 0;
let elements: i32 = 0;
let bytes: i32 = 0;
let fair: bool = true;

let givenCount: i32 = 0;

/** Begins to read at `at`. */
export function begin(at: i32, until: i32): void {
  cursor = at;
  end = until;
  malformed = false;
}

/** A list's head: how many elements follow; -1 when the value is no list. */
export function readListHead(): i32 {
  if (cursor + 5 > end || load<u8>(cursor) != tagList) return -1;
  const count = load<u32>(cursor, 1);
  cursor += 5;
  if (count > <u32>(end - cursor)) malformed = true;
  return malformed ? 0 : <i32>count;
}

/** True when what stands at the cursor is a valid request; its parts are in this module's variables. */
export function readRequest(): bool {
  for (let i = 0; i < givenCount; i++) store<u32>(values + <i32>(load<u32>(given + (i << 2)) << 2), 0);
  givenCount = 0;
  if (cursor >= end || load<u8>(cursor) != tagRequest) {
    readAny();
    return false;
  }
  cursor += 1;
  let valid = readText();
  if (valid) {
    agentAt = textAt;
    agentLength = textLength;
    valid = isAgent(agentAt, agentLength);
    agentHash = hash;
  }
  if (readText()) {
    actionLength = textLength;
    valid = valid && isAction(textAt, textLength, folded);
    actionHash = hash;
  } else valid = false;
  if (readText()) {
    resourceAt = textAt;
    resourceLength = textLength;
    valid = valid && isResource(resourceAt, resourceLength);
  } else valid = false;
  if (cursor < end && load<u8>(cursor) == tagAbsent) cursor += 1;
  else if (!readContext()) valid = false;
  return readNow() && valid && !malformed;
}

let textAt: i32 = 0;
let textLength: i32 = 0;

/** A text's place and length; false, and the value is passed over, when it is none. */
function readText(): bool {
  if (cursor + 5 > end || load<u8>(cursor) != tagText) {
    readAny();
    return false;
  }
  const length = load<u32>(cursor, 1);
  textAt = cursor + 5;
  if (length > <u32>(end - textAt)) {
    malformed = true;
    return false;
  }
  textLength = <i32>length;
  cursor = textAt + textLength;
  return true;
}

function readNow(): bool {
  now = -1;
  if (malformed) return false;
  if (cursor < end && load<u8>(cursor) == tagAbsent) {
    cursor += 1;
    return true;
  }
  if (cursor + 9 > end || load<u8>(cursor) != tagNumber) {
    readAny();
    return false;
  }
  now = load<f64>(cursor, 1);
  cursor += 9;
  return now >= 0 && now <= 4102444800000 && floor(now) == now;
}

/** False when it makes the request invalid. */
function readContext(): bool {
  if (malformed) return false;
  names = 256;
  elements = 1024;
  bytes = 65536;
  fair = true;
  const tag = cursor < end ? <u32>load<u8>(cursor) : tagForeign;
  if (cursor + 5 > end || (tag != tagMap && tag != tagList)) {
    readAny();
    return false;
  }
  const count = load<u32>(cursor, 1);
  if (tag == tagList) {
    // An empty list counts as an empty map.
    readAny();
    return count == 0;
  }
  cursor += 5;
  if (count > <u32>(end - cursor)) {
    malformed = true;
    return false;
  }
  for (let i: u32 = 0; i < count && !malformed; i++) readEntry();
  return fair && !malformed;
}

function readEntry(): void {
  const name = readName();
  if (malformed) return;
  const at = cursor;
  // An absent value is none, and its name was not said.
  if (load<u8>(at) == tagAbsent) {
    cursor += 1;
    return;
  }
  takeName(name);
  if (fair && attributeSlotWords > 1) {
    const number = findAttribute(name, nameLength);
    if (number >= 0) {
      const value = values + (number << 2);
      // The same name twice: which of them would count?
      if (load<u32>(value) != 0) fair = false;
      store<u32>(value, at);
      store<u32>(given + (givenCount << 2), number);
      givenCount++;
    }
  }
  readValue();
}

let nameLength: i32 = 0;

/** The name's address; behind it stands at least one byte, that of the value's tag. */
function readName(): i32 {
  if (cursor + 4 > end) {
    malformed = true;
    return 0;
  }
  const at = cursor + 4;
  const length = load<u32>(cursor);
  if (length >= <u32>(end - at)) {
    malformed = true;
    return 0;
  }
  nameLength = <i32>length;
  cursor = at + nameLength;
  return at;
}

/** Counts a name of the length that was read last. */
function takeName(at: i32): void {
  names -= 1;
  if (names < 0) fair = false;
  takeText(at, nameLength);
}

function takeText(at: i32, length: i32): void {
  if (!fair) return;
  bytes -= length;
  fair = bytes >= 0 && isUtf8(at, at + length);
}

/** Passes over any value, a request too. */
function readAny(): void {
  if (malformed) return;
  if (cursor >= end) {
    malformed = true;
    return;
  }
  if (load<u8>(cursor) != tagRequest) {
    readValue();
    return;
  }
  // A request where none can be: its five values follow.
  cursor += 1;
  for (let i = 0; i < 5 && !malformed; i++) readValue();
}

/** Passes over one value, and takes what it holds from what a context may hold. */
function readValue(): void {
  let top = stack;
  // How many values of the innermost list or map are still to come, twice; + 1 in a map.
  let pending: u32 = 2;
  for (;;) {
    while (pending < 2) {
      if (top == stack) return;
      top -= 4;
      pending = load<u32>(top);
    }
    pending -= 2;
    if ((pending & 1) != 0) {
      const name = readName();
      if (malformed) return;
      if (load<u8>(cursor) == tagAbsent) {
        cursor += 1;
        continue;
      }
      takeName(name);
    }
    if (cursor >= end) {
      malformed = true;
      return;
    }
    const tag = <u32>load<u8>(cursor);
    cursor += 1;
    if (tag <= tagTrue || tag == tagAbsent) continue;
    if (tag == tagForeign) {
      fair = false;
      continue;
    }
    if (tag == tagNumber) {
      if (cursor + 8 > end) {
        malformed = true;
        return;
      }
      const number = load<f64>(cursor);
      // Neither NaN nor an infinity.
      if (!(number - number == 0)) fair = false;
      cursor += 8;
      continue;
    }
    if (tag > tagMap || cursor + 4 > end) {
      malformed = true;
      return;
    }
    const count = load<u32>(cursor);
    cursor += 4;
    // Every element takes a byte at least.
    if (count > <u32>(end - cursor)) {
      malformed = true;
      return;
    }
    if (tag == tagText) {
      takeText(cursor, <i32>count);
      cursor += <i32>count;
      continue;
    }
    if (tag == tagList) {
      elements -= <i32>count;
      if (elements < 0) fair = false;
    }
    // What is done needs no return to it; so the stack holds one word for six bytes of the request at most.
    if (pending >= 2) {
      store<u32>(top, pending);
      top += 4;
    }
    pending = (count << 1) | (tag == tagMap ? 1 : 0);
  }
}
