import { expect, test } from "vitest";
import { readRequest as readReference } from "../../../src/reference/read-request.ts";
import { isValidName } from "../../../src/reference/valid-request.ts";
import { readRequest } from "../../../src/runtime/read-request.ts";

const named = { agent: "a", action: "a", resource: "a" };

test("every code point of the Basic Multilingual Plane is judged as the reference judges it", () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const agent = `a${String.fromCharCode(code)}b`;
    if ((readRequest({ ...named, agent }) !== null) !== isValidName(agent)) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

test("code points around each astral boundary are judged as the reference judges them", () => {
  const wrong: string[] = [];
  for (const boundary of [0x10000, 0x20000, 0xe0000, 0xe0400, 0xe0800, 0xe0c00, 0xe1000, 0x10fffe]) {
    for (let code = boundary - 2; code <= boundary + 1; code++) {
      const agent = `a${String.fromCodePoint(code)}b`;
      if ((readRequest({ ...named, agent }) !== null) !== isValidName(agent)) wrong.push(code.toString(16));
    }
  }
  expect(wrong).toEqual([]);
});

test("a percent sign is judged by the two characters after it as the reference does", () => {
  const wrong: string[] = [];
  for (let first = 0x20; first < 0x7f; first++) {
    for (const second of "0aAfFgG@/:`") {
      const agent = `%${String.fromCharCode(first)}${second}.`;
      if ((readRequest({ ...named, agent }) !== null) !== isValidName(agent)) wrong.push(agent);
    }
  }
  expect(wrong).toEqual([]);
});

function names(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, i]));
}

test.each<[string, unknown]>([
  ["256 names", names(256)],
  ["257 names", names(257)],
  ["256 names in two maps", { ...names(250), nested: names(5) }],
  ["257 names in two maps", { ...names(250), nested: names(6) }],
  ["1,024 elements", { a: Array.from({ length: 1024 }, () => 1) }],
  ["1,025 elements", { a: Array.from({ length: 1025 }, () => 1) }],
  ["1,025 elements in nested lists", { a: [Array.from({ length: 1024 }, () => 1)] }],
  ["65,536 bytes", { a: "x".repeat(65_535) }],
  ["65,537 bytes", { a: "x".repeat(65_536) }],
  ["65,536 bytes of three each", { a: "€".repeat(21_845) }],
  ["65,537 bytes of four each", { ab: "😀".repeat(16_383), c: "xx" }],
  ["the latest instant", { a: 4_102_444_800_000 }],
  ["an undefined value", { a: undefined, b: [undefined, "x"] }],
  ["a sparse list", { a: new Array(3) }],
  ["functions and symbols", { a: [() => 1] }],
  ["a big integer", { a: 1n }],
  ["a boxed text", { a: Object("x") as unknown }],
])("a context of %s is read as the reference reads it", (_, context) => {
  expect(readRequest({ ...named, context })).toEqual(readReference({ ...named, context }));
});

test("the bounds of `now` are inclusive", () => {
  expect(readRequest({ ...named, now: 0 })?.now).toBe(0);
  expect(readRequest({ ...named, now: 4_102_444_800_000 })?.now).toBe(4_102_444_800_000);
  expect(readRequest({ ...named, now: 4_102_444_800_001 })).toBeNull();
});
