/**
 * Which characters a search must try from a state of the product: those that some machine tells
 * apart, each class by its least member.
 *
 * INVARIANT: a word that is left out can be changed, character by character, into one that is tried,
 * is no longer in bytes, does not come later in code-point order (actions folded), and is accepted as well.
 */
import { BLANK, COLON, foldCase, SLASH } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import type { LazyDfa } from "./lazy-dfa.ts";
import type { ShapeAutomaton } from "./shapes.ts";
import type { UnionNfa } from "./union-nfa.ts";
import { isSpecial, prefixLetters } from "./validity.ts";

/** Where each machine of the product stands. */
export interface ProductState {
  readonly valid: number;
  readonly shapes: ShapeAutomaton | null;
  readonly shape: number;
  readonly positives: readonly { readonly nfa: UnionNfa; readonly state: number }[];
  readonly negatives: readonly { readonly dfa: LazyDfa; readonly state: number }[];
}

/** Actions are read folded, so a letter's two cases are one symbol: the lower one, as people write it. */
export function actionSymbols(at: ProductState, budget: Budget): Iterable<number> {
  const symbols = new Set<number>();
  for (const { nfa, state } of at.positives) {
    const literals = nfa.literals(state).map(foldCase);
    if (nfa.readsLiteralsOnly(state)) return literals;
    for (const c of literals) symbols.add(c);
  }
  for (const c of at.shapes?.actionLiterals(at.shape) ?? []) symbols.add(foldCase(c));
  symbols.add(COLON);
  return withLeast(symbols, (c) => foldCase(c) === c, at, budget);
}

/**
 * Besides what the positive languages, the shapes and §4 read as a literal: separators, the blank,
 * and the least characters up to one that every machine reads like any other. Literals of negative
 * languages above that one are left out: it does at least as well and sorts first.
 */
export function resourceSymbols(at: ProductState, budget: Budget): Iterable<number> {
  const { shapes, shape } = at;
  if (shapes?.readsLiteralsOnly(shape) === true) return shapes.resourceLiterals(shape);
  const symbols = new Set<number>(shapes?.resourceLiterals(shape));
  for (const { nfa, state } of at.positives) {
    if (nfa.readsLiteralsOnly(state)) return nfa.literals(state);
    for (const c of nfa.literals(state)) symbols.add(c);
  }
  for (const c of prefixLetters(at.valid)) symbols.add(c);
  symbols.add(COLON).add(SLASH).add(BLANK);
  return withLeast(symbols, () => true, at, budget);
}

/** Adds characters from `!` on, up to the first that no machine tells from those without a class. */
function withLeast(
  symbols: Set<number>,
  isEligible: (c: number) => boolean,
  { negatives }: ProductState,
  budget: Budget,
): Iterable<number> {
  for (let c = 0x21; ; c++) {
    if (!isEligible(c) || symbols.has(c)) continue;
    symbols.add(c);
    if (isSpecial(c)) continue;
    if (negatives.every(({ dfa, state }) => dfa.isOrdinary(state, c, budget))) return symbols;
  }
}
