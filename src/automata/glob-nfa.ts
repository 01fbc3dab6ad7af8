/**
 * Globs as automata: one state per literal character and per wildcard.
 *
 * INVARIANT: the automaton accepts exactly what LANGUAGE.md §3 says the glob matches, valid or not;
 * action globs read either case of an ASCII letter.
 */
import type { Glob, GlobToken } from "../ir/ir.ts";
import { codePoints, isSeparator, SLASH } from "./alphabet.ts";
import { ANY, INSIDE, Nfa, type NfaState } from "./nfa.ts";

type Element = { readonly kind: "literal"; readonly code: number } | Exclude<GlobToken, { kind: "text" }>;

/** Two wildcards side by side that match what one does become that one. */
function joined(
  left: Element | undefined,
  right: Exclude<GlobToken, { kind: "text" }>,
): "star" | "deep" | "gap" | null {
  if (left === undefined || left.kind === "literal") return null;
  if (left.kind === right.kind) return left.kind;
  return left.kind === "deep" || right.kind === "deep" ? "deep" : null;
}

function elementsOf(tokens: readonly GlobToken[]): Element[] {
  const elements: Element[] = [];
  for (const token of tokens) {
    if (token.kind === "text") {
      for (const code of codePoints(token.text)) elements.push({ kind: "literal", code });
      continue;
    }
    let element: Exclude<GlobToken, { kind: "text" }> = token;
    for (
      let both = joined(elements.at(-1), element);
      both !== null;
      both = joined(elements.at(-1), element)
    ) {
      elements.pop();
      element = { kind: both };
    }
    elements.push(element);
  }
  return elements;
}

/** Builds the automaton of a glob. */
export function compileGlob(glob: Glob): Nfa {
  const states: NfaState[] = [];
  let start = 0;
  // First state of the run of elements that read no separator and end here.
  let segment = 0;
  let before: Element | undefined;
  for (const element of elementsOf(glob.tokens)) {
    const at = states.length;
    switch (element.kind) {
      case "literal":
        states.push({ edges: [{ on: element.code, to: at + 1 }], skips: [], coveredFrom: at });
        if (isSeparator(element.code)) segment = at + 1;
        break;
      case "star":
        states.push({ edges: [{ on: INSIDE, to: at }], skips: [at + 1], coveredFrom: segment });
        break;
      case "deep":
        states.push({ edges: [{ on: ANY, to: at }], skips: [at + 1], coveredFrom: 0 });
        segment = at + 1;
        break;
      case "gap": {
        // What leads up to a gap ends in `/`, which the gap itself can read as well.
        const afterSlash = before === undefined || (before.kind === "literal" && before.code === SLASH);
        const coveredFrom = afterSlash ? 0 : at;
        const edges = [
          { on: ANY, to: at },
          { on: SLASH, to: at + 2 },
        ];
        states.push({ edges, skips: [], coveredFrom });
        states.push({ edges, skips: [at + 2], coveredFrom });
        if (before === undefined) start = at + 1;
        else redirect(states, at);
        segment = at + 2;
        break;
      }
    }
    before = element;
  }
  states.push({ edges: [], skips: [], coveredFrom: states.length });
  return new Nfa(states, start, glob.dimension === "action");
}

/** What leads to the first state of a gap must lead to its second, the one that may be left at once. */
function redirect(states: NfaState[], gap: number): void {
  const previous = gap - 1;
  const state = states[previous];
  if (state === undefined) return;
  const to = (target: number): number => (target === gap ? gap + 1 : target);
  states[previous] = {
    ...state,
    edges: state.edges.map((e) => ({ on: e.on, to: to(e.to) })),
    skips: state.skips.map(to),
  };
}

/** The characters that every word of the glob begins with. */
export function literalPrefix(glob: Glob): string {
  const first = glob.tokens[0];
  return first?.kind === "text" ? first.text : "";
}

/** The characters that every word of the glob ends with. */
export function literalSuffix(glob: Glob): string {
  const last = glob.tokens.at(-1);
  return last?.kind === "text" ? last.text : "";
}
