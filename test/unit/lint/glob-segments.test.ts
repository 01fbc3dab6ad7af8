import fc from "fast-check";
import { expect, test } from "vitest";
import { Budget } from "../../../src/automata/budget.ts";
import { GlobLibrary } from "../../../src/automata/glob-library.ts";
import { stretchedNfa } from "../../../src/automata/stretched-glob.ts";
import { areApart, segmentsOf } from "../../../src/lint/glob-segments.ts";
import { globOf } from "../../support/arbitrary-set.ts";
import { runs } from "../../support/runs.ts";

const library = new GlobLibrary();
const entry = (text: string) => library.entry(globOf("resource", text));

test.each([
  ["a/*/b", "a/x/c", true],
  ["a/*/b", "a/x/b/c", true],
  ["a/*/b*", "a/x/b/c", false],
  ["a/x*", "a/y*", true],
  ["a/*x/b", "a/*y/b", true],
  ["a/**/b", "a/b", false],
  ["a/**/b", "c/b", true],
  ["a:b", "a/b", true],
  ["**", "a", false],
  ["a/*", "a", true],
])("`%s` and `%s` are seen to be apart: %s", (a, b, expected) => {
  expect(areApart(entry(a), entry(b))).toBe(expected);
});

const pattern = fc
  .array(fc.tuple(fc.constantFrom("a", "b", "ab", "*", "a*", "*b", "**", ""), fc.constantFrom("/", ":")), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) =>
    parts.map(([piece, separator], i) => (i + 1 < parts.length ? piece + separator : piece)).join(""),
  )
  .filter((text) => text !== "" && !text.includes("***"));

test("what is apart has no common word", () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      if (areApart(entry(a), entry(b)))
        expect(library.overlaps(entry(a), entry(b), new Budget(Infinity))).toBe(false);
    }),
    { numRuns: runs(1000) },
  );
});

test("a glob that is read more widely has no segments of its own", () => {
  const glob = globOf("resource", "a/*/b");
  const reading = library.reading(glob, "stretched", () => ({
    build: () => stretchedNfa(glob, true),
    prefix: "a/",
    suffix: "/b",
  }));
  expect(segmentsOf(reading)).toBeNull();
  expect(areApart(reading, entry("a/x/y/b"))).toBe(false);
  expect(areApart(entry("a/*/b"), entry("a/x/y/b"))).toBe(true);
});
