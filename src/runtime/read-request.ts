/**
 * Reads a request out of an untrusted value and refuses what is invalid (LANGUAGE.md §4).
 *
 * INVARIANT: reads each property once, into plain data; may throw when a getter or a proxy does, which
 * the caller turns into a refusal.
 */
import type { ContextValue } from "../base/request.ts";

export interface ReadRequest {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  /** `null`: present, but of no type that a condition reads. */
  readonly context: ReadonlyMap<string, ContextValue | null>;
  readonly now: number | null;
}

const noContext: ReadonlyMap<string, ContextValue | null> = new Map();

/** The request, or `null` when it is invalid. Shapes are not looked at. */
export function readRequest(value: unknown): ReadRequest | null {
  const fields = mapOf(value);
  if (fields === null) return null;
  const agent = fields.get("agent");
  const action = fields.get("action");
  const resource = fields.get("resource");
  if (!isName(agent) || !isName(action) || !isName(resource)) return null;
  if (!isAction(action) || !isResource(resource)) return null;
  const instant = fields.get("now");
  if (instant !== undefined && !isInstant(instant)) return null;
  const given = fields.get("context");
  const context = given === undefined ? noContext : readContext(given);
  if (context === null) return null;
  return { agent, action, resource, context, now: instant === undefined ? null : instant };
}

/** Own enumerable entries of a plain object; an empty list counts as an empty map. */
function mapOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = new Map<string, unknown>();
  if (Array.isArray(value)) return value.length === 0 ? entries : null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return null;
  for (const [name, item] of Object.entries(value)) if (item !== undefined) entries.set(name, item);
  return entries;
}

function isInstant(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 4_102_444_800_000 && Math.floor(value) === value;
}

const maxNameBytes = 4096;

function isName(value: unknown): value is string {
  if (typeof value !== "string" || value.length === 0 || value.length > maxNameBytes) return false;
  if (value.charCodeAt(0) === 0x20 || value.charCodeAt(value.length - 1) === 0x20) return false;
  let bytes = 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0x7f) {
      if (unit < 0x20 || unit === 0x5c) return false;
      if (unit === 0x25 && isHex(value.charCodeAt(i + 1)) && isHex(value.charCodeAt(i + 2))) return false;
      bytes += 1;
    } else if (unit < 0x800) {
      if (unit <= 0xa0 || unit === 0xad || unit === 0x61c) return false;
      bytes += 2;
    } else if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = value.charCodeAt(i + 1);
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return false;
      // U+E0000–U+E0FFF: high surrogates DB40–DB43.
      if (unit >= 0xdb40 && unit <= 0xdb43) return false;
      bytes += 4;
      i += 1;
    } else {
      if (isInvisible(unit)) return false;
      bytes += 3;
    }
  }
  return bytes <= maxNameBytes;
}

function isHex(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
}

/** Spaces, invisible and directional characters from U+0800 on. */
function isInvisible(unit: number): boolean {
  if (unit < 0x2000) return unit === 0x1680 || unit === 0x180e;
  if (unit <= 0x206f) {
    return unit <= 0x200f || (unit >= 0x2028 && unit <= 0x202f) || unit === 0x205f || unit >= 0x2060;
  }
  return unit === 0x3000 || unit === 0xfeff || (unit >= 0xfff9 && unit <= 0xfffb);
}

const colon = 58;
const slash = 47;

function isAction(action: string): boolean {
  let last = colon;
  for (let i = 0; i < action.length; i++) {
    const unit = action.charCodeAt(i);
    if (unit === slash || unit === 0x20 || (unit === colon && last === colon)) return false;
    last = unit;
  }
  return last !== colon;
}

function isSeparator(unit: number): boolean {
  return unit === colon || unit === slash;
}

