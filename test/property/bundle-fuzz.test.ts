/**
 * Tables that something has changed: refused with a `BundleError`, or they decide every request within the
 * bounds of their structure, without an exception and without a read outside.
 */
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import { BundleError, loadBundle, type Bundle } from "../../src/runtime/index.ts";
import { directoryAt, headerWords, MANIFEST } from "../../src/runtime/layout.ts";
import { countedBundle } from "../support/counted-bundle.ts";
import { fileOf, repairSum } from "../support/edited-tables.ts";
import {
  effects,
  expectDecision,
  mutated,
  mutation,
  subjectAt,
  subjects,
  wildSubject,
} from "../support/mutated-tables.ts";
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
  expect(reasons.size).toBe(6);
});

test("tables with up to three mutations, half of them with a fitting checksum", () => {
  const several = fc.array(mutation, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.nat(subjects.length - 1), several, fc.boolean(), (which, mutations, repaired) => {
      const { tables, requests } = subjectAt(which);
      expectRefusalOrDecisions(mutations.reduce(mutated, tables), requests, repaired);
    }),
    { numRuns: runs(10_000) },
  );
});

test("every word of small tables, set to each of some values, with a fitting checksum", () => {
  const { tables, requests } = wildSubject;
  const view = new DataView(tables.buffer, tables.byteOffset);
  // The manifest, the last section, is text.
  const end = view.getUint32((directoryAt + MANIFEST * 2) * 4, true);
  for (let word = headerWords; word < end; word++) {
    const before = view.getUint32(word * 4, true);
    for (const value of [0, 1, before + 1, before - 1, before ^ 0x8000_0000, 0x7fff_ffff, 0xffff_ffff]) {
      const changed = tables.slice();
      new DataView(changed.buffer).setUint32(word * 4, value >>> 0, true);
      expectRefusalOrDecisions(changed, requests, true);
    }
  }
});
