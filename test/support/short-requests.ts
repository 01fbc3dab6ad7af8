/** Every request with short names, for checking an exact answer against enumeration. */
import type { Request } from "../../src/base/request.ts";

function* words(alphabet: readonly string[], longest: number): Generator<string> {
  yield "";
  if (longest === 0) return;
  for (const first of alphabet) for (const rest of words(alphabet, longest - 1)) yield first + rest;
}

/** All words over an alphabet of at most `longest` characters, each once; the empty one included. */
export function shortWords(alphabet: readonly string[], longest: number): string[] {
  return [...new Set(words(alphabet, longest))];
}

/** What a request holds besides its names. */
export interface Circumstances {
  readonly context?: { readonly [name: string]: unknown } | undefined;
  readonly now?: number | undefined;
}

/** Every combination of agents, actions of at most 3, resources of at most 4 characters, and circumstances. */
export function* shortRequests(
  agents: readonly string[],
  circumstances: readonly Circumstances[],
): Generator<Request> {
  const actions = shortWords(["a", "B", ":"], 3).filter((w) => /^[^:]+(:[^:]+)*$/.test(w));
  const resources = shortWords(["a", "b", ":", "/"], 4).filter(
    (w) => /^[^:/].*$/.test(w) && !/[:/]$/.test(w),
  );
  const all: readonly Circumstances[] = [{}, ...circumstances.slice(0, 4)];
  for (const agent of agents) {
    for (const action of actions) {
      for (const resource of resources) {
        for (const { context, now } of all) {
          yield {
            agent,
            action,
            resource,
            ...(context === undefined ? {} : { context }),
            ...(now === undefined ? {} : { now }),
          };
        }
      }
    }
  }
}
