/** Texts: runs of UTF-8 bytes in memory. */

/** Both runs hold the same bytes. */
export function sameBytes(a: i32, b: i32, length: i32): bool {
  const end = a + length;
  while (a + 8 <= end) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  while (a < end) {
    if (load<u8>(a) != load<u8>(b)) return false;
    a += 1;
    b += 1;
  }
  return true;
}

/** Negative, zero or positive, in the order of code points, which is that of UTF-8 bytes. */
export function compareBytes(a: i32, aLength: i32, b: i32, bLength: i32): i32 {
  const shorter = min(aLength, bLength);
  for (let i = 0; i < shorter; i++) {
    const difference = <i32>load<u8>(a + i) - <i32>load<u8>(b + i);
    if (difference != 0) return difference;
  }
  return aLength - bLength;
}

/** The shorter run stands somewhere in the longer. */
export function containsBytes(text: i32, length: i32, part: i32, partLength: i32): bool {
  const last = length - partLength;
  for (let i = 0; i <= last; i++) if (sameBytes(text + i, part, partLength)) return true;
  return false;
}

export function copyBytes(to: i32, from: i32, length: i32): void {
  const end = from + length;
  while (from + 8 <= end) {
    store<u64>(to, load<u64>(from));
    from += 8;
    to += 8;
  }
  while (from < end) {
    store<u8>(to, load<u8>(from));
    from += 1;
    to += 1;
  }
}

/** The code point of the last call of `step`. */
export let point: i32 = 0;

/** Where the character at `at` ends; -1 when the bytes there are no UTF-8 (surrogates are none). */
export function step(at: i32, end: i32): i32 {
  const first = <i32>load<u8>(at);
  if (first < 0x80) {
    point = first;
    return at + 1;
  }
  // Two bytes: from U+0080. Three: from U+0800, no surrogate. Four: from U+10000 to U+10FFFF.
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (first < 0xc2 || first > 0xf4 || at + length > end) return -1;
  let code = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const next = <i32>load<u8>(at + i);
    if ((next & 0xc0) != 0x80) return -1;
    code = (code << 6) | (next & 0x3f);
  }
  if (length == 3 && (code < 0x800 || (code & 0xf800) == 0xd800)) return -1;
  if (length == 4 && (code < 0x10000 || code > 0x10ffff)) return -1;
  point = code;
  return at + length;
}

/** The bytes are UTF-8. */
export function isUtf8(at: i32, end: i32): bool {
  while (at < end) {
    if (at + 8 <= end && (load<u64>(at) & 0x8080808080808080) == 0) {
      at += 8;
      continue;
    }
    at = step(at, end);
    if (at < 0) return false;
  }
  return true;
}
