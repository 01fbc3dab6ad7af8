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
