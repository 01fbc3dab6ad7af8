import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { Budget } from "../../../src/automata/budget.ts";
import { LazyDfa } from "../../../src/automata/lazy-dfa.ts";
import { runNfa } from "../../../src/automata/nfa.ts";
import {
  caselessNfa,
  caselessPrefix,
  caselessSuffix,
  hasCase,
  stretchableStars,
  stretchedNfa,
} from "../../../src/automata/stretched-glob.ts";
import type { Glob } from "../../../src/ir/ir.ts";
import { globOf } from "../../support/arbitrary-set.ts";
import { shortWords } from "../../support/short-requests.ts";

const resource = (text: string): Glob => globOf("resource", text);
const stretched = (text: string, word: string, isAnchored = true): boolean =>
  runNfa(stretchedNfa(resource(text), isAnchored), codePoints(word));

test.each([
  ["repos/*/branches/main", "repos/acme/branches/main", true],
  ["repos/*/branches/main", "repos/acme/app/branches/main", true],
  ["repos/*/branches/main", "repos/a:b/c/branches/main", true],
  ["repos/*/branches/main", "repos/a/branches/branches/main", false],
  ["repos/*/branches/main", "repos/a/branches/b/branches/main", false],
  ["repos/*/branches/main", "repos/a/branches2/branches/main", true],
  ["repos/*/branches/main", "repos/a/branche/branches/main", true],
  ["repos/*/branches/main", "repos/branches/main", false],
  ["repos/*/branches/main", "repos/branches/branches/main", true],
  ["repos/*/*/main", "repos/a/b/c/d/main", true],
  ["repos/*/*/main", "repos/a/main/c/d/main", false],
  ["web-*-x/main", "web-a/b-x/main", true],
  ["web-*-x/main", "web-a/main/b-x/main", false],
  ["a/**/b*c/d", "a/b/x/c/d", true],
])("a star in `%s` and several segments: `%s`", (glob, word, isMatched) => {
  expect(stretched(glob, word)).toBe(isMatched);
});

test("without an anchor any segments will do", () => {
  expect(stretched("repos/*/branches/main", "repos/a/branches/b/branches/main", false)).toBe(true);
  expect(stretched("repos/*/branches/main", "repos/branches/main", false)).toBe(false);
});

test.each([
  ["resource", "repos/*/branches/*", 1],
  ["resource", "repos/*/*", 0],
  ["resource", "arn:aws:ecs:*:*:service/x", 0],
  ["resource", "arn:aws:ecs:*:*:service/*/web", 1],
  ["resource", "arn:*:*:*:*:role/*-admin/x", 1],
  ["resource", "arn:aws:s3:::bucket-*/key", 1],
  ["resource", "*:*:x", 2],
  ["action", "mcp:*:delete", 1],
  ["action", "aws:*:Delete", 0],
] as const)("%s `%s` has %i stars that could stand for several segments", (dimension, text, count) => {
  expect(stretchableStars(globOf(dimension, text))).toHaveLength(count);
});

/** What a star may stand for, tried one after the other. */
function matchesBySplitting(tokens: Glob["tokens"], word: string): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return word === "";
  if (token.kind === "text")
    return word.startsWith(token.text) && matchesBySplitting(rest, word.slice(token.text.length));
  return Array.from({ length: word.length + 1 }, (_, length) => word.slice(0, length)).some((taken) => {
    const isTaken =
      token.kind === "deep" ||
      (token.kind === "gap" ? taken === "" || taken.endsWith("/") : isStretch(taken, rest));
    return isTaken && matchesBySplitting(rest, word.slice(taken.length));
  });
}

// The globs below have the one anchor `b`, and their stars are segments of their own.
function isStretch(taken: string, rest: Glob["tokens"]): boolean {
  const segments = taken.split(/[:/]/);
  const hasAnchor = rest.some((token) => token.kind === "text" && /(^|[:/])b($|[:/])/.test(token.text));
  return segments.length === 1 || !hasAnchor || !segments.includes("b");
}

test.each(["a/*/b", "*/b", "*/b/*/b", "a/**/*/b", "*/b/*", "a/*/b/**"])(
  "the automaton of `%s` agrees with trying all that its stars may stand for",
  (text) => {
    const glob = resource(text);
    const nfa = stretchedNfa(glob, true);
    const dfa = new LazyDfa(nfa);
    for (const word of shortWords(["a", "b", "/"], 7)) {
      const expected = matchesBySplitting(glob.tokens, word);
      expect(`${word} ${String(runNfa(nfa, codePoints(word)))}`).toBe(`${word} ${String(expected)}`);
      expect(dfa.run(codePoints(word), new Budget(Infinity))).toBe(expected);
    }
  },
);

test("a caseless glob reads either case of ASCII letters, and no other letters alike", () => {
  const nfa = caselessNfa(resource("Repos/*/é"));
  const reads = (word: string): boolean => runNfa(nfa, codePoints(word));
  expect([reads("rEPOS/x/é"), reads("repos/X/é"), reads("repos/x/É"), reads("repos/x/y/é")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([caselessPrefix("12/ab"), caselessSuffix("ab/12"), caselessPrefix("ab")]).toEqual([
    "12/",
    "/12",
    "",
  ]);
  expect([hasCase(resource("1/*/é")), hasCase(resource("1/*/a"))]).toEqual([false, true]);
});
