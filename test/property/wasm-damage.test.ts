/**
 * Damaged tables and wrong calls: policy.wasm refuses or decides, and always comes to an end.
 *
 * A trap would be an exception here, and a walk without end the test's timeout.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicySet, Statement } from "../../src/ir/ir.ts";
import { adler32 } from "../../src/runtime/checksum.ts";
import {
  bitDeep,
  bitGap,
  bitStar,
  bitTable,
  CLASSES,
  directoryAt,
  MANIFEST,
  MATCHER,
  sectionCount,
} from "../../src/runtime/layout.ts";
import { tablesAt } from "../../src/bundle/wasm-module.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { arbitrarySet } from "../support/arbitrary-set.ts";
import { allow, buildSet } from "../support/build-set.ts";
import { artefactBytes, builtBundle, tablesOf } from "../support/bundle-of.ts";
import { compileExample } from "../support/load-set.ts";
import { runs } from "../support/runs.ts";
import type { PolicyExports } from "../support/wasm-policy.ts";
import { encodedRequest } from "../support/wasm-encoding.ts";

interface Subject {
  readonly module: WebAssembly.Module;
  readonly tables: Uint8Array;
  /** Encoded. */
  readonly requests: readonly Uint8Array[];
}

function subjectOf(set: PolicySet, seed: number): Subject {
  const bundle = builtBundle(set, { targets: ["json", "wasm"] });
  return {
    module: new WebAssembly.Module(Uint8Array.from(artefactBytes(bundle, "policy.wasm"))),
    tables: tablesOf(bundle),
    requests: fc.sample(arbitraryRequest(set), { numRuns: 6, seed }).map(encodedRequest),
  };
}

function subjects(): readonly Subject[] {
  const sets = fc.sample(
    arbitrarySet.filter(({ statements }) => statements.length > 5),
    { numRuns: 6, seed: 11 },
  );
  const { set } = compileExample("data-platform");
  if (set === null) throw new Error("the example does not compile");
  return [...sets, set].map((one, i) => subjectOf(one, i));
}

/** Writes words or bytes over the tables; with `repaired`, the checksum fits again. */
interface Mutation {
  readonly edits: readonly { readonly at: number; readonly value: number; readonly word: boolean }[];
  readonly repaired: boolean;
}

