/**
 * What all words of a search begin with, and where every machine stands behind it: most patterns begin
 * with a name, and reading it once costs less than a level of states for each of its characters.
 */
import { foldCase, utf8Length } from "./alphabet.ts";
import { DEAD } from "./lazy-dfa.ts";
import type { Search } from "./searched-words.ts";
import type { UnionNfa } from "./union-nfa.ts";
import { actionStart, INVALID, resourceStart, stepAction, stepResource } from "./validity.ts";

export interface Beginning {
  readonly text: readonly number[];
  /** In UTF-8. */
  readonly bytes: number;
  /** `INVALID` when no valid name begins so. */
  readonly valid: number;
  /** Where each positive language may stand. */
  readonly positives: readonly (readonly number[])[];
  /** Where each negative language stands, or `DEAD`. */
  readonly negatives: readonly number[];
}

/** The longest beginning that one of the positive languages forces on all words. Each character is charged. */
export function beginningOf(
  { positives, negatives, budget }: Search,
  part: "action" | "resource",
): Beginning {
  let text: readonly number[] = [];
  for (const language of positives) {
    const forced = language[part].beginning();
    if (forced.length > text.length) text = forced;
  }
  if (part === "action") text = text.map(foldCase);
  budget.charge(text.length);
  return {
    text,
    ...(part === "action" ? readAction(text) : readResource(text)),
    positives: positives.map((language) => statesAfter(language[part], text)),
    negatives: negatives.map((language) => {
      const dfa = language[part];
      let state = dfa.start;
      for (const c of text) if (state !== DEAD) state = dfa.step(state, c, budget);
      return state;
    }),
  };
}

type Read = Pick<Beginning, "bytes" | "valid">;

function readAction(text: readonly number[]): Read {
  let valid = actionStart;
  let bytes = 0;
  for (const c of text) {
    if (valid !== INVALID) valid = stepAction(valid, c);
    bytes += utf8Length(c);
  }
  return { bytes, valid };
}

// Automata hand out the same list for the same beginning.
const resourcesRead: WeakMap<readonly number[], Read> = new WeakMap<readonly number[], Read>();

function readResource(text: readonly number[]): Read {
  let read = resourcesRead.get(text);
  if (read === undefined) {
    let valid = resourceStart;
    let bytes = 0;
    for (const c of text) {
      if (valid !== INVALID) valid = stepResource(valid, c);
      bytes += utf8Length(c);
    }
    read = { bytes, valid };
    resourcesRead.set(text, read);
  }
  return read;
}

function statesAfter(nfa: UnionNfa, text: readonly number[]): readonly number[] {
  let states = nfa.starts;
  for (const c of text) {
    const [only] = states;
    if (only === undefined) break;
    states =
      states.length === 1 ? nfa.step(only, c) : [...new Set(states.flatMap((state) => nfa.step(state, c)))];
  }
  return states;
}
