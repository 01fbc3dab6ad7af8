import { expect, test } from "vitest";
import { boolSet, boolSets } from "../../../src/automata/bool-set.ts";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { ALWAYS, type Diagram, Diagrams, NEVER } from "../../../src/automata/decision-diagram.ts";
import { ABSENT, ILL_TYPED, label, type Variable } from "../../../src/automata/label.ts";
import { FULL_SET, InternedSets } from "../../../src/automata/value-set.ts";

const bools = new InternedSets(boolSets);
const variable = (rank: number): Variable => ({
  rank,
  member: null,
  algebra: bools,
  universe: label(FULL_SET, ABSENT | ILL_TYPED),
});
const [p, q] = [variable(0), variable(1)];
const isTrue = label(bools.intern(boolSet(true)), 0);
const isFalse = label(bools.intern(boolSet(false)), 0);

const fresh = (budget: Budget = new Budget(Infinity)): Diagrams => new Diagrams(() => budget);

test("absent, ill-typed, true and false are all there is", () => {
  const diagrams = fresh();
  const parts = [isTrue, isFalse, label(0, ABSENT), label(0, ILL_TYPED)];
  const whole = parts.reduce<Diagram>((any, part) => diagrams.or(any, diagrams.atom(p, part)), NEVER);
  expect(whole).toBe(ALWAYS);
});

test("three of the four leave the fourth", () => {
  const diagrams = fresh();
  const parts = [isTrue, isFalse, label(0, ILL_TYPED)];
  const left = parts.reduce<Diagram>((rest, part) => diagrams.minus(rest, diagrams.atom(p, part)), ALWAYS);
  expect(left).toBe(diagrams.atom(p, label(0, ABSENT)));
});

test("equal functions are one diagram", () => {
  const diagrams = fresh();
  const a = diagrams.atom(p, isTrue);
  const b = diagrams.atom(q, isTrue);
  expect(diagrams.not(diagrams.and(a, b))).toBe(diagrams.or(diagrams.not(a), diagrams.not(b)));
  expect(diagrams.minus(a, b)).toBe(diagrams.and(diagrams.not(b), a));
  expect(diagrams.and(a, diagrams.not(a))).toBe(NEVER);
});

test("variables are tested in the order of their rank", () => {
  const diagrams = fresh();
  const both = diagrams.and(diagrams.atom(q, isTrue), diagrams.atom(p, isTrue));
  expect(diagrams.variableOf(both)).toBe(p);
});

test("nodes are charged", () => {
  const budget = new Budget(6);
  const diagrams = fresh(budget);
  expect(() => {
    let all: Diagram = ALWAYS;
    for (let i = 0; i < 10; i++) all = diagrams.and(all, diagrams.atom(variable(i), isTrue));
  }).toThrow(BudgetExceeded);
});
