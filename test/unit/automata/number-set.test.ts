import { expect, test } from "vitest";
import { nextDown, nextUp, numberSets, numbersThat } from "../../../src/automata/number-set.ts";

const { intersect, complement, isEmpty, least, full, empty } = numberSets;

test("no double lies between neighbours", () => {
  expect(isEmpty(intersect(numbersThat(">", 1), numbersThat("<", nextUp(1))))).toBe(true);
  expect(isEmpty(intersect(numbersThat(">=", 1), numbersThat("<", nextUp(1))))).toBe(false);
  expect(nextDown(nextUp(0.1))).toBe(0.1);
});

test("minus zero is zero", () => {
  expect(isEmpty(intersect(numbersThat("<", 0), numbersThat(">=", -0)))).toBe(true);
  expect(Object.is(nextUp(-5e-324), 0)).toBe(true);
  expect(isEmpty(intersect(numbersThat("<", 5e-324), numbersThat(">", -5e-324)))).toBe(false);
});

test("a number and its complement are everything and nothing", () => {
  const one = numbersThat("==", 1);
  expect(complement(complement(one))).toEqual(one);
  expect(complement(full)).toEqual(empty);
  expect(isEmpty(numbersThat(">", Number.MAX_VALUE))).toBe(true);
});

test.each([
  [numbersThat(">", 500), 501],
  [numbersThat("<=", 500), 0],
  [numbersThat("<", 0), -1],
  [intersect(numbersThat(">", 10), numbersThat("<", 5000)), 11],
  [intersect(numbersThat(">", 10.5), numbersThat("<", 11)), 10.6],
  [intersect(numbersThat(">", 0), numbersThat("<", 1)), 0.1],
  [numbersThat(">", 9007199254740991), 1e21],
  [intersect(numbersThat(">=", 0.3), numbersThat("<=", 0.3)), 0.3],
])("the least number has the shortest text: %j gives %d", (set, expected) => {
  expect(least(set)).toBe(expected);
});
