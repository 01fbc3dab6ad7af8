/**
 * Which agents, actions and resources are valid (LANGUAGE.md §4).
 *
 * One pass over eight bytes at a time settles nearly every name. What is left (percent signs, blanks,
 * characters beyond ASCII, runs of separators, segments that begin with a dot) is looked at again.
 */
import { classesAt } from "./memory.ts";
import { point, step } from "./text.ts";

const separator: i32 = 1;
const dot: i32 = 2;
const slash: i32 = 4;
const blank: i32 = 8;
const percent: i32 = 16;
const beyond: i32 = 32;
const forbidden: i32 = 64;

const maxBytes: i32 = 4096;

/** The hash of the name that was looked at last, of agents and actions; its low 24 bits count. */
export let hash: u32 = 0;

/** Writes the classes: the template has no data of its own. */
export function writeClasses(): void {
  for (let byte = 0; byte < 256; byte++) {
    store<u8>(classesAt + byte, byte >= 0x80 ? beyond : byte < 0x20 || byte == 0x7f ? forbidden : 0);
  }
  store<u8>(classesAt + 0x5c, forbidden);
  store<u8>(classesAt + 0x20, blank);
  store<u8>(classesAt + 0x25, percent);
  store<u8>(classesAt + 0x2e, dot);
  store<u8>(classesAt + 0x2f, separator | slash);
  store<u8>(classesAt + 0x3a, separator);
}

export function isAgent(at: i32, length: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  const head = length & 7;
  let odd: u64 = 0;
  let sum: u32 = 0;
  if (head != 0) {
    odd = oddBytes(headOf(at, head) | fillerBefore(head));
    sum = hashEight(0, headOf(at, head));
  }
  for (let i = at + head; i < end; i += 8) {
    const eight = load<u64>(i);
    odd |= oddBytes(eight);
    sum = hashEight(sum, eight);
  }
  hash = sum;
  return odd == 0 || isName(at, length, classesOf(at, end));
}

/** Writes the action in ASCII lower case to `folded`, which has room for the longest name. */
export function isAction(at: i32, length: i32, folded: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  const head = length & 7;
  let odd: u64 = 0;
  let paired: u64 = 0;
  let before: u64 = 0;
  let sum: u32 = 0;
  if (head != 0) {
    const eight = lowerEight(headOf(at, head));
    store<u64>(folded, eight >> ((8 - head) << 3));
    folded += head;
    odd = oddBytes(eight | fillerBefore(head)) | zeroBytes(eight ^ slashes);
    before = zeroBytes(eight ^ colons);
    paired = before & (before << 8);
    sum = hashEight(0, eight);
  }
  for (let i = at + head; i < end; i += 8) {
    const eight = lowerEight(load<u64>(i));
    store<u64>(folded, eight);
    folded += 8;
    odd |= oddBytes(eight) | zeroBytes(eight ^ slashes);
    const found = zeroBytes(eight ^ colons);
    paired |= found & ((found << 8) | (before >> 56));
    before = found;
    sum = hashEight(sum, eight);
  }
  hash = sum;
  // An empty segment: a colon that follows a colon, or stands at an end.
  if (paired != 0 || load<u8>(at) == 0x3a || load<u8>(end - 1) == 0x3a) return false;
  if (odd == 0) return true;
  const seen = classesOf(at, end);
  return (seen & (slash | blank)) == 0 && isName(at, length, seen);
}

export function isResource(at: i32, length: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  const head = length & 7;
  let odd: u64 = 0;
  let paired: u64 = 0;
  let before: u64 = 0;
  if (head != 0) {
    const eight = headOf(at, head) | fillerBefore(head);
    odd = oddBytes(eight);
    before = zeroBytes(eight ^ slashes) | zeroBytes(eight ^ colons);
    paired = (before << 8) & (before | zeroBytes(eight ^ dots));
  }
  for (let i = at + head; i < end; i += 8) {
    const eight = load<u64>(i);
    odd |= oddBytes(eight);
    const found = zeroBytes(eight ^ slashes) | zeroBytes(eight ^ colons);
    paired |= ((found << 8) | (before >> 56)) & (found | zeroBytes(eight ^ dots));
    before = found;
  }
  const first = classOf(load<u8>(at));
  const last = classOf(load<u8>(end - 1));
  const special = paired != 0 || ((first & (separator | dot)) | (last & separator)) != 0;
  if (special && !hasFairSegments(at, length)) return false;
  return odd == 0 || isName(at, length, classesOf(at, end));
}

function classOf(byte: u32): i32 {
  return load<u8>(classesAt + <i32>byte);
}

/** All classes that occur. */
function classesOf(at: i32, end: i32): i32 {
  let seen = 0;
  for (; at < end; at++) seen |= classOf(load<u8>(at));
  return seen;
}

// Eight bytes at a time, as one number whose lowest byte comes first. A name's length is rarely a multiple
// of eight: then its first bytes come alone, behind zeros, of which the hash is zero.

const ones: u64 = 0x0101010101010101;
const lows: u64 = 0x7f7f7f7f7f7f7f7f;
const highs: u64 = 0x8080808080808080;
const colons: u64 = 0x3a3a3a3a3a3a3a3a;
const slashes: u64 = 0x2f2f2f2f2f2f2f2f;
const dots: u64 = 0x2e2e2e2e2e2e2e2e;
const letters: u64 = 0x6161616161616161;

/** The first `count` bytes of a name, one to seven, behind zeros. */
function headOf(at: i32, count: i32): u64 {
  const missing: u64 = 8 - count;
  return load<u64>(at) << (missing * 8);
}

