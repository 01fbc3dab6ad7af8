import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultGates, gateWords } from "../../../src/diff/gate-words.ts";

const page = readFileSync(new URL("../../../docs/reviewing.md", import.meta.url), "utf8");

test("the default gates are words, and refuse whatever loosens the check", () => {
  expect(defaultGates.filter((word) => !gateWords.includes(word))).toEqual([]);
  expect(defaultGates).toContain("weakened");
});

test("the page of reviews names words that exist, and the default gates as they are", () => {
  const rows = page.split("\n").filter((line) => /^\| `/.test(line));
  const named = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`([a-z-]+)`/g)].map((m) => m[1]),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((word) => word === undefined || !gateWords.includes(word))).toEqual([]);
  const sentence = /`ci` and the action refuse (.*) unless they are told otherwise/.exec(page)?.[1] ?? "";
  expect([...sentence.matchAll(/`([a-z-]+)`/g)].map((m) => m[1])).toEqual(defaultGates);
});

test("each word stands once", () => {
  expect(new Set(gateWords).size).toBe(gateWords.length);
});
