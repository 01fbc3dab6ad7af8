/** `policy.wasm` decides as the reference interpreter does, to the byte of its JSON. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Request } from "../../src/base/request.ts";
import type { Deny, Gate, PolicySet } from "../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../src/reference/interpret.ts";
import { arbitraryRequest, hostileValues } from "../support/arbitrary-request.ts";
import { arbitrarySet } from "../support/arbitrary-set.ts";
import { allow, attribute, buildSet, deny, gate } from "../support/build-set.ts";
import { artefactBytes, builtBundle } from "../support/bundle-of.ts";
import { compileExample, examples } from "../support/load-set.ts";
import { runs } from "../support/runs.ts";
import { wasmPolicy, type WasmPolicy } from "../support/wasm-policy.ts";

const reasons = ["invalid_request", "denied", "unknown_agent", "no_grant", "gated", "granted"];

function policyOf(set: PolicySet): WasmPolicy {
  return wasmPolicy(artefactBytes(builtBundle(set, { targets: ["wasm"] }), "policy.wasm"));
}

function expectSame(set: PolicySet, policy: WasmPolicy, request: unknown): void {
  const expected = interpret(set, request);
  expect(reasons[policy.decide(request)]).toBe(expected.reason);
  expect(policy.json()).toBe(JSON.stringify(expected));
}

function expectSameOfAll(set: PolicySet, policy: WasmPolicy, requests: unknown): void {
  const expected = interpretAll(set, requests);
  expect(reasons[policy.decideAll(requests)]).toBe(expected.reason);
  expect(policy.json()).toBe(JSON.stringify(expected));
}

test("policy.wasm decides as the reference interpreter does, one by one and together", () => {
  const arbitraryCase: fc.Arbitrary<readonly [PolicySet, readonly Request[]]> = arbitrarySet.chain((set) =>
    fc.tuple(fc.constant(set), fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 25 })),
  );
  fc.assert(
    fc.property(arbitraryCase, ([set, requests]) => {
      const policy = policyOf(set);
      for (const request of requests) expectSame(set, policy, request);
      expectSameOfAll(set, policy, requests);
    }),
    { numRuns: runs(400) },
  );
});

test.each(examples)("policy.wasm of examples/%s decides as the policies do", (name) => {
  const { set } = compileExample(name);
  if (set === null) throw new Error(`${name} does not compile`);
  const policy = policyOf(set);
  fc.assert(
    fc.property(fc.array(arbitraryRequest(set), { minLength: 1, maxLength: 20 }), (requests) => {
      for (const request of requests) expectSame(set, policy, request);
      expectSameOfAll(set, policy, requests);
    }),
    { numRuns: runs(100) },
  );
});

test("hostile values are invalid requests to policy.wasm, and none stops it", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const policy = policyOf(set);
      for (const value of Object.values(hostileValues())) {
        expectSame(set, policy, value);
        expectSameOfAll(set, policy, value);
        expectSameOfAll(set, policy, [value, value]);
      }
    }),
    { numRuns: runs(2) },
  );
});

test("any value at all is decided alike by interpreter and policy.wasm", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
  });
  const shaped = fc.record(
    {
      agent: fc.oneof(fc.constant("a"), anything),
      action: fc.oneof(fc.constant("a:b"), anything),
      resource: fc.oneof(fc.string({ unit: "binary" }), fc.constant("a/b")),
      context: anything,
      now: fc.oneof(fc.nat(), anything),
    },
    { requiredKeys: ["agent", "action", "resource"] },
  );
  fc.assert(
    fc.property(arbitrarySet, fc.array(fc.oneof(anything, shaped)), (set, values) => {
      const policy = policyOf(set);
      for (const value of values) expectSame(set, policy, value);
      expectSameOfAll(set, policy, values);
    }),
    { numRuns: runs(200) },
  );
});

/** Everything is allowed, so that what is denied was invalid. */
const open = buildSet({ agents: { a: [allow("**", "**")] } });