function isResource(resource: string): boolean {
  const length = resource.length;
  let i = 0;
  for (;;) {
    const start = i;
    while (i < length && !isSeparator(resource.charCodeAt(i))) i++;
    // An empty segment between two separators is never met here, so this one is at an end.
    if (i === start || isDots(resource, start, i)) return false;
    if (i === length) return true;
    const run = i;
    let slashes = 0;
    while (i < length && isSeparator(resource.charCodeAt(i))) {
      if (resource.charCodeAt(i) === slash) slashes++;
      i++;
    }
    if (slashes > 0 && !isAllowedRun(resource, run, i, slashes)) return false;
  }
}

function isDots(resource: string, start: number, end: number): boolean {
  return end - start <= 2 && resource.charCodeAt(start) === 46 && resource.charCodeAt(end - 1) === 46;
}

/** `/`; `://`; `:///` after a leading `file`; colons and one `/` in an ARN. */
function isAllowedRun(resource: string, start: number, end: number, slashes: number): boolean {
  const length = end - start;
  if (length === 1) return true;
  const colonsFirst = resource.lastIndexOf(":", end - 1) === end - 1 - slashes;
  if (!colonsFirst) return false;
  const colons = length - slashes;
  if (slashes === 1) return resource.startsWith("arn:");
  if (colons !== 1) return false;
  return slashes === 2 || (slashes === 3 && start === 4 && resource.startsWith("file"));
}

/** Counts down what a context may hold, ill-typed values included. */
interface Allowance {
  names: number;
  elements: number;
  bytes: number;
}

function readContext(value: unknown): Map<string, ContextValue | null> | null {
  const entries = mapOf(value);
  if (entries === null) return null;
  const allowance: Allowance = { names: 256, elements: 1024, bytes: 65_536 };
  const context = new Map<string, ContextValue | null>();
  if (!takeNames(allowance, entries)) return null;
  let valid = true;
  entries.forEach((item, name) => {
    const read = valid ? readValue(item, allowance) : undefined;
    if (read === undefined) valid = false;
    else context.set(name, read);
  });
  return valid ? context : null;
}

function takeNames(allowance: Allowance, entries: ReadonlyMap<string, unknown>): boolean {
  allowance.names -= entries.size;
  let valid = allowance.names >= 0;
  entries.forEach((_, name) => {
    valid = valid && takeText(allowance, name);
  });
  return valid;
}

/** Takes a text's UTF-8 bytes; false when it is too long or holds a lone surrogate. */
function takeText(allowance: Allowance, text: string): boolean {
  if (text.length > allowance.bytes) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = text.charCodeAt(i + 1);
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return false;
      allowance.bytes -= 4;
      i += 1;
    } else allowance.bytes -= unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
  }
  return allowance.bytes >= 0;
}

/** The value; `null` when it is ill-typed, `undefined` when it makes the request invalid. */
function readValue(item: unknown, allowance: Allowance): ContextValue | null | undefined {
  switch (typeof item) {
    case "boolean":
      return item;
    case "number":
      return isFinite(item) ? item : undefined;
    case "string":
      return takeText(allowance, item) ? item : undefined;
    case "object":
      if (item === null) return null;
      return Array.isArray(item) ? readList(item, allowance) : readNested(item, allowance);
    default:
      return undefined;
  }
}

function readList(list: readonly unknown[], allowance: Allowance): readonly string[] | null | undefined {
  const length = list.length;
  allowance.elements -= length;
  if (allowance.elements < 0) return undefined;
  const texts: string[] = [];
  for (let i = 0; i < length; i++) {
    const element = list[i];
    const read = element === undefined ? null : readValue(element, allowance);
    if (read === undefined) return undefined;
    if (typeof read === "string") texts.push(read);
  }
  return texts.length === length ? texts : null;
}

/** An empty map counts as an empty list; any other is ill-typed. */
function readNested(item: object, allowance: Allowance): readonly string[] | null | undefined {
  const entries = mapOf(item);
  if (entries === null || !takeNames(allowance, entries)) return undefined;
  let valid = true;
  entries.forEach((nested) => {
    valid = valid && readValue(nested, allowance) !== undefined;
  });
  if (!valid) return undefined;
  return entries.size === 0 ? [] : null;
}
