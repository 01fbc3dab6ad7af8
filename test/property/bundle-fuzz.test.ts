/**
 * Tables that something has changed: refused with a `BundleError`, or they decide every request within the
 * bounds of their structure, without an exception and without a read outside.
 */
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import type { Decision } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { BundleError, loadBundle, type Bundle } from "../../src/runtime/index.ts";
import { directoryAt, headerWords, sectionCount } from "../../src/runtime/layout.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { arbitrarySet } from "../support/arbitrary-set.ts";
import { allow, buildSet } from "../support/build-set.ts";
import { builtBundle, tablesOf } from "../support/bundle-of.ts";
import { countedBundle } from "../support/counted-bundle.ts";
import { fileOf, repairSum } from "../support/edited-tables.ts";
import { compileExample } from "../support/load-set.ts";
import { runs } from "../support/runs.ts";
import { structuralBound } from "../support/structural-bound.ts";

vi.mock(import("../../src/runtime/counting.ts"), () => ({ counting: true }));

const outside = vi.hoisted(() => ({ reads: 0 }));

// The block of tables as it is, but that it notes what lies outside.
vi.mock(import("../../src/runtime/block.ts"), () => {
  const read = (from: Int32Array | Uint8Array | Float64Array, at: number): number => {
    const value = from[at];
    if (value === undefined) outside.reads += 1;
    return value ?? 0;
  };
  return {
    wordAt: (block, at) => read(block.words, at),
    byteAt: (block, at) => read(block.bytes, at),
    doubleAt: (block, at) => read(block.doubles, at),
  };
});

interface Subject {
  readonly tables: Uint8Array;
  readonly requests: readonly unknown[];
}

function subject(set: PolicySet, seed: number): Subject {
  const requests = fc.sample(arbitraryRequest(set), { numRuns: 6, seed });
  const { agent = "a" } = requests[0] ?? {};
  const long = { agent, action: "a:b", resource: "a/b".repeat(40) };
  return { tables: tablesOf(builtBundle(set, { targets: ["json"] })), requests: [...requests, long] };
}

function exampleSet(name: string): PolicySet {
  const { set } = compileExample(name);
  if (set === null) throw new Error(`${name} does not compile`);
  return set;
}

const large = fc.sample(
  arbitrarySet.filter(({ statements }) => statements.length > 5),
  { numRuns: 6, seed: 8 },
);
const patterns = [
  "a/*b/**/c",
  "**/*a/b",
  "a*b*a",
  "a/**",
  "ab/c",
  "ac/c",
  "ad/c",
  "ae/c",
  "af/c",
  "*b",
  "**b**a",
];
const wild = buildSet({
  agents: {
    a: [
      ...patterns.map((pattern, i) => allow("a:*", pattern, { id: `p${i}` })),
      ...patterns.map((pattern, i) => allow("a:b", pattern, { id: `q${i}` })),
    ],
  },
});
const subjects: readonly Subject[] = [
  ...large.map(subject),
  subject(wild, 1),
  subject(exampleSet("playbook"), 2),
];

/** What is done to the words and bytes of a block. Numbers are taken modulo what there is. */
interface Mutation {
  readonly kind: "bit" | "byte" | "word" | "directory" | "copy" | "shift" | "cut" | "longer" | "zero";
  /** `null`: anywhere. */
  readonly section: number | null;
  readonly at: number;
  readonly value: number;
}

const values = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 255, 256, 65_535, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.nat(64),
  fc.nat(2000),
  // Bits and counts of nodes.
  fc
    .tuple(fc.nat(9), fc.nat(3), fc.nat(127))
    .map(([run, edges, flags]) => run + edges * 256 + flags * 131_072),
  fc.nat(0xffff_ffff),
);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    "bit",
    "bit",
    "byte",
    "word",
    "word",
    "word",
    "word",
    "directory",
    "copy",
    "shift",
    "cut",
    "longer",
    "zero",
  ),
  section: fc.oneof(fc.constant(null), fc.nat(sectionCount - 2)),
  at: fc.nat(0xff_ffff),
  value: values,
});

function mutated(tables: Uint8Array, { kind, section, at, value }: Mutation): Uint8Array {
  const bytes = tables.slice();
  const view = new DataView(bytes.buffer);
  const words = Math.floor(bytes.length / 4);
  if (words < headerWords) return bytes;
  const entry = (directoryAt + (section ?? 0) * 2) * 4;
  const start = section === null ? 0 : view.getUint32(entry, true);
  const length = section === null ? words : view.getUint32(entry + 4, true);
  // Another mutation may have changed the directory already.
  const word = (length === 0 || start + length > words ? at % words : start + (at % length)) * 4;
  switch (kind) {
    case "bit":
      view.setUint8(word + (value % 4), view.getUint8(word + (value % 4)) ^ (1 << (at % 8)));
      return bytes;
    case "byte":
      view.setUint8(word + (at % 4), value % 256);
      return bytes;
    case "word":
      view.setUint32(word, value, true);
      return bytes;
    case "directory":
      view.setUint32((directoryAt + (at % (sectionCount * 2))) * 4, value % (words + 2), true);
      return bytes;
    case "copy":
      view.setUint32(word, view.getUint32((value % words) * 4, true), true);
      return bytes;
    case "shift":
      view.setUint32(word, view.getUint32(word, true) + (value % 7) - 3, true);
      return bytes;
    case "zero":
      bytes.fill(0, word, word + (value % 64));
      return bytes;
    case "cut":
      return withLength(bytes.slice(0, bytes.length - 1 - (value % 64)));
    case "longer": {
      const longer = new Uint8Array(bytes.length + 1 + (value % 16));
      longer.set(bytes);
      return withLength(longer);
    }
  }
}

