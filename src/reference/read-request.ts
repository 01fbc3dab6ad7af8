/**
 * Reads an untrusted value as a request (LANGUAGE.md §4): once, into plain data.
 *
 * INVARIANT: never throws, whatever the value (throwing getters, proxies, cycles), and reads each
 * property once, so that what was checked is what is decided. A map is a plain object's own
 * enumerable names; of a request itself, what reading its five names gives unless it is inherited. A name
 * whose value is `undefined` is absent, as it is in JSON and in Lua.
 */
import type { ContextValue } from "../base/request.ts";
import { hasLoneSurrogate, utf8Length } from "./text.ts";

/** What the request says, its names not yet judged. */
export interface RequestValues {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  /** `null`: present but ill-typed (§5). */
  readonly context: ReadonlyMap<string, ContextValue | null>;
  readonly now: number | null;
}

const maxNames = 256;
const maxElements = 1024;
const maxBytes = 65_536;
const maxNow = 4_102_444_800_000;

/** The request, or `null` where its form alone makes it invalid: not a map, a name that is no string, `context`, `now`. */
export function readRequest(value: unknown): RequestValues | null {
  try {
    if (typeof value !== "object" || value === null || !isPlain(value)) return null;
    const agent = readField(value, "agent");
    const action = readField(value, "action");
    const resource = readField(value, "resource");
    const instant = readField(value, "now");
    const given = readField(value, "context");
    if (typeof agent !== "string" || typeof action !== "string" || typeof resource !== "string") return null;
    const now = readNow(instant);
    const context = readContext(given);
    if (now === "invalid" || context === null) return null;
    return { agent, action, resource, context, now };
  } catch {
    return null;
  }
}

/** A plain object, of this realm or another: class instances, dates and maps are none. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What reading a name of a request gives, unless it is inherited. */
function readField(value: object, name: string): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  const inherits = prototype !== null && (prototype !== Object.prototype || name in Object.prototype);
  return !inherits || Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** A map's entries, `undefined` values left out. An empty list counts as an empty map. */
function readMap(value: unknown): Map<string, unknown> | null {
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? new Map() : null;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second test admits plain objects of another realm and keeps class instances, dates and maps out.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return null;
  const entries = new Map<string, unknown>();
  for (const [name, item] of Object.entries(value)) if (item !== undefined) entries.set(name, item);
  return entries;
}

/** "`now` is present and not an integer from 0 to 4102444800000" */
function readNow(value: unknown): number | null | "invalid" {
  if (value === undefined) return null;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= maxNow
    ? value
    : "invalid";
}

/**
 * "`context` is present and not a map, has over 256 names, over 1,024 list elements in all, over
 * 65,536 UTF-8 bytes of names and strings together, a non-finite number or a lone surrogate."
 * The limits count what ill-typed values hold as well.
 */
function readContext(value: unknown): Map<string, ContextValue | null> | null {
  const context = new Map<string, ContextValue | null>();
  if (value === undefined) return context;
  const entries = readMap(value);
  if (entries === null) return null;
  const budget: Budget = { names: maxNames, elements: maxElements, bytes: maxBytes };
  spendNames(budget, entries);
  for (const [name, item] of entries) {
    const read = readContextValue(item, budget);
    if (read === "invalid") return null;
    context.set(name, read.value);
  }
  return budget.names < 0 || budget.elements < 0 || budget.bytes < 0 ? null : context;
}

/** What a context may still hold; below zero it is invalid. */
interface Budget {
  names: number;
  elements: number;
  bytes: number;
}

function spendNames(budget: Budget, entries: ReadonlyMap<string, unknown>): void {
  budget.names -= entries.size;
  for (const name of entries.keys()) spendText(budget, name);
}

function spendText(budget: Budget, text: string): void {
  budget.bytes -= text.length > maxBytes || hasLoneSurrogate(text) ? maxBytes + 1 : utf8Length(text);
}

/** One value: well typed, ill-typed (`value: null`), or something that makes the request invalid. */
function readContextValue(
  item: unknown,
  budget: Budget,
): { readonly value: ContextValue | null } | "invalid" {
  if (typeof item === "boolean") return { value: item };
  if (typeof item === "number") return Number.isFinite(item) ? { value: item } : "invalid";
  if (typeof item === "string") {
    spendText(budget, item);
    return budget.bytes < 0 ? "invalid" : { value: item };
  }
  if (item === null) return { value: null };
  if (Array.isArray(item)) return readList(item, budget);
  return readNestedMap(item, budget);
}

function readList(
  list: readonly unknown[],
  budget: Budget,
): { readonly value: readonly string[] | null } | "invalid" {
  budget.elements -= list.length;
  if (budget.elements < 0) return "invalid";
  const strings: string[] = [];
  for (let i = 0; i < list.length; i++) {
    const element = list[i] ?? null;
    const read = readContextValue(element, budget);
    if (read === "invalid") return "invalid";
    if (typeof read.value === "string") strings.push(read.value);
  }
  return { value: strings.length === list.length ? strings : null };
}

/** "an empty map and an empty list count as each other"; any other map is ill-typed. */
function readNestedMap(
  item: unknown,
  budget: Budget,
): { readonly value: readonly string[] | null } | "invalid" {
  const entries = readMap(item);
  if (entries === null) return "invalid";
  spendNames(budget, entries);
  if (budget.names < 0) return "invalid";
  for (const nested of entries.values()) {
    if (readContextValue(nested, budget) === "invalid") return "invalid";
  }
  return { value: entries.size === 0 ? [] : null };
}
