/** What the evaluator takes from a request is what the reference takes from it (LANGUAGE.md §4). */
import { expect, test } from "vitest";
import type { Request } from "../../../src/base/request.ts";
import type { Condition } from "../../../src/ir/ir.ts";
import { interpret } from "../../../src/reference/interpret.ts";
import { isValidAction, isValidName, isValidResource } from "../../../src/reference/valid-request.ts";
import { loadBundle } from "../../../src/runtime/index.ts";
import { allow, attribute, buildSet, compare } from "../../support/build-set.ts";
import { artefact, builtBundle } from "../../support/bundle-of.ts";

const named = { agent: "a", action: "a", resource: "a" };
const context = (name: string): Extract<Condition, { kind: "has" }>["attribute"] => ({
  kind: "context",
  name,
});

/** Grants that tell every value of the attribute `a` from every other that a context below has. */
const conditions: readonly Condition[] = [
  { kind: "has", attribute: context("a") },
  { kind: "has", attribute: context("b") },
  compare("a", "==", 1),
  compare("a", ">=", 4_102_444_800_000),
  compare("a", "!=", "y"),
  { kind: "text", operator: "endsWith", attribute: context("a"), literal: "€" },
  { kind: "member", literal: "x", attribute: context("a") },
  { kind: "not", term: { kind: "member", literal: "x", attribute: context("b") } },
];
const set = buildSet({
  agents: { a: conditions.map((when, i) => allow("**", "**", { id: `s${i}`, when })) },
  context: ["a", "b"].map((name) => attribute(name, null)),
});
const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));

function isRead(request: Request): boolean {
  return bundle.decide(request).reason !== "invalid_request";
}

/** The texts that evaluator and reference judge differently, as each of the three names. */
function misjudged(texts: Iterable<string>): string[] {
  const wrong: string[] = [];
  for (const text of texts) {
    const judged = [
      isRead({ ...named, agent: text }),
      isRead({ ...named, action: text }),
      isRead({ ...named, resource: text }),
    ];
    const name = isValidName(text);
    const expected = [name, name && isValidAction(text), name && isValidResource(text)];
    if (judged.join() !== expected.join()) wrong.push(JSON.stringify(text));
  }
  return wrong;
}

function* around(points: Iterable<number>): Generator<string> {
  for (const point of points) {
    const character = String.fromCodePoint(point);
    yield `a${character}b`;
  }
}

test("every code point of the Basic Multilingual Plane is judged as the reference judges it", () => {
  expect(misjudged(around(Array.from({ length: 0x10000 }, (_, code) => code)))).toEqual([]);
});

test("code points around each astral boundary are judged as the reference judges them", () => {
  const boundaries = [0x10000, 0x20000, 0xe0000, 0xe0400, 0xe0800, 0xe0c00, 0xe1000, 0x10fffe];
  expect(misjudged(around(boundaries.flatMap((code) => [code - 2, code - 1, code, code + 1])))).toEqual([]);
});

test("a character at either end, beside separators and twice is judged as the reference judges it", () => {
  const characters = Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code));
  const texts = ["é", "\u00a0", "\u3000", "😀", "\ud83d", "\ude00", ...characters].flatMap((c) => [
    c,
    `${c}b`,
    `b${c}`,
    `b/${c}/b`,
    `b:${c}:b`,
    `b${c}${c}b`,
    `b/${c}${c}`,
    `b/${c}b`,
    `b/b${c}`,
    `b:/${c}`,
    `b://${c}`,
    `file:///${c}`,
    `arn:b${c}/b`,
  ]);
  expect(misjudged(texts)).toEqual([]);
});

test("a percent sign is judged by the two characters after it as the reference does", () => {
  const texts: string[] = ["%", "%4", "a%4", "a%", "%%41", "%é1"];
  for (let first = 0x20; first < 0x7f; first++) {
    for (const second of "0aAfFgG@/:`") texts.push(`%${String.fromCharCode(first)}${second}.`);
  }
  expect(misjudged(texts)).toEqual([]);
});

test.each(["a", "é", "€", "😀"])("names that end in %s are 4,096 bytes long at most", (last) => {
  const size = new TextEncoder().encode(last).length;
  const lengths = [1, 254, 255, 256, 257, 4090, 4094, 4095, 4096, 4097, 4098, 4100];
  const texts = lengths.filter((n) => n >= size).map((length) => "a".repeat(length - size) + last);
  expect(misjudged([...texts, last.repeat(Math.floor(4096 / size)), last.repeat(4096)])).toEqual([]);
});

function names(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, i]));
}

