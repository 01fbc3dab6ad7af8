/** The runtime decides as the reference interpreter does, from every form of a bundle. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { bundleNjsRuntime, bundleRuntime } from "../../scripts/bundle-runtime.ts";
import type { Request } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../src/reference/interpret.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { arbitraryRequest, hostileValues } from "../support/arbitrary-request.ts";
import { arbitrarySet } from "../support/arbitrary-set.ts";
import { artefact, builtBundle, importModule } from "../support/bundle-of.ts";
import { runs } from "../support/runs.ts";

const arbitraryCase: fc.Arbitrary<readonly [PolicySet, readonly Request[]]> = arbitrarySet.chain((set) =>
  fc.tuple(fc.constant(set), fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 25 })),
);

let evaluators: { readonly js: string; readonly njs: string };
beforeAll(async () => {
  evaluators = { js: await bundleRuntime(), njs: await bundleNjsRuntime() };
});

test("policy.json decides as the reference interpreter does", () => {
  fc.assert(
    fc.property(arbitraryCase, ([set, requests]) => {
      const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
      for (const request of requests) expect(bundle.decide(request)).toEqual(interpret(set, request));
      expect(bundle.decideAll(requests)).toEqual(interpretAll(set, requests));
    }),
    { numRuns: runs(400) },
  );
});

test("policy.mjs and policy.njs.js decide as the reference interpreter does, imported and read", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryCase, async ([set, requests]) => {
      const built = builtBundle(set, { targets: ["js", "njs"], evaluators });
      const texts = [artefact(built, "policy.mjs"), artefact(built, "policy.njs.js")];
      for (const text of texts) {
        const imported = await importModule(text);
        const read = loadBundle(Buffer.from(text));
        expect(imported.revision).toBe(read.revision);
        expect(imported.manifest).toEqual(read.manifest);
        for (const request of requests) {
          const expected = JSON.stringify(interpret(set, request));
          expect(JSON.stringify(imported.decide(request))).toBe(expected);
          expect(JSON.stringify(read.decide(request))).toBe(expected);
        }
        expect(imported.decideAll(requests)).toEqual(interpretAll(set, requests));
      }
    }),
    { numRuns: runs(20) },
  );
});

const emptySet: PolicySet = {
  revision: `sha256:${"0".repeat(64)}`,
  agents: [],
  statements: [],
  roles: [],
  labels: [],
  projects: [],
  limits: [],
  context: [],
  timezone: { name: "UTC", tzdata: "2026a", offsets: [{ from: 0, minutes: 0 }] },
  services: [],
};

test("hostile values are invalid requests to the interpreter and to every form, and nothing throws", async () => {
  const [set] = fc.sample(arbitrarySet, { numRuns: 1, seed: 5 });
  if (set === undefined) throw new Error("no set");
  const built = builtBundle(set, { targets: ["js", "json", "njs"], evaluators });
  const bundles = [
    loadBundle(artefact(built, "policy.json")),
    await importModule(artefact(built, "policy.mjs")),
    await importModule(artefact(built, "policy.njs.js")),
  ];
  for (const bundle of bundles) {
    for (const [name, value] of Object.entries(hostileValues())) {
      expect(interpret(set, value).reason, name).toBe("invalid_request");
      expect(bundle.decide(value), name).toEqual(interpret(set, value));
      expect(bundle.decideAll(value), name).toEqual(interpretAll(set, value));
      expect(bundle.decideAll([value]), name).toEqual(interpretAll(set, [value]));
    }
  }
});

test("any value at all is decided alike by interpreter and runtime", () => {
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
      const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
      for (const value of values) expect(bundle.decide(value)).toEqual(interpret(set, value));
    }),
    { numRuns: runs(200) },
  );
});

test("names of every boundary of validity are judged alike by interpreter and runtime", () => {
  const set: PolicySet = emptySet;
  const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
  const piece = fc.constantFrom(
    "a",
    "file",
    "arn",
    ":",
    "/",
    ".",
    "..",
    " ",
    "%",
    "4",
    "A",
    "g",
    "\\",
    "é",
    "😀",
    "\ud800",
    "\udc00",
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
    fc.array(piece, { maxLength: 9 }).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("a", "a/", "a:"), point).map((parts) => parts.join("")),
    fc
      .tuple(fc.integer({ min: 4090, max: 4097 }), fc.constantFrom("a", "é", "€", "😀"))
      .map(([length, last]) => "a".repeat(length - last.length) + last),
  );
  fc.assert(
    fc.property(name, name, fc.boolean(), (x, y, both) => {
      for (const request of [
        { agent: x, action: "a", resource: "a" },
        { agent: "a", action: x, resource: both ? y : "a" },
        { agent: "a", action: "a", resource: x },
      ]) {
        expect(bundle.decide(request)).toEqual(interpret(set, request));
      }
    }),
    { numRuns: runs(4000) },
  );
});
