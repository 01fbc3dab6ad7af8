/**
 * Reads the names of a request into scratch memory, as UTF-8, and refuses what LANGUAGE.md §4 calls
 * invalid, in one pass over the text.
 */
import { maxNameBytes } from "./layout.ts";

/** What a character below U+0080 needs, in this order. */
const ordinary = 0;
const upper = 1;
const space = 2;
const separator = 3;
const dot = 4;
const percent = 5;
const forbidden = 6;

const kinds = new Uint8Array(128);
for (let i = 0; i < 0x20; i++) kinds[i] = forbidden;
kinds[0x7f] = forbidden;
kinds[0x5c] = forbidden;
kinds[0x25] = percent;
kinds[0x2e] = dot;
kinds[0x3a] = separator;
kinds[0x2f] = separator;
kinds[0x20] = space;
for (let i = 0x41; i <= 0x5a; i++) kinds[i] = upper;

const blank = 0x20;
const colon = 0x3a;
const slash = 0x2f;

/**
 * Reads an agent's name. Returns its hash (docs/bundle-format.md), or -1 when it is invalid; its length in bytes
 * is where the 0 behind it stands.
 */
export function readAgent(text: string, into: Uint8Array): number {
  const units = text.length;
  if (units === 0 || units > maxNameBytes) return -1;
  if (text.charCodeAt(0) === blank || text.charCodeAt(units - 1) === blank) return -1;
  let length = 0;
  let hash = 0;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      const kind = kinds[unit] ?? forbidden;
      if (kind >= percent && (kind === forbidden || isEncoded(text, i))) return -1;
      into[length] = unit;
      length += 1;
      hash = (hash * 33 + unit) & 0xffffff;
    } else {
      const before = length;
      length = putUnit(text, i, into, length);
      if (length < 0) return -1;
      if (length - before === 4 && unit < 0x10000) i += 1;
      for (let k = before; k < length; k++) hash = (hash * 33 + (into[k] ?? 0)) & 0xffffff;
    }
  }
  if (length > maxNameBytes) return -1;
  into[length] = 0;
  return hash;
}

/** Reads an action, in ASCII lower case. Returns its hash, or -1 when it is invalid. */
export function readAction(text: string, into: Uint8Array): number {
  const units = text.length;
  if (units === 0 || units > maxNameBytes) return -1;
  let length = 0;
  let hash = 0;
  let last = colon;
  for (let i = 0; i < units; i++) {
    let unit = text.charCodeAt(i);
    if (unit < 0x80) {
      const kind = kinds[unit] ?? forbidden;
      if (kind !== ordinary) {
        if (kind === upper) unit += 32;
        else if (kind === separator) {
          if (unit === slash || last === colon) return -1;
        } else if (kind === space || kind === forbidden) return -1;
        else if (kind === percent && isEncoded(text, i)) return -1;
      }
      into[length] = unit;
      length += 1;
      hash = (hash * 33 + unit) & 0xffffff;
    } else {
      const before = length;
      length = putUnit(text, i, into, length);
      if (length < 0) return -1;
      if (length - before === 4 && unit < 0x10000) i += 1;
      for (let k = before; k < length; k++) hash = (hash * 33 + (into[k] ?? 0)) & 0xffffff;
    }
    last = unit;
  }
  if (length > maxNameBytes || last === colon) return -1;
  into[length] = 0;
  return hash;
}

/** Of a resource's characters below U+0080, so that a pass over them needs no branches. */
const isForbidden = 128;
const isPercent = 64;
const isSeparating = 2;
/** A separator or a dot: behind a separator it takes a closer look. */
const isSpecial = 1;

const flags = new Uint8Array(128);
for (let i = 0; i < 128; i++) {
  const kind = kinds[i] ?? forbidden;
  if (kind === forbidden) flags[i] = isForbidden;
  else if (kind === percent) flags[i] = isPercent;
  else if (kind === separator) flags[i] = isSeparating | isSpecial;
  else if (kind === dot) flags[i] = isSpecial;
}

/** Reads a resource. Returns its length in bytes, or -1 when it is invalid. */
export function readResource(text: string, into: Uint8Array): number {
  const units = text.length;
  if (units === 0 || units > maxNameBytes) return -1;
  let seen = 0;
  let before = isSeparating;
  let closer = 0;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return readLongResource(text, into);
    into[i] = unit;
    const flag = flags[unit] ?? isForbidden;
    seen |= flag;
    closer |= flag & (before >> 1);
    before = flag;
  }
  if ((seen & isForbidden) !== 0 || (before & isSeparating) !== 0) return -1;
  if (into[0] === blank || into[units - 1] === blank) return -1;
  if ((seen & isPercent) !== 0 && hasEncoded(text)) return -1;
  into[units] = 0;
  return closer === 0 || hasValidSegments(into, units) ? units : -1;
}

