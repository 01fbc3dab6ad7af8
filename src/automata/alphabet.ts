/**
 * Characters as the automata see them: code points, their classes in LANGUAGE.md §4 and their weight
 * in UTF-8.
 *
 * INVARIANT: every machine that reads actions folds ASCII case, so the two cases of a letter are one
 * letter there, written in lower case.
 */

export const COLON = 0x3a;
export const SLASH = 0x2f;
export const BLANK = 0x20;
export const PERCENT = 0x25;
export const DOT = 0x2e;

/** The end of the action and the beginning of the resource: a symbol that no text holds. */
export const SPLIT = -1;

/** The most UTF-8 bytes that an action or a resource may have. */
export const maxBytes = 4096;

export function isSeparator(c: number): boolean {
  return c === COLON || c === SLASH;
}

/** Characters that no part of a valid request holds, `%HH` aside. */
export function isForbidden(c: number): boolean {
  if (c < 0x7f) return c < 0x20 || c === 0x5c;
  return (
    c <= 0xa0 ||
    c === 0xad ||
    c === 0x61c ||
    c === 0x1680 ||
    c === 0x180e ||
    (c >= 0x2000 && c <= 0x200f) ||
    (c >= 0x2028 && c <= 0x202f) ||
    c === 0x205f ||
    (c >= 0x2060 && c <= 0x206f) ||
    c === 0x3000 ||
    (c >= 0xd800 && c <= 0xdfff) ||
    c === 0xfeff ||
    (c >= 0xfff9 && c <= 0xfffb) ||
    (c >= 0xe0000 && c <= 0xe0fff)
  );
}

export function isHexDigit(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}

/** ASCII letters in lower case, everything else as it is. */
export function foldCase(c: number): number {
  return c >= 0x41 && c <= 0x5a ? c + 0x20 : c;
}

/** Bytes of a code point in UTF-8. */
export function utf8Length(c: number): number {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/** The byte at `index` of a code point's UTF-8 form. Byte order is code-point order. */
export function utf8Byte(c: number, index: number): number {
  const length = utf8Length(c);
  if (length === 1) return c;
  const bits = (c >> (6 * (length - 1 - index))) & 0x3f;
  if (index > 0) return 0x80 | bits;
  return ((0xf00 >> length) & 0xff) | (c >> (6 * (length - 1)));
}

/** The code points of a text; a lone surrogate is itself. */
export function codePoints(text: string): number[] {
  const codes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    codes.push(code);
    if (code > 0xffff) i++;
  }
  return codes;
}

/** Bytes of a text in UTF-8. */
export function utf8LengthOf(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate pair is two units and four bytes.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