function withLength(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer).setUint32(8, Math.floor(bytes.length / 4), true);
  return bytes;
}

const effects: { readonly [reason in Decision["reason"]]: Decision["effect"] } = {
  invalid_request: "deny",
  denied: "deny",
  unknown_agent: "deny",
  no_grant: "deny",
  gated: "require_approval",
  granted: "allow",
};

function expectDecision(decision: Decision): void {
  const { effect, reason, statements, approvals, notify, revision } = decision;
  expect(effects[reason]).toBe(effect);
  for (const { id, agent, file, line } of statements) {
    expect([typeof id, typeof agent, typeof file, line > 0]).toEqual(["string", "string", "string", true]);
  }
  for (const entry of approvals) {
    expect(entry.statements.length).toBeGreaterThan(0);
    expect(Number.isFinite(entry.timeout_seconds) && Number.isFinite(entry.needed)).toBe(true);
    for (const text of [...entry.channels, ...entry.approvers]) expect(typeof text).toBe("string");
  }
  expect(approvals.length > 0).toBe(effect === "require_approval");
  if (reason === "granted" || reason === "gated" || reason === "denied") {
    expect(statements.length).toBeGreaterThan(0);
  } else expect([...statements, ...notify]).toEqual([]);
  expect(notify.every((channel) => typeof channel === "string")).toBe(true);
  expect(revision).toMatch(/^sha256:[0-9a-f]{64}$/);
}

function loaded(source: string): Bundle | null {
  try {
    return loadBundle(source);
  } catch (error) {
    expect(error).toBeInstanceOf(BundleError);
    return null;
  }
}

const seen = { refused: 0, accepted: 0, repairedAndRefused: 0 };
afterAll(() => {
  // Half of the tables have a fitting checksum; of those, some are refused by what they hold, and some decide.
  const all = seen.refused + seen.accepted;
  expect(seen.accepted * 20).toBeGreaterThan(all);
  expect(seen.repairedAndRefused * 10).toBeGreaterThan(all);
});

function expectRefusalOrDecisions(tables: Uint8Array, requests: readonly unknown[], repaired: boolean): void {
  if (repaired) repairSum(tables);
  const bundle = loaded(fileOf(tables));
  if (bundle === null) {
    seen.refused += 1;
    if (repaired) seen.repairedAndRefused += 1;
    return;
  }
  seen.accepted += 1;
  const counted = countedBundle(tables);
  const bound = structuralBound(tables, 150);
  outside.reads = 0;
  for (const request of requests) {
    expectDecision(bundle.decide(request));
    const { decision, steps } = counted(request);
    expectDecision(decision);
    expect(steps).toBeLessThanOrEqual(bound);
  }
  const all = bundle.decideAll(requests);
  expect([all.effect, all.decisions.length]).toEqual([effects[all.reason], requests.length]);
  expect(outside.reads).toBe(0);
}

test("the tables that are mutated here are good, and decide in different ways", () => {
  const reasons = new Set<string>();
  for (const { tables, requests } of subjects) {
    const bundle = loadBundle(fileOf(tables));
    expectRefusalOrDecisions(tables.slice(), requests, true);
    for (const request of requests) reasons.add(bundle.decide(request).reason);
  }
  expect(reasons.size).toBeGreaterThanOrEqual(5);
});

test("tables with up to three mutations, half of them with a fitting checksum", () => {
  const several = fc.array(mutation, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.nat(subjects.length - 1), several, fc.boolean(), (which, mutations, repaired) => {
      const { tables, requests } = subjects[which] ?? { tables: new Uint8Array(0), requests: [] };
      expectRefusalOrDecisions(mutations.reduce(mutated, tables), requests, repaired);
    }),
    { numRuns: runs(10_000) },
  );
});

test("every word of small tables, set to each of some values, with a fitting checksum", () => {
  const tables = tablesOf(builtBundle(wild, { targets: ["json"] }));
  const requests = subjects[large.length]?.requests ?? [];
  const view = new DataView(tables.buffer, tables.byteOffset);
  // The manifest, the last section, is text.
  const end = view.getUint32((directoryAt + (sectionCount - 1) * 2) * 4, true);
  for (let word = headerWords; word < end; word++) {
    const before = view.getUint32(word * 4, true);
    for (const value of [0, 1, before + 1, before - 1, before ^ 0x8000_0000, 0x7fff_ffff, 0xffff_ffff]) {
      const changed = tables.slice();
      new DataView(changed.buffer).setUint32(word * 4, value >>> 0, true);
      expectRefusalOrDecisions(changed, requests, true);
    }
  }
});
