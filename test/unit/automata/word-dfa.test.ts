import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { WordDfa } from "../../../src/automata/word-dfa.ts";

test("a pattern that overlaps itself is found where it begins again", () => {
  const dfa = WordDfa.containing(codePoints("aabaaa"));
  expect(dfa.accepts(codePoints("aabaabaaa"))).toBe(true);
  expect(dfa.accepts(codePoints("aabaabaab"))).toBe(false);
  expect(WordDfa.endingWith(codePoints("aa")).accepts(codePoints("baaa"))).toBe(true);
});

test("words are told apart by whole code points", () => {
  const dfa = WordDfa.ofWords([codePoints("😀"), codePoints("")]);
  expect(dfa.accepts(codePoints("😀"))).toBe(true);
  expect(dfa.accepts([])).toBe(true);
  expect(dfa.accepts(codePoints("😁"))).toBe(false);
});

test("a product is charged by its states", () => {
  const a = WordDfa.containing(codePoints("abcabcab"));
  const b = WordDfa.containing(codePoints("bcabcabc"));
  expect(() => a.intersect(b, new Budget(10))).toThrow(BudgetExceeded);
});

test("an automaton without words has no least one", () => {
  expect(WordDfa.ofWords([]).least()).toBeNull();
  expect(WordDfa.ofWords([]).isEmpty()).toBe(true);
});