const word = fc.oneof(
  fc.nat(64),
  fc.constantFrom(0xffffffff, 0x7fffffff, 0x80000000, 0x80000001, 0x10000, 0x200, 0x100, 0xffff),
  fc.integer({ min: 0, max: 0xffffffff }),
  // Nodes of the matcher.
  fc.tuple(fc.nat(8), fc.nat(8), fc.nat(127)).map(([run, edges, bits]) => run | (edges << 8) | (bits << 17)),
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  edits: fc.array(
    fc.oneof(
      fc.record({ at: fc.nat(0xffffff), value: word, word: fc.constant(true) }),
      fc.record({ at: fc.nat(0xffffff), value: fc.nat(255), word: fc.constant(false) }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  repaired: fc.boolean(),
});

function mutated(tables: Uint8Array, { edits, repaired }: Mutation): Uint8Array {
  const copy = Uint8Array.from(tables);
  const view = new DataView(copy.buffer);
  // The manifest is not read here, so that nothing is learnt from changing it.
  const end = view.getUint32((directoryAt + MANIFEST * 2) * 4, true) * 4;
  for (const { at, value, word: whole } of edits) {
    if (whole) view.setUint32(Math.floor((at % end) / 4) * 4, value, true);
    else copy[at % end] = value;
  }
  if (repaired) view.setUint32(12, adler32(copy, 16), true);
  return copy;
}

interface Outcome {
  readonly codes: readonly number[];
  readonly lengths: readonly number[];
}

/** What a fresh instance with these tables says to all requests. */
function outcomeOf({ module, requests }: Subject, tables: Uint8Array): Outcome {
  const { exports } = new WebAssembly.Instance<PolicyExports>(module);
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(tables, tablesAt);
  const codes: number[] = [];
  const lengths: number[] = [];
  for (const request of requests) {
    memory.set(request, exports.request.value);
    codes.push(exports.decide(request.length));
    lengths.push(exports.json());
  }
  const list = listOf(requests);
  memory.set(list, exports.request.value);
  codes.push(exports.decide_all(list.length));
  lengths.push(exports.json());
  expect(exports.output() + Math.max(0, ...lengths)).toBeLessThanOrEqual(memory.length);
  return { codes, lengths };
}

function listOf(requests: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from([5, requests.length, 0, 0, 0, ...requests.flatMap((request) => [...request])]);
}

test("mutated tables are refused or decide, half of them with the sum repaired", () => {
  const all = subjects();
  let refused = 0;
  let decided = 0;
  fc.assert(
    fc.property(fc.nat(all.length - 1), mutation, (which, change) => {
      const subject = all[which];
      if (subject === undefined) throw new Error("no subject");
      const { codes, lengths } = outcomeOf(subject, mutated(subject.tables, change));
      expect(codes.filter((code) => code < -3 || code === -2 || code > 5)).toEqual([]);
      expect(codes.filter((code, i) => code < 0 && (lengths[i] ?? 0) >= 0)).toEqual([]);
      if (codes.every((code) => code < 0)) refused += 1;
      else decided += 1;
    }),
    { numRuns: runs(10_000) },
  );
  expect(refused).toBeGreaterThan(runs(10_000) / 4);
  expect(decided).toBeGreaterThan(runs(10_000) / 20);
});

test("tables whose sum does not fit are refused by every call", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  for (let at = 0; at < subject.tables.length; at += 3) {
    const copy = Uint8Array.from(subject.tables);
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
    const { codes, lengths } = outcomeOf(subject, copy);
    expect(new Set([...codes, ...lengths])).toEqual(new Set([-1]));
  }
});

test("cut tables are refused by every call", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  for (let length = 0; length < subject.tables.length; length += 101) {
    const copy = Uint8Array.from(subject.tables);
    copy.fill(0, length);
    expect(new Set(outcomeOf(subject, copy).codes)).toEqual(new Set([-1]));
  }
});

test("a section that lies over another, or outside, is refused", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  for (let section = 0; section < sectionCount; section++) {
    for (const [entry, change] of [
      [0, 1],
      [0, -2],
      [1, 2],
      [1, 0x3fffffff],
    ] as const) {
      const copy = Uint8Array.from(subject.tables);
      const view = new DataView(copy.buffer);
      const at = (directoryAt + section * 2 + entry) * 4;
      view.setUint32(at, view.getUint32(at, true) + change, true);
      view.setUint32(12, adler32(copy, 16), true);
      expect(new Set(outcomeOf(subject, copy).codes), `${section} ${entry} ${change}`).toEqual(new Set([-1]));
    }
  }
});

test("a matcher whose paths multiply is refused once it takes more steps than any bundle may", () => {
  const set = buildSet({ agents: { a: [allow("a", "**/a"), ...filler()] } });
  const { module, tables } = subjectOf(set, 1);
  const view = new DataView(tables.buffer);
  const section = (index: number): number => view.getUint32((directoryAt + index * 2) * 4, true) * 4;
  const words = view.getUint32((directoryAt + MATCHER * 2 + 1) * 4, true);
  // Nodes of text, empty, whose three wildcards are one and the same; behind its `a` stands the next.
  for (let at = 0; at + 6 <= words - 6; at += 6) {
    const node = [bitStar | bitDeep | bitGap, at + 4, at + 4, at + 4];
    const wildcard = [(1 << 8) | bitTable | (0x61 << 24), at + 6];
    [...node, ...wildcard].forEach((value, i) => {
      view.setUint32(section(MATCHER) + (at + i) * 4, value, true);
    });
  }
  // Every class has the one root, at 0.
  const classWords = view.getUint32((directoryAt + CLASSES * 2 + 1) * 4, true);
  for (let i = 0; i < classWords; i++) view.setUint32(section(CLASSES) + i * 4, i % 2 === 0 ? 1 : 0, true);
  view.setUint32(12, adler32(tables, 16), true);
  const { exports } = new WebAssembly.Instance<PolicyExports>(module);
  const memory = new Uint8Array(exports.memory.buffer);
  memory.set(tables, tablesAt);
  const request = encodedRequest({ agent: "a", action: "a", resource: "a".repeat(4096) });
  memory.set(request, exports.request.value);
  expect(exports.decide(request.length)).toBe(-1);
  expect(exports.json()).toBe(-2);
});

