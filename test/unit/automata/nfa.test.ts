import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { ANY, INSIDE, Nfa, runNfa, SEPARATOR } from "../../../src/automata/nfa.ts";

test("edges read a literal, anything, anything but separators, or separators only", () => {
  const reading = (on: number): Nfa =>
    new Nfa(
      [
        { edges: [{ on, to: 1 }], skips: [], coveredFrom: 0 },
        { edges: [], skips: [], coveredFrom: 1 },
      ],
      0,
      false,
    );
  const read = (on: number): string[] =>
    ["a", "é", "/", ":"].filter((c) => runNfa(reading(on), codePoints(c)));
  expect(read(0x61)).toEqual(["a"]);
  expect(read(ANY)).toEqual(["a", "é", "/", ":"]);
  expect(read(INSIDE)).toEqual(["a", "é"]);
  expect(read(SEPARATOR)).toEqual(["/", ":"]);
});

test("a control character that is a literal is not taken for every other character", () => {
  const nfa = new Nfa(
    [
      { edges: [{ on: 1, to: 1 }], skips: [], coveredFrom: 0 },
      { edges: [], skips: [], coveredFrom: 1 },
    ],
    0,
    false,
  );
  expect(runNfa(nfa, [1])).toBe(true);
  expect(runNfa(nfa, [0x61])).toBe(false);
});
