/**
 * Reads a request's context (LANGUAGE.md §4): counts what it may hold, keeps what conditions ask for.
 *
 * INVARIANT: reads each property once, into plain data; may throw when a getter or a proxy does.
 */
import { wordAt } from "./block.ts";
import { attributeWords } from "./layout.ts";
import { textOf, type Program } from "./program.ts";

/** Types of values. */
export const absent = 0;
export const illTyped = 1;
export const aBoolean = 2;
export const aNumber = 3;
export const aText = 4;
export const aList = 5;

export type Value = string | number | boolean | readonly string[] | null;

/** Of a context that was read: attributes by number, their types and values. */
export interface ReadContext {
  readonly attributes: number[];
  readonly types: number[];
  readonly values: Value[];
}

/** Counts down what a context may hold, ill-typed values included. */
interface Allowance {
  names: number;
  elements: number;
  bytes: number;
  /** Type of the value that was read last. */
  type: number;
  /** Hash of the text that was taken last. */
  hash: number;
}

const hasOwn = Object.prototype.hasOwnProperty;

/** Whether the value is a map: a plain object, of this realm or another, or an empty list. */
export function isMap(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null;
}

/** The context's attributes, or `null` when it is invalid. */
export function readContext(program: Program, value: unknown): ReadContext | null {
  if (typeof value !== "object" || value === null || !isMap(value)) return null;
  const allowance: Allowance = { names: 256, elements: 1024, bytes: 65_536, type: absent, hash: 0 };
  const read: ReadContext = { attributes: [], types: [], values: [] };
  // An empty list counts as an empty map, whatever names hang on it.
  if (Array.isArray(value)) return read;
  const map = value as { readonly [name: string]: unknown };
  for (const name in map) {
    if (!hasOwn.call(map, name)) continue;
    const item = map[name];
    if (item === undefined) continue;
    allowance.names -= 1;
    if (allowance.names < 0 || !takeText(allowance, name)) return null;
    const attribute = attributeOf(program, name, allowance.hash);
    const kept = readValue(item, allowance);
    if (kept === undefined) return null;
    if (attribute >= 0) {
      read.attributes.push(attribute);
      read.types.push(allowance.type);
      read.values.push(kept);
    }
  }
  return read;
}

/** The attribute's number, or -1 when no condition speaks of it. */
function attributeOf(program: Program, name: string, hash: number): number {
  const block = program.block;
  const mask = program.attributeMask;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const attribute = wordAt(block, program.attributeSlots + slot) - 1;
    if (attribute < 0) return -1;
    const text = wordAt(block, program.attributes + attribute * attributeWords);
    if (textOf(program, text) === name) return attribute;
  }
}

/** Takes a text's UTF-8 bytes; false when it is too long or holds a lone surrogate. */
function takeText(allowance: Allowance, text: string): boolean {
  const units = text.length;
  if (units > allowance.bytes) return false;
  let bytes = units;
  let hash = 0;
  for (let i = 0; i < units; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      hash = (hash * 33 + unit) & 0xffffff;
      continue;
    }
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = text.charCodeAt(i + 1);
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return false;
      bytes += 2;
      i += 1;
    } else bytes += unit < 0x800 ? 1 : unit < 0x10000 ? 2 : 3;
    // No attribute's name holds such a character, so that its hash does not matter.
  }
  allowance.hash = hash;
  allowance.bytes -= bytes;
  return allowance.bytes >= 0;
}

/** The value, its type in the allowance; `undefined` when it makes the request invalid. */
function readValue(item: unknown, allowance: Allowance): Value | undefined {
  switch (typeof item) {
    case "boolean":
      allowance.type = aBoolean;
      return item;
    case "number":
      allowance.type = aNumber;
      return isFinite(item) ? item : undefined;
    case "string":
      if (!takeText(allowance, item)) return undefined;
      allowance.type = aText;
      return item;
    case "object":
      if (item === null) {
        allowance.type = illTyped;
        return null;
      }
      return Array.isArray(item) ? readList(item, allowance) : readNested(item, allowance);
    default:
      return undefined;
  }
}

function readList(list: readonly unknown[], allowance: Allowance): Value | undefined {
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
  const isList = texts.length === length;
  allowance.type = isList ? aList : illTyped;
  return isList ? texts : null;
}

/** An empty map counts as an empty list; any other is ill-typed. */
function readNested(item: object, allowance: Allowance): Value | undefined {
  if (!isMap(item)) return undefined;
  const map = item as { readonly [name: string]: unknown };
  let size = 0;
  for (const name in map) {
    if (!hasOwn.call(map, name)) continue;
    const nested = map[name];
    if (nested === undefined) continue;
    size += 1;
    allowance.names -= 1;
    if (allowance.names < 0 || !takeText(allowance, name)) return undefined;
    if (readValue(nested, allowance) === undefined) return undefined;
  }
  allowance.type = size === 0 ? aList : illTyped;
  return size === 0 ? [] : null;
}
