/**
 * Sets of strings: finite ones and their complements while only equality is asked, automata once
 * `startsWith`, `endsWith` or `contains` enter.
 *
 * INVARIANT: strings are sequences of code points without surrogates; a literal that holds a lone
 * surrogate equals no string.
 */
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { TextOperator } from "../ir/ir.ts";
import { codePoints, utf8LengthOf } from "./alphabet.ts";
import type { Budget } from "./budget.ts";
import type { SetOperations } from "./value-set.ts";
import { WordDfa } from "./word-dfa.ts";

export type StringSet =
  /** These words, or, if `complement`, all others. Words are sorted in code-point order. */
  | { readonly kind: "words"; readonly words: readonly string[]; readonly complement: boolean }
  | { readonly kind: "automaton"; readonly dfa: WordDfa };

function words(list: Iterable<string>, complement: boolean): StringSet {
  return { kind: "words", words: sortedUnique(list), complement };
}

function isText(literal: string): boolean {
  return literal.isWellFormed();
}

/** Exactly these strings. */
export function stringsAmong(literals: readonly string[]): StringSet {
  return words(literals.filter(isText), false);
}

/** The strings of which `string.operator(literal)` holds. */
export function stringsThat(operator: TextOperator, literal: string): StringSet {
  if (!isText(literal)) return words([], false);
  const text = codePoints(literal);
  switch (operator) {
    case "startsWith":
      return { kind: "automaton", dfa: WordDfa.startingWith(text) };
    case "endsWith":
      return { kind: "automaton", dfa: WordDfa.endingWith(text) };
    case "contains":
      return { kind: "automaton", dfa: WordDfa.containing(text) };
    default:
      return assertNever(operator);
  }
}

function toDfa(set: StringSet): WordDfa {
  if (set.kind === "automaton") return set.dfa;
  const dfa = WordDfa.ofWords(set.words.map(codePoints));
  return set.complement ? dfa.complement() : dfa;
}

function intersectWords(
  a: Extract<StringSet, { kind: "words" }>,
  b: Extract<StringSet, { kind: "words" }>,
): StringSet {
  if (a.complement && b.complement) return words([...a.words, ...b.words], true);
  const [finite, other] = a.complement ? [b, a] : [a, b];
  const others = new Set(other.words);
  return {
    kind: "words",
    words: finite.words.filter((w) => others.has(w) !== other.complement),
    complement: false,
  };
}

function intersect(a: StringSet, b: StringSet, budget: Budget): StringSet {
  if (a.kind === "words" && b.kind === "words") return intersectWords(a, b);
  if (a.kind === "automaton" && b.kind === "words") return intersect(b, a, budget);
  if (a.kind === "words" && !a.complement) {
    const dfa = toDfa(b);
    return { kind: "words", words: a.words.filter((w) => dfa.accepts(codePoints(w))), complement: false };
  }
  return { kind: "automaton", dfa: toDfa(a).intersect(toDfa(b), budget) };
}

/** The strings of one length in UTF-8 bytes, in code-point order. */
function* stringsOfLength(bytes: number): Generator<string> {
  if (bytes === 0) {
    yield "";
    return;
  }
  const ends = [0x80, 0x800, 0x10000, 0x110000];
  for (let length = 1; length <= Math.min(4, bytes); length++) {
    for (let c = length === 1 ? 0 : (ends[length - 2] ?? 0); c < (ends[length - 1] ?? 0); c++) {
      if (c >= 0xd800 && c <= 0xdfff) continue;
      const head = String.fromCodePoint(c);
      for (const rest of stringsOfLength(bytes - length)) yield head + rest;
    }
  }
}

function leastOutside(excluded: readonly string[]): string {
  const known = new Set(excluded);
  for (let bytes = 0; ; bytes++) {
    for (const text of stringsOfLength(bytes)) if (!known.has(text)) return text;
  }
}

function least(set: StringSet): string {
  if (set.kind === "automaton") return set.dfa.least() ?? "";
  if (set.complement) return leastOutside(set.words);
  return [...set.words].sort((a, b) => utf8LengthOf(a) - utf8LengthOf(b) || compareCodePoints(a, b))[0] ?? "";
}

/** The algebra of sets of strings; states of automata are charged to the budget at hand. */
export function stringSets(budget: () => Budget): SetOperations<StringSet> {
  return {
    empty: words([], false),
    full: words([], true),
    key: (set) =>
      set.kind === "automaton" ? set.dfa.key() : `${set.complement ? "!" : "="}${JSON.stringify(set.words)}`,
    isEmpty: (set) =>
      set.kind === "automaton" ? set.dfa.isEmpty() : !set.complement && set.words.length === 0,
    intersect: (a, b) => intersect(a, b, budget()),
    complement: (set) =>
      set.kind === "automaton"
        ? { kind: "automaton", dfa: set.dfa.complement() }
        : { kind: "words", words: set.words, complement: !set.complement },
    least,
  };
}