test("names of every boundary of validity are judged alike by interpreter and policy.wasm", () => {
  const policy = policyOf(open);
  const piece = fc.constantFrom(
    ...["a", "Z", "file", "arn", ":", "/", ".", "..", " ", "%", "4", "A", "g", "\\", "é", "😀"],
    ...["\ud800", "\udc00", "\u007f", "\u0080", "\u001f", "[", "`", "{", "@"],
  );
  const point = fc
    .oneof(
      fc.nat(0x3100),
      fc.integer({ min: 0xd7f0, max: 0xffff }),
      fc.integer({ min: 0xdfff0, max: 0xe1010 }),
      fc.integer({ min: 0x10000, max: 0x10ffff }),
    )
    .map((code) => String.fromCodePoint(code));
  const name = fc.oneof(
    fc.array(piece, { maxLength: 20 }).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("a", "a/", "a:"), point).map((parts) => parts.join("")),
    fc
      .tuple(fc.integer({ min: 4090, max: 4097 }), fc.constantFrom("a", "é", "€", "😀"))
      .map(([length, last]) => "a".repeat(length - last.length) + last),
  );
  fc.assert(
    fc.property(name, (text) => {
      for (const request of [
        { agent: text, action: "a", resource: "a" },
        { agent: "a", action: text, resource: "a" },
        { agent: "a", action: "a", resource: text },
      ]) {
        expectSame(open, policy, request);
      }
    }),
    { numRuns: runs(6000) },
  );
});

test("each character at each place of eight bytes is judged alike by interpreter and policy.wasm", () => {
  const policy = policyOf(open);
  for (let code = 0; code < 0x100; code++) {
    for (let before = 0; before < 9; before++) {
      const text = `${"a".repeat(before)}${String.fromCharCode(code)}${"b".repeat(3)}`;
      expectSame(open, policy, { agent: "a", action: text, resource: "a" });
      expectSame(open, policy, { agent: "a", action: "a", resource: text });
      expectSame(open, policy, { agent: text, action: "a", resource: `${text}/.` });
    }
  }
});

test("contexts at every limit are judged alike by interpreter and policy.wasm", () => {
  const policy = policyOf(open);
  const named = (count: number): Record<string, boolean> =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, true]));
  const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = [];
    for (let i = 0; i < depth; i++) value = wrap(value);
    return value;
  };
  const texts = (count: number): string[] => Array.from({ length: count }, () => "a");
  const contexts: readonly unknown[] = [
    ...[255, 256, 257, 1000].map(named),
    ...[255, 256, 257].map((count) => ({ inner: named(count - 1) })),
    ...[1023, 1024, 1025].map((count) => ({ tags: texts(count) })),
    ...[1023, 1024, 1025].map((count) => ({ tags: texts(count - 10), more: [texts(9)] })),
    ...[1023, 1024, 1025].map((depth) => ({ tags: nested(depth, (inner) => [inner]) })),
    ...[254, 255, 256].map((depth) => ({ tags: nested(depth, (inner) => ({ "": inner })) })),
    ...[1000, 1300, 1500].map((depth) => nested(depth, (inner) => ({ "": [inner, null, []] }))),
    ...[65_535, 65_536, 65_537].map((bytes) => ({ t: "a".repeat(bytes - 1) })),
    ...[65_535, 65_536, 65_537].map((bytes) => ({ ["é".repeat(1000)]: "a".repeat(bytes - 2000) })),
    ...[65_532, 65_536, 65_540].map((bytes) => ({ t: ["😀".repeat(bytes / 4 - 1), "abc"], u: { v: "" } })),
    ...[NaN, Infinity, -Infinity, 1e308, -0, 5e-324].map((n) => ({ a: n, b: [n], c: { d: n } })),
    { a: undefined, b: [undefined], c: { d: undefined } },
    { a: () => 0 },
    { a: [Symbol("s")] },
    { a: "\ud800" },
    { "\udc00": 1 },
    { a: { "\udc00": 1 } },
    [],
    [1],
    {},
    null,
    "a",
    0,
  ];
  for (const context of contexts) {
    expectSame(open, policy, { agent: "a", action: "a", resource: "a", context });
  }
});

