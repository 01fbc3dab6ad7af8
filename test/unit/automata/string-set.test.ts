import { expect, test } from "vitest";
import { Budget } from "../../../src/automata/budget.ts";
import { stringsAmong, stringSets, stringsThat } from "../../../src/automata/string-set.ts";

const budget = new Budget(Infinity);
const { intersect, complement, isEmpty, least, key } = stringSets(() => budget);

test("two prefixes that clash have no string in common", () => {
  expect(isEmpty(intersect(stringsThat("startsWith", "ab"), stringsThat("startsWith", "ac")))).toBe(true);
  expect(isEmpty(intersect(stringsThat("startsWith", "ab"), stringsThat("endsWith", "ac")))).toBe(false);
});

test("what contains a text is not what does not", () => {
  const has = stringsThat("contains", "secret");
  expect(isEmpty(intersect(has, complement(has)))).toBe(true);
  expect(isEmpty(intersect(stringsThat("startsWith", "a secret"), complement(has)))).toBe(true);
});

test("the least string is the shortest in bytes, then the first in code-point order", () => {
  expect(least(stringsAmong(["é", "b", "ab"]))).toBe("b");
  expect(least(complement(stringsAmong([])))).toBe("");
  expect(least(complement(stringsAmong(["", "\u0000"])))).toBe("\u0001");
  expect(least(intersect(stringsThat("startsWith", "CHG-"), complement(stringsAmong(["CHG-"]))))).toBe(
    "CHG-\u0000",
  );
  expect(least(intersect(stringsThat("contains", "ab"), stringsThat("contains", "ba")))).toBe("aba");
  expect(least(intersect(stringsThat("startsWith", "x"), stringsThat("endsWith", "😀")))).toBe("x😀");
});

test("a literal with a lone surrogate equals and begins no string", () => {
  expect(isEmpty(stringsAmong(["\ud800"]))).toBe(true);
  expect(isEmpty(stringsThat("startsWith", "\ud83d"))).toBe(true);
});

test("every string contains the empty one", () => {
  for (const operator of ["startsWith", "endsWith", "contains"] as const)
    expect(isEmpty(complement(stringsThat(operator, "")))).toBe(true);
});

test("equal languages have equal keys", () => {
  const both = intersect(stringsThat("contains", "ab"), stringsThat("startsWith", "ab"));
  expect(key(both)).toBe(key(stringsThat("startsWith", "ab")));
});
