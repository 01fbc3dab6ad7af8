import { expect, test } from "vitest";
import { TupleTable } from "../../../src/automata/tuple-table.ts";

test("every tuple keeps its number while the table grows", () => {
  const table = new TupleTable(3);
  const tuples = Array.from({ length: 5000 }, (_, i) => [i % 7, -1 - (i % 11), i]);
  tuples.forEach((tuple, i) => {
    expect(table.find(tuple)).toBe(-1);
    expect(table.add(tuple)).toBe(i);
  });
  expect(tuples.every((tuple, i) => table.find(tuple) === i)).toBe(true);
  expect(table.at(4999, 2)).toBe(4999);
  expect(table.count).toBe(5000);
});

test("a tuple is numbered once, and an emptied table knows none", () => {
  const table = new TupleTable(2);
  const tuples = Array.from({ length: 300 }, (_, i) => Int32Array.of(i % 100, i % 3));
  const numbers = tuples.map((tuple) => table.intern(tuple));
  expect(new Set(numbers).size).toBe(table.count);
  const into = new Int32Array(2);
  table.read(numbers[250] ?? -1, into);
  expect([...into]).toEqual([50, 1]);
  table.reset(3);
  expect(table.count).toBe(0);
  expect(table.find([50, 1, 0])).toBe(-1);
  expect(tuples.map((tuple) => table.intern([...tuple, 7])).slice(0, 2)).toEqual([0, 1]);
});