test("instants at every limit are judged alike by interpreter and policy.wasm", () => {
  const policy = policyOf(open);
  for (const now of [-1, -0, 0, 0.5, 1, 4_102_444_800_000, 4_102_444_800_001, NaN, Infinity, null, "0"]) {
    expectSame(open, policy, { agent: "a", action: "a", resource: "a", now });
  }
});

test("texts of the tables are written with the escapes of JSON", () => {
  const odd = String.fromCharCode(...Array.from({ length: 0x20 }, (_, i) => i), 0x22, 0x5c, 0x7f, 0x2028);
  const channels = ["b", `${odd}é😀`, "a"];
  const set = buildSet({
    agents: {
      a: [
        gate("a", "a", { id: odd, approval: { channels, approvers: [odd], timeoutSeconds: 2 ** 53 - 1 } }),
        gate("a", "a", { id: "second", approval: { channels, needed: 12 } }),
        gate("a", "a", {
          id: "third",
          approval: { channels, approvers: [odd], timeoutSeconds: 2 ** 53 - 1 },
        }),
        allow("b", "a", { id: "plain", notify: channels }),
        deny("c", "a", { id: "no" }),
      ],
    },
  });
  const policy = policyOf(set);
  for (const action of ["a", "b", "c", "d"]) expectSame(set, policy, { agent: "a", action, resource: "a" });
});

test("a decision may name every statement of a large agent", () => {
  const many = Array.from({ length: 3000 }, (_, i) => i);
  const set = buildSet({
    agents: {
      a: [
        ...many.map((i) => allow("a", "a/**", { id: `grant-${i}`, notify: [`n${i % 7}`] })),
        ...many.map((i) => gate("b", "a/**", { id: `gate-${i}`, approval: { timeoutSeconds: i % 50 } })),
      ],
    },
  });
  const policy = policyOf(set);
  const requests = ["a", "b"].map((action) => ({ agent: "a", action, resource: "a/b" }));
  for (const request of requests) expectSame(set, policy, request);
  expectSameOfAll(set, policy, requests);
});

test("one id of several statements, as borders have, is ordered by agent and named once for each", () => {
  const named = (id: string, resource: string): Deny => deny("**", resource, { id });
  const gated = (id: string, resource: string): Gate => gate("**", resource, { id });
  const set = buildSet({
    agents: {
      c: [named("x", "a/**"), gated("g", "b/**"), named("y", "a/**")],
      a: [named("x", "a/*"), gated("g", "b/*"), gated("h", "b/*")],
      b: [named("x", "a/b"), gated("g", "b/b")],
      d: [allow("**", "**", { id: "w" })],
    },
  });
  const policy = policyOf(set);
  const agent = fc.constantFrom("a", "b", "c", "d");
  const request = fc.record({ agent, action: fc.constant("k"), resource: fc.constantFrom("a/b", "b/b") });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
      expectSameOfAll(set, policy, requests);
    }),
    { numRuns: runs(300) },
  );
});

test("an attribute that a context holds twice makes the request invalid", () => {
  const set = buildSet({
    agents: {
      a: [
        allow("a", "a", {
          when: { kind: "compare", attribute: { kind: "context", name: "x" }, operator: "==", literal: true },
        }),
      ],
    },
    context: [attribute("x", "bool")],
  });
  const policy = policyOf(set);
  const text = (value: string): number[] => [value.length, 0, 0, 0, ...Buffer.from(value)];
  const request = (...values: readonly number[]): Uint8Array =>
    Uint8Array.from([
      7,
      ...[4, ...text("a")],
      ...[4, ...text("a")],
      ...[4, ...text("a")],
      ...[6, values.length, 0, 0, 0, ...values.flatMap((value) => [...text("x"), value])],
      8,
    ]);
  expect(policy.decideBytes(request(2))).toBe(5);
  expect(policy.decideBytes(request(2, 2))).toBe(0);
  expect(policy.decideBytes(request(2))).toBe(5);
});
