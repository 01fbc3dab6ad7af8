import { expect, test } from "vitest";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { compileGlob } from "../../../src/automata/glob-nfa.ts";
import { LazyDfa } from "../../../src/automata/lazy-dfa.ts";
import { findShortest } from "../../../src/automata/search.ts";
import { ShapeAutomaton } from "../../../src/automata/shapes.ts";
import { UnionNfa } from "../../../src/automata/union-nfa.ts";
import type { BindingService } from "../../../src/ir/ir.ts";
import { globOf } from "../../support/arbitrary-set.ts";
import { shape } from "../../support/build-set.ts";

type Names = readonly [action: string, resource: string];

interface Options {
  readonly services?: readonly BindingService[];
  readonly longest?: number;
  readonly maxStates?: number;
}

function shortest(
  positives: readonly Names[],
  negatives: readonly Names[],
  options: Options = {},
): string | null {
  const word = findShortest({
    positives: positives.map(([action, resource]) => ({
      action: new UnionNfa(action.split(" | ").map((a) => compileGlob(globOf("action", a)))),
      resource: new UnionNfa(resource.split(" | ").map((r) => compileGlob(globOf("resource", r)))),
    })),
    negatives: negatives.map(([action, resource]) => ({
      action: new LazyDfa(compileGlob(globOf("action", action))),
      resource: new LazyDfa(compileGlob(globOf("resource", resource))),
    })),
    shapes: options.services === undefined ? null : new ShapeAutomaton(options.services),
    isBlocked: () => true,
    longest: options.longest ?? 8192,
    budget: new Budget(options.maxStates ?? 1_000_000),
  });
  return word === null
    ? null
    : `${String.fromCodePoint(...word.action)} on ${String.fromCodePoint(...word.resource)}`;
}

test("the shortest word is found, the first in code-point order of those", () => {
  expect(shortest([["git:*", "repos/*/main"]], [])).toBe("git:! on repos/ /main");
  expect(shortest([["**", "b | a | cc"]], [])).toBe("! on a");
});

test("a star is filled where validity asks for it", () => {
  expect(shortest([["x", "a/**/b"]], [])).toBe("x on a/b");
  expect(shortest([["x", "b*:/b"]], [])).toBeNull();
  expect(shortest([["x", "arn*:/b"]], [])).toBe("x on arn:/b");
  expect(shortest([["x", "*:///b"]], [])).toBe("x on file:///b");
  expect(shortest([["x", "a/.*"]], [])).toBe("x on a/.!");
});

test("a pattern that no valid request has finds nothing", () => {
  for (const resource of ["a//b", "a/./b", "%41", "a\\b", " a", "a/"]) {
    expect(shortest([["x", resource]], [])).toBeNull();
  }
  expect(shortest([["a/b", "x"]], [])).toBeNull();
});

test("length counts in bytes, so one astral character is longer than three letters", () => {
  expect(shortest([["x", "😀 | abc"]], [])).toBe("x on abc");
  expect(shortest([["x", "é | ab"]], [])).toBe("x on ab");
  expect(shortest([["x", "é | è"]], [])).toBe("x on è");
});

test("a negative blocks its own pairs of action and resource only", () => {
  expect(shortest([["a | b", "c | d"]], [["a", "c"]])).toBe("a on d");
  expect(
    shortest(
      [["a | b", "c | d"]],
      [
        ["a", "**"],
        ["**", "c"],
      ],
    ),
  ).toBe("b on d");
  expect(
    shortest(
      [["a | b", "c | d"]],
      [
        ["**", "c"],
        ["a", "d"],
        ["b", "**"],
      ],
    ),
  ).toBeNull();
});

test("names longer than 4,096 bytes do not exist", () => {
  expect(shortest([["x", `${"a".repeat(4095)}*`]], [["x", "a".repeat(4095)]])).not.toBeNull();
  expect(shortest([["x", `${"a".repeat(4096)}*`]], [["x", "a".repeat(4096)]])).toBeNull();
  expect(shortest([["x", `${"é".repeat(2049)}`]], [])).toBeNull();
  expect(shortest([["y".repeat(4097), "x"]], [])).toBeNull();
});

test("a longer action may leave the resource within its limit", () => {
  const services = [
    { name: "a", shapes: [shape(`${"x".repeat(4090)}{r}`)], actions: [] },
    { name: "bbbbbbbbbb", shapes: [shape(`${"x".repeat(4085)}{r}`)], actions: [] },
  ];
  const seven = `${"x".repeat(4085)}*yyyyyyyyyyy`;
  expect(shortest([["a | bbbbbbbbbb", seven]], [], { services })).toMatch(/^bbbbbbbbbb on x/);
});

test("words beyond the length of interest are not looked for", () => {
  expect(shortest([["x", "abcd"]], [], { longest: 5 })).toBe("x on abcd");
  expect(shortest([["x", "abcd"]], [], { longest: 4 })).toBeNull();
});

test("shapes choose the resources of an action", () => {
  const services = [{ name: "git", shapes: [shape("repos/{repo}")], actions: [] }];
  expect(shortest([["git:push", "**"]], [], { services })).toBe("git:push on git");
  expect(shortest([["git:push", "r*"]], [], { services })).toBe("git:push on repos/!");
  expect(shortest([["git:push", "x*"]], [], { services })).toBeNull();
  expect(shortest([["**", "x*"]], [], { services })).toBe("! on x");
});

test("every state is charged", () => {
  expect(() => shortest([["x", "abcdefgh"]], [], { maxStates: 5 })).toThrow(BudgetExceeded);
});