/** Letters where `headOf` has zeros. */
function fillerBefore(count: i32): u64 {
  const bytes: u64 = count;
  return letters >> (bytes * 8);
}

/** Not zero when a byte is neither a letter, a digit nor a sign that every name may hold anywhere. */
function oddBytes(eight: u64): u64 {
  const backslash = eight ^ 0x5c5c5c5c5c5c5c5c;
  const percents = eight ^ 0x2525252525252525;
  // Beyond ASCII; below U+0021; U+007F; the two signs. A borrow goes only from a byte that counts itself.
  return (
    (eight |
      ((eight - 0x2121212121212121) & ~eight) |
      (eight + ones) |
      ((backslash - ones) & ~backslash) |
      ((percents - ones) & ~percents)) &
    highs
  );
}

/** The high bit of each byte that is zero, and no other. */
function zeroBytes(eight: u64): u64 {
  return ~(((eight & lows) + lows) | eight | lows);
}

/** The bytes with `A` to `Z` in lower case. */
function lowerEight(eight: u64): u64 {
  const low = eight & lows;
  // The high bit of each byte: set where it is `A` or more, where it is more than `Z`, where it is ASCII.
  const upper = (low + 0x3f3f3f3f3f3f3f3f) & ~(low + 0x2525252525252525) & ~eight & highs;
  return eight | (upper >> 2);
}

/** The hash of what had the hash `sum` and eight more bytes: pairs, fours, then all. */
function hashEight(sum: u32, eight: u64): u32 {
  const pairs = (eight & 0x00ff00ff00ff00ff) * 33 + ((eight >> 8) & 0x00ff00ff00ff00ff);
  const fours = (pairs & 0x0000ffff0000ffff) * 1089 + ((pairs >> 16) & 0x0000ffff0000ffff);
  return sum * power8 + <u32>fours * 1185921 + <u32>(fours >> 32);
}

/** 33^8 mod 2^32. */
const power8: u32 = 1954312449;

/** What all three kinds of names must not hold, given the classes of their bytes. */
function isName(at: i32, length: i32, seen: i32): bool {
  if ((seen & (blank | percent | beyond | forbidden)) == 0) return true;
  const end = at + length;
  if ((seen & forbidden) != 0 || load<u8>(at) == 0x20 || load<u8>(end - 1) == 0x20) return false;
  if ((seen & percent) != 0 && hasEncoded(at, end)) return false;
  return (seen & beyond) == 0 || isVisible(at, end);
}

/** A `%` with two hexadecimal digits. */
function hasEncoded(at: i32, end: i32): bool {
  for (; at + 2 < end; at++) {
    if (load<u8>(at) == 0x25 && isHex(load<u8>(at + 1)) && isHex(load<u8>(at + 2))) return true;
  }
  return false;
}

function isHex(byte: i32): bool {
  return <u32>(byte - 0x30) < 10 || <u32>((byte | 0x20) - 0x61) < 6;
}

/** UTF-8 without control, blank, invisible and directional characters beyond ASCII. */
function isVisible(at: i32, end: i32): bool {
  while (at < end) {
    at = step(at, end);
    if (at < 0 || isHidden(point)) return false;
  }
  return true;
}

function isHidden(code: i32): bool {
  if (code < 0x80) return false;
  if (code < 0x2000) {
    return code <= 0xa0 || code == 0xad || code == 0x61c || code == 0x1680 || code == 0x180e;
  }
  if (code <= 0x206f) {
    return code <= 0x200f || (code >= 0x2028 && code <= 0x202f) || code == 0x205f || code >= 0x2060;
  }
  return (
    code == 0x3000 ||
    code == 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb) ||
    (code >= 0xe0000 && code <= 0xe0fff)
  );
}

function isSeparator(at: i32): bool {
  const byte = load<u8>(at);
  return byte == 0x2f || byte == 0x3a;
}

/** No separator at an end, no `.` or `..`, and no run of separators but those allowed. */
function hasFairSegments(at: i32, length: i32): bool {
  const end = at + length;
  let i = at;
  while (i <= end) {
    const start = i;
    while (i < end && !isSeparator(i)) i++;
    // An empty segment between two separators is never met here, so this one is at an end.
    if (i == start || isDots(start, i)) return false;
    if (i == end) return true;
    const run = i;
    let slashes = 0;
    while (i < end && isSeparator(i)) {
      if (load<u8>(i) == 0x2f) slashes++;
      i++;
    }
    if (slashes > 0 && !isAllowedRun(at, run, i, slashes)) return false;
  }
  return false;
}

function isDots(start: i32, end: i32): bool {
  return end - start <= 2 && load<u8>(start) == 0x2e && load<u8>(end - 1) == 0x2e;
}

/** `/`; `://`; `:///` after a leading `file`; colons and one `/` in an ARN. */
function isAllowedRun(name: i32, start: i32, end: i32, slashes: i32): bool {
  const length = end - start;
  if (length == 1) return true;
  const colons = length - slashes;
  for (let i = start; i < start + colons; i++) if (load<u8>(i) != 0x3a) return false;
  // A name holds a segment and this run: at least three bytes, so that four can be read.
  if (slashes == 1) return (load<u32>(name) & 0xffffff) == 0x6e7261 && load<u8>(name + 3) == 0x3a;
  if (colons != 1) return false;
  return slashes == 2 || (slashes == 3 && start - name == 4 && load<u32>(name) == 0x656c6966);
}
