/** Texts, lists of texts and numbers of the tables as JSON. */
import { at, hasRoom, moveTo, putByte, tooLong } from "./literals.ts";
import { listOf, note, numberOf, textOf, textStart } from "./tables.ts";

/** The texts of a list, without its brackets. */
export function writeList(offset: u32): void {
  const list = listOf(offset);
  if (list == 0) return;
  const end = list + <i32>(load<u32>(list) << 2);
  for (let one = list + 4; one <= end && !tooLong; one += 4) {
    if (one > list + 4) putByte(0x2c);
    writeText(load<u32>(one));
  }
}

/** The text in quotes, with the escapes of `JSON.stringify`. */
export function writeText(index: u32): void {
  const length = textOf(index);
  // No byte becomes more than six.
  if (length > 0x10000000 || !hasRoom(6 * length + 2)) return;
  let to = at;
  store<u8>(to, 0x22);
  to += 1;
  for (let from = textStart, end = textStart + length; from < end; from++) {
    const byte = <u32>load<u8>(from);
    if (byte >= 0x20 && byte != 0x22 && byte != 0x5c) {
      store<u8>(to, byte);
      to += 1;
      continue;
    }
    const short = shortEscape(byte);
    store<u8>(to, 0x5c);
    if (short != 0) {
      store<u8>(to + 1, short);
      to += 2;
    } else {
      // `u00` and two digits.
      store<u16>(to + 1, 0x3075);
      store<u16>(to + 3, 0x3030 | ((byte >> 4) << 8));
      const low = byte & 15;
      store<u8>(to + 5, low < 10 ? 0x30 + low : 0x57 + low);
      to += 6;
    }
  }
  store<u8>(to, 0x22);
  moveTo(to + 1);
}

/** What stands behind the backslash; 0 for characters that have no escape of their own. */
function shortEscape(byte: u32): u32 {
  if (byte == 0x22 || byte == 0x5c) return byte;
  if (byte == 8) return 0x62;
  if (byte == 9) return 0x74;
  if (byte == 10) return 0x6e;
  if (byte == 12) return 0x66;
  return byte == 13 ? 0x72 : 0;
}

/** A whole number of `NUMBERS`. */
export function writeNumber(index: u32): void {
  const value = numberOf(index);
  if (value >= 0 && value <= 9007199254740991 && floor(value) == value) writeInteger(<u64>value);
  else note();
}

export function writeInteger(value: u64): void {
  let digits = 1;
  for (let rest = value / 10; rest != 0; rest /= 10) digits++;
  if (!hasRoom(digits)) return;
  let rest = value;
  for (let i = at + digits - 1; i >= at; i--) {
    store<u8>(i, <u32>(rest % 10) + 0x30);
    rest /= 10;
  }
  moveTo(at + digits);
}
