import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { type Beginning, beginningOf } from "../../../src/automata/beginning.ts";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { GlobLibrary } from "../../../src/automata/glob-library.ts";
import { DEAD } from "../../../src/automata/lazy-dfa.ts";
import { UnionNfa } from "../../../src/automata/union-nfa.ts";
import { INVALID } from "../../../src/automata/validity.ts";
import { globOf } from "../../support/arbitrary-set.ts";

const library = new GlobLibrary();
const everything = library.entry(globOf("action", "**"));

/** The beginning of the resources that match one of each list, over one negative. */
function beginning(positives: readonly (readonly string[])[], negative = "**", maxStates = 100): Beginning {
  const resources = positives.map((texts) => texts.map((text) => library.entry(globOf("resource", text))));
  return beginningOf(
    {
      positives: resources.map((entries) => ({
        action: new UnionNfa([everything.nfa]),
        resource: new UnionNfa(entries.map(({ nfa }) => nfa)),
      })),
      negatives: [{ action: everything.dfa, resource: library.entry(globOf("resource", negative)).dfa }],
      shapes: null,
      isBlocked: () => false,
      longest: 100,
      budget: new Budget(maxStates),
    },
    "resource",
  );
}

const textOf = ({ text }: Beginning): string => String.fromCodePoint(...text);

test("words begin with the longest beginning that one language forces", () => {
  expect(textOf(beginning([["repos/a/*"], ["repos/*/x"]]))).toBe("repos/a/");
  expect(textOf(beginning([["**"], ["*/x"]]))).toBe("");
  expect(textOf(beginning([["repos/a"]]))).toBe("repos/a");
});

test("of alternatives only what all of them begin with is forced", () => {
  expect(textOf(beginning([["repos/ab/*", "repos/ac", "repos/a*"]]))).toBe("repos/a");
  expect(textOf(beginning([["a/*", "b/*"]]))).toBe("");
});

test("every language stands where it stands after the beginning, or nowhere", () => {
  const { positives, negatives, bytes } = beginning([["é/*"], ["*/x"], ["x/**"]], "y*");
  expect(positives.map((states) => states.length > 0)).toEqual([true, true, false]);
  expect(negatives).toEqual([DEAD]);
  expect(bytes).toBe(codePoints("é/").length + 1);
});

test("a beginning that no valid name has is told", () => {
  expect(beginning([["../x"]]).valid).toBe(INVALID);
  expect(beginning([["a/x"]]).valid).not.toBe(INVALID);
});

test("each character is charged", () => {
  expect(() => beginning([["abcdefgh"]], "**", 5)).toThrow(BudgetExceeded);
});
