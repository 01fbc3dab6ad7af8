/** Characters that no expression may hold, and the names that messages give to characters. */

/** The offset of the first character that is not part of a name: `[A-Za-z0-9_]` and, if told, `.@-`. */
export function endOfName(value: string, from: number, extended: boolean): number {
  let at = from;
  while (at < value.length && isNameUnit(value.charCodeAt(at), extended)) at++;
  return at;
}

function isNameUnit(unit: number, extended: boolean): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f ||
    (extended && (unit === 0x2e || unit === 0x40 || unit === 0x2d))
  );
}

/** `[A-Za-z0-9_][A-Za-z0-9_.@-]*`, at most 128 characters (LANGUAGE.md §1). */
export function isName(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= 128 &&
    isNameUnit(text.charCodeAt(0), false) &&
    endOfName(text, 0, true) === text.length
  );
}

/** `[A-Za-z_][A-Za-z0-9_]*`: the name of a context attribute (LANGUAGE.md §5). */
export function isAttributeName(text: string): boolean {
  return text.length > 0 && !isDigit(text.charCodeAt(0)) && endOfName(text, 0, false) === text.length;
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/**
 * Whether the UTF-16 unit at `at` is a blank other than U+0020, a control character or a surrogate
 * without its partner. The second half of a pair counts as good.
 */
export function isForbiddenUnit(value: string, at: number): boolean {
  const unit = value.charCodeAt(at);
  if (unit < 0x7f) return unit < 0x20;
  if (unit <= 0xa0) return true;
  return unit >= 0x1680 && (isWideBlank(unit) || isLoneSurrogate(value, at, unit));
}

/** A control character, or a surrogate without its partner: what strings may not hold raw. */
export function isForbiddenInString(value: string, at: number): boolean {
  const unit = value.charCodeAt(at);
  return unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || isLoneSurrogate(value, at, unit);
}

function isWideBlank(unit: number): boolean {
  return (
    unit === 0x1680 ||
    unit === 0x180e ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

function isLoneSurrogate(value: string, at: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdfff) return false;
  if (unit <= 0xdbff) return !isBetween(value.charCodeAt(at + 1), 0xdc00, 0xdfff);
  return !isBetween(value.charCodeAt(at - 1), 0xd800, 0xdbff);
}

function isBetween(unit: number, low: number, high: number): boolean {
  return unit >= low && unit <= high;
}

/** What a message calls a character that should not be printed as it is. */
export function characterName(value: string, at: number): string {
  const unit = value.charCodeAt(at);
  if (unit === 0x09) return "a tab";
  if (unit === 0x0a || unit === 0x0d) return "a line break";
  const code = `U+${characterCode(unit)}`;
  if (unit === 0xa0) return `a no-break space (${code})`;
  if (isWideBlank(unit)) return `a blank other than U+0020 (${code})`;
  if (unit >= 0xd800 && unit <= 0xdfff) return `half a surrogate pair (${code})`;
  return `a control character (${code})`;
}

/** At least four hexadecimal digits, as `U+…` and `\u…` have them. */
export function characterCode(unit: number): string {
  return unit.toString(16).toUpperCase().padStart(4, "0");
}

/** `“` and its kin, which word processors put where a straight quotation mark was typed. */
export function isSmartQuote(unit: number): boolean {
  return (unit >= 0x2018 && unit <= 0x201f) || unit === 0xab || unit === 0xbb;
}

/** User text for a message: at most 60 characters of it. */
export function excerpt(text: string): string {
  if (text.length <= 60) return text;
  const cut = isBetween(text.charCodeAt(58), 0xd800, 0xdbff) ? 58 : 59;
  return `${text.slice(0, cut)}…`;
}
