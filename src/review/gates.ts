/** Which changes the words of `fail-on` refuse. */
import type { Change } from "../diff/change.ts";

/** Each refused change with the words that it meets: its kind and its tags are words. */
export function refusedChanges(
  changes: readonly Change[],
  failOn: readonly string[],
): ReadonlyMap<Change, readonly string[]> {
  const gates = new Set(failOn);
  const refused = new Map<Change, readonly string[]>();
  for (const change of changes) {
    const words = [...new Set([change.kind, ...change.tags])].filter((word) => gates.has(word));
    if (words.length > 0) refused.set(change, words);
  }
  return refused;
}
