import { expect, test } from "vitest";
import { Budget, BudgetExceeded } from "../../../src/automata/budget.ts";
import { type GlobEntry, GlobLibrary } from "../../../src/automata/glob-library.ts";
import { globOf } from "../../support/arbitrary-set.ts";

const library = new GlobLibrary();
const unlimited = new Budget(Infinity);
const resource = (text: string): GlobEntry => library.entry(globOf("resource", text));
const overlaps = (a: string, b: string): boolean => library.overlaps(resource(a), resource(b), unlimited);
const contains = (a: string, b: string): boolean => library.contains(resource(a), resource(b), unlimited);

test("equal globs of different compilations share one entry", () => {
  expect(resource("repos/*/x")).toBe(resource("repos/*/x"));
});

test("patterns overlap where one text fits both", () => {
  expect(overlaps("repos/*/branches/main", "repos/web-*/branches/*")).toBe(true);
  expect(overlaps("repos/*/branches/main", "repos/web-*/files/*")).toBe(false);
  expect(overlaps("*a", "b*")).toBe(true);
  expect(overlaps("a/*/c", "a/b/b/c")).toBe(false);
  expect(overlaps("a/**/c", "a/b/b/c")).toBe(true);
});

test("a k-th segment from the end is compared in polynomial time", () => {
  const stars = "/*".repeat(30);
  const budget = new Budget(50_000);
  const a = resource(`**/a${stars}/z`);
  expect(library.overlaps(a, resource(`**/b${stars}/z`), budget)).toBe(false);
  expect(library.overlaps(a, resource(`**/b/*${stars}/z`), budget)).toBe(true);
  expect(library.contains(resource(`**${stars}/z`), a, budget)).toBe(true);
});

test("containment is shown where position follows position", () => {
  expect(contains("repos/**", "repos/*/branches/main")).toBe(true);
  expect(contains("**secret**", "files/*/secret-*/x")).toBe(true);
  expect(contains("repos/*/branches/*", "repos/app/branches/main")).toBe(true);
  expect(contains("a/**/c", "a/c")).toBe(true);
  expect(contains("repos/*/branches/main", "repos/**")).toBe(false);
  expect(contains("a*b", "a*c")).toBe(false);
});

test("comparing is charged", () => {
  const fresh = new GlobLibrary();
  const entry = (text: string): GlobEntry => fresh.entry(globOf("resource", text));
  expect(() => fresh.overlaps(entry("*a*b*c*d*e"), entry("*e*d*c*b*ae"), new Budget(3))).toThrow(
    BudgetExceeded,
  );
});

test("a glob knows how many bytes its words have at least", () => {
  expect(resource("ré/*/b").leastBytes).toBe(6);
});