/** The same where characters take several bytes. */
function readLongResource(text: string, into: Uint8Array): number {
  const units = text.length;
  if (text.charCodeAt(0) === blank || text.charCodeAt(units - 1) === blank || hasEncoded(text)) return -1;
  let length = 0;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      if ((kinds[unit] ?? forbidden) === forbidden) return -1;
      into[length] = unit;
      length += 1;
    } else {
      const before = length;
      length = putUnit(text, i, into, length);
      if (length < 0) return -1;
      if (length - before === 4 && unit < 0x10000) i += 1;
    }
  }
  if (length > maxNameBytes || isSeparator(into[length - 1])) return -1;
  into[length] = 0;
  return hasValidSegments(into, length) ? length : -1;
}

/** Whether a `%` is followed by two hexadecimal digits anywhere. */
function hasEncoded(text: string): boolean {
  for (let at = text.indexOf("%"); at >= 0; at = text.indexOf("%", at + 1))
    if (isEncoded(text, at)) return true;
  return false;
}

/** Whether two hexadecimal digits follow the `%` at `at`. */
function isEncoded(text: string, at: number): boolean {
  return isHex(text.charCodeAt(at + 1)) && isHex(text.charCodeAt(at + 2));
}

function isHex(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
}

/** Puts the character at `at`, from U+0080 on, and returns the length then (4 more took two units), or -1. */
function putUnit(text: string, at: number, into: Uint8Array, length: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0x800) {
    if (unit <= 0xa0 || unit === 0xad || unit === 0x61c) return -1;
    into[length] = 0xc0 | (unit >> 6);
    into[length + 1] = 0x80 | (unit & 0x3f);
    return length + 2;
  }
  if (unit < 0xd800 || (unit > 0xdfff && unit < 0x10000)) {
    if (isInvisible(unit)) return -1;
    into[length] = 0xe0 | (unit >> 12);
    into[length + 1] = 0x80 | ((unit >> 6) & 0x3f);
    into[length + 2] = 0x80 | (unit & 0x3f);
    return length + 3;
  }
  // njs gives whole characters where other hosts give pairs.
  if (unit >= 0x10000) return putPoint(unit, into, length);
  const low = text.charCodeAt(at + 1);
  if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return -1;
  return putPoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), into, length);
}

/** Puts a character of four bytes and returns the length then, or -1. */
function putPoint(point: number, into: Uint8Array, length: number): number {
  if (point >= 0xe0000 && point <= 0xe0fff) return -1;
  into[length] = 0xf0 | (point >> 18);
  into[length + 1] = 0x80 | ((point >> 12) & 0x3f);
  into[length + 2] = 0x80 | ((point >> 6) & 0x3f);
  into[length + 3] = 0x80 | (point & 0x3f);
  return length + 4;
}

/** Spaces, invisible and directional characters from U+0800 on. */
function isInvisible(unit: number): boolean {
  if (unit < 0x2000) return unit === 0x1680 || unit === 0x180e;
  if (unit <= 0x206f) {
    return unit <= 0x200f || (unit >= 0x2028 && unit <= 0x202f) || unit === 0x205f || unit >= 0x2060;
  }
  return unit === 0x3000 || unit === 0xfeff || (unit >= 0xfff9 && unit <= 0xfffb);
}

function isSeparator(byte: number | undefined): boolean {
  return byte === colon || byte === slash;
}

/** No segment `.` or `..`, and of the runs of separators that hold a `/` only those that are allowed. */
function hasValidSegments(name: Uint8Array, length: number): boolean {
  let at = 0;
  for (;;) {
    const start = at;
    while (at < length && !isSeparator(name[at])) at += 1;
    if (at === start) return false;
    if (at - start <= 2 && name[start] === 0x2e && name[at - 1] === 0x2e) return false;
    if (at === length) return true;
    const run = at;
    while (at < length && isSeparator(name[at])) at += 1;
    if (at - run > 1 && !isAllowedRun(name, run, at)) return false;
  }
}

/** Colons alone; `://`; `:///` after a leading `file`; colons and one `/` in an ARN. */
function isAllowedRun(name: Uint8Array, start: number, end: number): boolean {
  let colons = 0;
  while (start + colons < end && name[start + colons] === colon) colons += 1;
  const slashes = end - start - colons;
  if (slashes === 0) return true;
  for (let i = start + colons; i < end; i++) if (name[i] !== slash) return false;
  if (colons === 0) return false;
  if (slashes === 1) return beginsWith(name, "arn:");
  if (colons !== 1) return false;
  return slashes === 2 || (slashes === 3 && start === 4 && beginsWith(name, "file"));
}

function beginsWith(name: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (name[i] !== text.charCodeAt(i)) return false;
  return true;
}
