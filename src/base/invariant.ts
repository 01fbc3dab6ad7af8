/** What may not happen, and what to do when it does. */

/** A bug of this program, never a mistake of its user: exit code 3, with a request to report it. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Ends every `switch` over a union: a new member fails to compile here. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected value: ${JSON.stringify(value)}`);
}

/** Narrows away `undefined` where the surrounding code guarantees a value. */
export function defined<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new InternalError(`missing: ${what}`);
  return value;
}
