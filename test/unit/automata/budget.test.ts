import { expect, test } from "vitest";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";

test("a budget admits as many states as it says and no more", () => {
  const budget = new Budget(3);
  budget.charge(3);
  expect(budget.spent).toBe(3);
  expect(() => {
    budget.charge(1);
  }).toThrow(BudgetExceeded);
});
