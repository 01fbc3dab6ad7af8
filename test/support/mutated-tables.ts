/** Tables of bundles, and what may happen to them: for fuzzing. */
import fc from "fast-check";
import { expect } from "vitest";
import type { Decision } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { directoryAt, headerWords, sectionCount } from "../../src/runtime/layout.ts";
import { arbitraryRequest } from "./arbitrary-request.ts";
import { arbitrarySet } from "./arbitrary-set.ts";
import { allow, attribute, buildSet, compare, deny, gate } from "./build-set.ts";
import { builtBundle, tablesOf } from "./bundle-of.ts";
import { compileExample } from "./load-set.ts";

/** Tables that are to be changed, and requests that they decide in different ways. */
export interface Subject {
  readonly tables: Uint8Array;
  readonly requests: readonly unknown[];
}

function subject(set: PolicySet, seed: number): Subject {
  const requests = fc.sample(arbitraryRequest(set), { numRuns: 6, seed });
  const long = { agent: set.agents[0]?.name ?? "a", action: "a:b", resource: "a/b".repeat(40) };
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
      deny("a:b", "a/secret", { when: compare("force", "!=", true) }),
      gate("a:*", "a/prod*", { approval: { channels: ["slack:#a"] }, notify: ["slack:#b"], expires: 1000 }),
    ],
  },
  context: [attribute("force", "bool")],
});
const named = (resource: string): object => ({ agent: "a", action: "a:b", resource });

/** Of few words and every kind of node; its requests have every reason. */
export const wildSubject: Subject = {
  tables: tablesOf(builtBundle(wild, { targets: ["json"] })),
  requests: [
    { ...named("a/prod1"), now: 999 },
    named("a/secret"),
    named("c"),
    { ...named("a/xb/c/d/c"), action: "a:other" },
    { ...named("a"), agent: "nobody" },
    named("a//b"),
    named("a/b".repeat(40)),
  ],
};

export const subjects: readonly Subject[] = [
  ...large.map(subject),
  wildSubject,
  subject(exampleSet("playbook"), 2),
];

/** By number, so that a failure does not print whole tables. */
export function subjectAt(index: number): Subject {
  const found = subjects[index];
  if (found === undefined) throw new Error(`no subject ${index}`);
  return found;
}

/** What is done to the words and bytes of a block. Numbers are taken modulo what there is. */
export interface Mutation {
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
export const mutation: fc.Arbitrary<Mutation> = fc.record({
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

export function mutated(tables: Uint8Array, { kind, section, at, value }: Mutation): Uint8Array {
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

export const effects: { readonly [reason in Decision["reason"]]: Decision["effect"] } = {
  invalid_request: "deny",
  denied: "deny",
  unknown_agent: "deny",
  no_grant: "deny",
  gated: "require_approval",
  granted: "allow",
};

/** A whole decision, whose parts fit. */
export function expectDecision(decision: Decision): void {
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