/** Statements that make the matcher long. */
function filler(): readonly Statement[] {
  return Array.from({ length: 40 }, (_, i) => allow("a", `${"x".repeat(i)}/*/${i}`));
}

test("any bytes as a request give an answer, and only whole ones a decision that allows", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  const { exports } = new WebAssembly.Instance<PolicyExports>(subject.module);
  const memory = new Uint8Array(exports.memory.buffer);
  const edited = fc
    .tuple(
      fc.constantFrom(...subject.requests, listOf(subject.requests)),
      fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(9), fc.nat(255))), { maxLength: 4 }),
      fc.nat(12),
    )
    .map(([request, edits, cut]) => {
      const bytes = Uint8Array.from(request);
      for (const [at, byte] of edits) bytes[at % bytes.length] = byte;
      return bytes.subarray(0, bytes.length - cut);
    });
  let wrong = 0;
  fc.assert(
    fc.property(fc.oneof(edited, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      memory.set(bytes, exports.request.value);
      const one = exports.decide(bytes.length);
      const all = exports.decide_all(bytes.length);
      expect([one, all].filter((code) => code < -2 || code > 5)).toEqual([]);
      if (one < 0 || all < 0) wrong += 1;
    }),
    { numRuns: runs(5000) },
  );
  expect(wrong).toBeGreaterThan(runs(1000));
});

test("a wrong length is no request", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  const { exports } = new WebAssembly.Instance<PolicyExports>(subject.module);
  expect(exports.json()).toBe(-2);
  for (const length of [-1, -0x80000000]) {
    expect(exports.decide(length)).toBe(-2);
    expect(exports.decide_all(length)).toBe(-2);
    expect(exports.json()).toBe(-2);
  }
  for (const length of [exports.capacity.value + 1, 0x7fffffff]) {
    expect(exports.decide(length)).toBe(0);
    expect(exports.json()).toBeGreaterThan(0);
    expect(exports.decide_all(length)).toBe(0);
    expect(exports.json()).toBeGreaterThan(0);
  }
  expect(exports.decide(0)).toBe(-2);
  // The whole buffer, full of zeros: one null and much behind it.
  expect(exports.decide(exports.capacity.value)).toBe(-2);
});

test("a list of the most values nested as deep as the buffer allows comes to an end", () => {
  const [subject] = subjects();
  if (subject === undefined) throw new Error("no subject");
  const { exports } = new WebAssembly.Instance<PolicyExports>(subject.module);
  const capacity = exports.capacity.value;
  const buffer = new Uint8Array(exports.memory.buffer, exports.request.value, capacity);
  // Lists of two: another list, and a null behind it; which takes six bytes a level.
  const depth = Math.floor((capacity - 1) / 6);
  for (let i = 0; i < depth; i++) buffer.set([5, 2, 0, 0, 0], i * 5);
  buffer.fill(0, depth * 5);
  expect(exports.decide(depth * 6 + 1)).toBe(0);
  expect(exports.decide(depth * 6)).toBe(-2);
  expect(exports.decide_all(depth * 6 + 1)).toBe(0);
});
