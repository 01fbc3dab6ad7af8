import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { compileGlob } from "../../../src/automata/glob-nfa.ts";
import { DEAD, LazyDfa } from "../../../src/automata/lazy-dfa.ts";
import { globOf } from "../../support/arbitrary-set.ts";

const dfaOf = (pattern: string): LazyDfa => new LazyDfa(compileGlob(globOf("resource", pattern)));
const unlimited = new Budget(Infinity);

test("a state is dead when nothing can be accepted any more", () => {
  const dfa = dfaOf("a*b");
  expect(dfa.step(dfa.start, 0x62, unlimited)).toBe(DEAD);
  expect(dfa.run(codePoints("a/b"), unlimited)).toBe(false);
});

test("a state is universal once everything below is accepted", () => {
  const dfa = dfaOf("a/*");
  const after = (text: string): number =>
    codePoints(text).reduce((state, c) => dfa.step(state, c, unlimited), dfa.start);
  expect(dfa.isUniversal(after("a"))).toBe(false);
  expect(dfa.isUniversal(after("a/"))).toBe(true);
});

test("a character that a state does not mention is ordinary there", () => {
  const dfa = dfaOf("**ab**");
  expect(dfa.isOrdinary(dfa.start, 0x61, unlimited)).toBe(false);
  expect(dfa.isOrdinary(dfa.start, 0x62, unlimited)).toBe(true);
});

test("infixes do not pile up positions that a later one covers", () => {
  const budget = new Budget(Infinity);
  dfaOf("**ab**ab**ab**").run(codePoints("abababababababab".repeat(10)), budget);
  expect(budget.spent).toBeLessThan(20);
});

test("new states are charged, known ones are not", () => {
  const dfa = dfaOf("**a/*/*/*/*/*/*/*/*/z");
  const word = codePoints("a/".repeat(40));
  expect(() => dfa.run(word, new Budget(20))).toThrow(BudgetExceeded);
  dfa.run(word, unlimited);
  expect(dfa.run(word, new Budget(0))).toBe(false);
});