test.each<[string, unknown]>([
  ["256 names", names(256)],
  ["257 names", names(257)],
  ["256 names in two maps", { ...names(250), nested: names(5) }],
  ["257 names in two maps", { ...names(250), nested: names(6) }],
  ["1,024 elements", { a: Array.from({ length: 1024 }, () => "x") }],
  ["1,025 elements", { a: Array.from({ length: 1025 }, () => "x") }],
  ["1,024 elements of two lists", { a: Array.from({ length: 1023 }, () => "x"), b: ["y"] }],
  ["1,025 elements of two lists", { a: Array.from({ length: 1023 }, () => "x"), b: ["y", "x"] }],
  ["1,025 elements in nested lists", { a: [Array.from({ length: 1024 }, () => 1)] }],
  ["65,536 bytes", { a: "x".repeat(65_535) }],
  ["65,537 bytes", { a: "x".repeat(65_536) }],
  ["65,536 bytes of three each", { a: "€".repeat(21_845) }],
  ["65,537 bytes of three each", { aa: "€".repeat(21_845) }],
  ["65,537 bytes of four each", { ab: "😀".repeat(16_383), c: "xx" }],
  ["65,537 bytes of names", { ["x".repeat(65_537)]: 1 }],
  ["the latest instant", { a: 4_102_444_800_000 }],
  ["an undefined value", { a: undefined, b: [undefined, "x"] }],
  ["a sparse list", { a: new Array(3) }],
  ["functions and symbols", { a: [() => 1] }],
  ["a symbol as a name", { [Symbol("a")]: 1 }],
  ["a big integer", { a: 1n }],
  ["a boxed text", { a: Object("x") as unknown }],
  ["a lone surrogate", { a: "\ud83dx" }],
  ["a lone surrogate in a name", { "\ude00": 1 }],
  ["a lone surrogate in a list", { a: ["x", "\ud83d"] }],
  ["a list of texts", { a: ["w", "x"], b: ["x"] }],
  ["a list with a number", { a: ["x", 1] }],
  ["an empty map, which counts as a list", { a: {}, b: {} }],
  ["a map that counts against the names", { a: { x: 1 } }],
  ["null", { a: null, b: null }],
  ["a name of the prototype, by JSON", JSON.parse('{"__proto__":["x"],"a":1,"constructor":2}')],
  [
    "a name of the prototype, own",
    Object.defineProperty({ a: 1 }, "__proto__", { value: 1, enumerable: true }),
  ],
  ["a prototype with names", Object.create({ a: 1 })],
  ["names without a prototype", Object.assign(Object.create(null) as object, { a: 1 })],
  ["a name that is hidden", Object.defineProperty({}, "a", { value: 1, enumerable: false })],
  ["an empty list", []],
  ["an empty list with names", Object.assign([], { a: 1 })],
  ["a list with names in the context", { a: Object.assign(["x"], { b: () => 1 }) }],
  ["a list", ["a"]],
  ["a text", "a"],
])("a context of %s is read as the reference reads it", (_, given) => {
  const request = { ...named, context: given };
  expect(bundle.decide(request)).toEqual(interpret(set, request));
});

test("the contexts above are of every kind: read, and read to a grant, and refused", () => {
  const reasons = [{ a: 1 }, { c: 1 }, { a: () => 1 }].map(
    (given) => bundle.decide({ ...named, context: given }).reason,
  );
  expect(reasons).toEqual(["granted", "no_grant", "invalid_request"]);
});

test("the bounds of `now` are inclusive, and it is a whole number", () => {
  expect(isRead({ ...named, now: 0 })).toBe(true);
  expect(isRead({ ...named, now: -0 })).toBe(true);
  expect(isRead({ ...named, now: 4_102_444_800_000 })).toBe(true);
  for (const now of [4_102_444_800_001, -1, 0.5, NaN, Infinity])
    expect(isRead({ ...named, now })).toBe(false);
});

test.each<[string, () => unknown]>([
  ["names that are not enumerable", () => Object.defineProperties({}, hidden)],
  ["a proxy that answers every read", () => new Proxy({}, { get: (_, name) => Reflect.get(plain, name) })],
  ["an object without prototype", () => Object.assign(Object.create(null) as object, plain)],
])("a request of %s is what reading it gives, to interpreter and runtime alike", (_, make) => {
  const read = interpret(readSet, make());
  expect(read.reason).not.toBe("invalid_request");
  expect(loadBundle(artefact(builtBundle(readSet), "policy.json")).decide(make())).toEqual(read);
});

test("a name that all objects were given is no part of a request", () => {
  const set = readSet;
  const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
  Object.defineProperty(Object.prototype, "resource", { value: "a", configurable: true });
  try {
    const request = { agent: "a", action: "a" };
    expect(interpret(set, request).reason).toBe("invalid_request");
    expect(bundle.decide(request)).toEqual(interpret(set, request));
    expect(bundle.decide({ ...request, resource: "a" })).toEqual(
      interpret(set, { ...request, resource: "a" }),
    );
  } finally {
    Reflect.deleteProperty(Object.prototype, "resource");
  }
});

const plain = { agent: "a", action: "a", resource: "a" };
const hidden = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, { value }]));
const readSet = buildSet({ agents: { a: [allow("a", "a")] } });
