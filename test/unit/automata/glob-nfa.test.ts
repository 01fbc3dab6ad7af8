import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { compileGlob, literalPrefix, literalSuffix } from "../../../src/automata/glob-nfa.ts";
import { runNfa } from "../../../src/automata/nfa.ts";
import type { Dimension } from "../../../src/ir/ir.ts";
import { globOf } from "../../support/arbitrary-set.ts";

const matches = (dimension: Dimension, pattern: string, text: string): boolean =>
  runNfa(compileGlob(globOf(dimension, pattern)), codePoints(text));

test("a star stops at both separators", () => {
  expect(matches("resource", "repos/*/main", "repos/app/main")).toBe(true);
  expect(matches("resource", "repos/*/main", "repos/a/b/main")).toBe(false);
  expect(matches("resource", "repos/*/main", "repos/a:b/main")).toBe(false);
});

test("a trailing star takes everything below", () => {
  expect(matches("resource", "repos/*", "repos/app/branches/main")).toBe(true);
});

test("a gap is nothing or whole segments", () => {
  expect(matches("resource", "files/app/**/.env", "files/app/.env")).toBe(true);
  expect(matches("resource", "files/app/**/.env", "files/app/a/b/.env")).toBe(true);
  expect(matches("resource", "files/app/**/.env", "files/app/x.env")).toBe(false);
  expect(matches("resource", "**/.env", ".env")).toBe(true);
});

test("actions match either case and resources only their own", () => {
  expect(matches("action", "aws:ecs:UpdateService", "AWS:ecs:updateservice")).toBe(true);
  expect(matches("resource", "repos/App", "repos/app")).toBe(false);
});

test("an astral character is one character of a glob", () => {
  expect(matches("resource", "😀*b", "😀😀b")).toBe(true);
  expect(matches("resource", "😀", "\ud83d")).toBe(false);
});

test("the literal ends of a glob are its first and last text", () => {
  const glob = globOf("resource", "repos/*/branches/main");
  expect(literalPrefix(glob)).toBe("repos/");
  expect(literalSuffix(glob)).toBe("/branches/main");
  expect(literalPrefix(globOf("resource", "*x"))).toBe("");
});
