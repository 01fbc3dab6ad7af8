/** Reads JSON whose shape is another's word: what is not of the type asked for is `null`. */

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of keys; `undefined` where there is none. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** `null` also for an empty text, which GitHub writes for what there is not. */
export function textAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = valueAt(value, ...keys);
  return typeof found === "string" && found !== "" ? found : null;
}

/** A positive whole number, as identify pull requests. */
export function numberAt(value: unknown, ...keys: readonly string[]): number | null {
  const found = valueAt(value, ...keys);
  return typeof found === "number" && Number.isSafeInteger(found) && found > 0 ? found : null;
}

/** The full name of a commit; `null` also for the zeros that stand for none. */
export function commitAt(value: unknown, ...keys: readonly string[]): string | null {
  const found = valueAt(value, ...keys);
  return typeof found === "string" && isCommitName(found) ? found : null;
}

export function isCommitName(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) && !/^0+$/.test(text);
}
