/**
 * Which agents, actions and resources are valid (LANGUAGE.md §4).
 *
 * One pass collects the classes of a name's bytes, and of those that follow a separator. Nearly every
 * name is settled by these; what is left (percent signs, characters beyond ASCII, runs of separators,
 * segments that begin with a dot) is looked at again.
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

function classOf(byte: u32): i32 {
  return load<u8>(classesAt + <i32>byte);
}

/** The hash behind four more bytes: one multiplication waits for the last instead of four. */
function hashFour(sum: u32, four: u32): u32 {
  return (
    sum * 1185921 +
    (four & 0xff) * 35937 +
    ((four >> 8) & 0xff) * 1089 +
    ((four >> 16) & 0xff) * 33 +
    (four >> 24)
  );
}

export function isAgent(at: i32, length: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  let seen = 0;
  let sum: u32 = 0;
  let i = at;
  for (; i + 4 <= end; i += 4) {
    const four = load<u32>(i);
    seen |= classOf(four & 0xff) | classOf((four >> 8) & 0xff);
    seen |= classOf((four >> 16) & 0xff) | classOf(four >> 24);
    sum = hashFour(sum, four);
  }
  for (; i < end; i++) {
    const byte = <u32>load<u8>(i);
    seen |= classOf(byte);
    sum = sum * 33 + byte;
  }
  hash = sum;
  return isName(at, length, seen);
}

/** Writes the action in ASCII lower case to `folded`, which has room for the longest name. */
export function isAction(at: i32, length: i32, folded: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  let seen = 0;
  let paired = 0;
  let before = separator;
  let sum: u32 = 0;
  let i = at;
  for (; i + 4 <= end; i += 4) {
    const four = lowerFour(load<u32>(i));
    store<u32>(folded, four);
    folded += 4;
    const a = classOf(four & 0xff);
    const b = classOf((four >> 8) & 0xff);
    const c = classOf((four >> 16) & 0xff);
    const d = classOf(four >> 24);
    seen |= a | b | c | d;
    paired |= (before & a) | (a & b) | (b & c) | (c & d);
    before = d;
    sum = hashFour(sum, four);
  }
  for (; i < end; i++) {
    const byte = lowerFour(load<u8>(i));
    store<u8>(folded, byte);
    folded += 1;
    const found = classOf(byte);
    seen |= found;
    paired |= before & found;
    before = found;
    sum = sum * 33 + byte;
  }
  hash = sum;
  // An empty segment: the colon that ends it follows a colon, or nothing.
  if (((seen & (slash | blank)) | (paired & separator) | (before & separator)) != 0) return false;
  return isName(at, length, seen);
}

/** Four bytes with `A` to `Z` in lower case. */
function lowerFour(four: u32): u32 {
  const low = four & 0x7f7f7f7f;
  // The high bit of each byte: set where it is `A` or more, where it is more than `Z`, where it is ASCII.
  const upper = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~four & 0x80808080;
  return four | (upper >> 2);
}

export function isResource(at: i32, length: i32): bool {
  if (length <= 0 || length > maxBytes) return false;
  const end = at + length;
  let seen = 0;
  let paired = 0;
  // What stands first counts as behind a separator.
  let before = separator;
  let i = at;
  for (; i + 4 <= end; i += 4) {
    const four = load<u32>(i);
    const a = classOf(four & 0xff);
    const b = classOf((four >> 8) & 0xff);
    const c = classOf((four >> 16) & 0xff);
    const d = classOf(four >> 24);
    seen |= a | b | c | d;
    paired |= behind(before, a) | behind(a, b) | behind(b, c) | behind(c, d);
    before = d;
  }
  for (; i < end; i++) {
    const found = classOf(load<u8>(i));
    seen |= found;
    paired |= behind(before, found);
    before = found;
  }
  if (((before & separator) | (paired & (separator | dot))) != 0 && !hasFairSegments(at, length))
    return false;
  return isName(at, length, seen);
}

/** The class of what follows a separator, else 0. */
function behind(before: i32, found: i32): i32 {
  return found & -(before & separator);
}

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
