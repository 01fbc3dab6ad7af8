/** Checks of untrusted data: each returns the value with its type, or refuses the bundle. */
import { BundleError } from "./bundle-error.ts";
import { formatVersion } from "./layout.ts";

/** Data as JSON gives it: a map of names. */
export interface Fields {
  readonly [name: string]: unknown;
}

export function damaged(what: string): BundleError {
  return new BundleError("damaged bundle: " + what);
}

export function unsupported(version: unknown): BundleError {
  const shown = typeof version === "number" ? String(version) : "unknown";
  return new BundleError(
    "bundle format " + shown + " is not supported: this runtime reads format " + String(formatVersion),
  );
}

/** A map with these names and, besides them, only the optional ones. */
export function fields(
  value: unknown,
  what: string,
  names: readonly string[],
  optional: readonly string[] = [],
): Fields {
  if (!isMap(value)) throw damaged(what + " is no map");
  const present = Object.keys(value);
  for (const name of names) {
    if (present.indexOf(name) < 0) throw damaged(what + " lacks " + name);
  }
  for (const name of present) {
    if (names.indexOf(name) < 0 && optional.indexOf(name) < 0) throw damaged(what + " has an unknown name");
  }
  return value;
}

function isMap(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list<T>(value: unknown, what: string, item: (value: unknown, what: string) => T): T[] {
  if (!Array.isArray(value)) throw damaged(what + " is no list");
  return value.map((one: unknown) => item(one, what));
}

export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw damaged(what + " is no text");
  return value;
}

export function boolean(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") throw damaged(what + " is no boolean");
  return value;
}

export function number(value: unknown, what: string): number {
  if (typeof value !== "number" || !isFinite(value)) throw damaged(what + " is no number");
  return value;
}

/** An integer from `least` to `most`. */
export function integer(value: unknown, what: string, least: number, most: number): number {
  const read = number(value, what);
  if (Math.floor(read) !== read || read < least || read > most) throw damaged(what + " is out of range");
  return read;
}

export function oneOf<T extends string>(value: unknown, what: string, options: readonly T[]): T {
  for (const option of options) if (value === option) return option;
  throw damaged(what + " is none of its options");
}

/** The entry of `table` that an index names. */
export function entry<T>(value: unknown, what: string, table: readonly T[]): T {
  const found = table[integer(value, what, 0, table.length - 1)];
  if (found === undefined) throw damaged(what + " is out of range");
  return found;
}

/** `null`, or what `read` makes of the value. */
export function nullable<T>(
  value: unknown,
  what: string,
  read: (value: unknown, what: string) => T,
): T | null {
  return value === null ? null : read(value, what);
}

const maxInstant = 8_640_000_000_000_000;

/** Milliseconds since the epoch. */
export function instant(value: unknown, what: string): number {
  return integer(value, what, -maxInstant, maxInstant);
}

export function texts(value: unknown, what: string): string[] {
  return list(value, what, text);
}
