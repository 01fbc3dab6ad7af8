/** The runtime decides as the reference interpreter does, from every form of a bundle. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { bundleRuntime } from "../../scripts/bundle-runtime.ts";
import type { Request } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../src/reference/interpret.ts";
import { BundleError, loadBundle, type Bundle } from "../../src/runtime/index.ts";
import { asciiJson, adler32 } from "../../src/runtime/checksum.ts";
import { arbitraryRequest, hostileValues } from "../support/arbitrary-request.ts";
import { arbitrarySet, globOf } from "../support/arbitrary-set.ts";
import { artefact, builtBundle } from "../support/bundle-of.ts";
import { runs } from "../support/runs.ts";
import { matchesGlob } from "../../src/reference/matches.ts";
import { matchGlob } from "../../src/runtime/match-glob.ts";
import { readTables } from "../../src/runtime/tables.ts";
import { buildTables } from "../../src/bundle/tables.ts";

const arbitraryCase: fc.Arbitrary<readonly [PolicySet, readonly Request[]]> = arbitrarySet.chain((set) =>
  fc.tuple(fc.constant(set), fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 25 })),
);

let runtimeSource: string;
beforeAll(async () => {
  runtimeSource = await bundleRuntime();
});

/** Runs the text of `policy.mjs` as a host would: as a module. */
async function importModule(text: string): Promise<Bundle> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const module = (await import(/* @vite-ignore */ url)) as { readonly default: Bundle };
  return module.default;
}

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

test("policy.mjs decides as the reference interpreter does, imported and read", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryCase, async ([set, requests]) => {
      const text = artefact(builtBundle(set, runtimeSource), "policy.mjs");
      const imported = await importModule(text);
      const read = loadBundle(Buffer.from(text));
      expect(imported.manifest).toEqual(read.manifest);
      for (const request of requests) {
        const expected = JSON.stringify(interpret(set, request));
        expect(JSON.stringify(imported.decide(request))).toBe(expected);
        expect(JSON.stringify(read.decide(request))).toBe(expected);
      }
      expect(imported.decideAll(requests)).toEqual(interpretAll(set, requests));
    }),
    { numRuns: runs(20) },
  );
});

test("a matcher step too few or too many never shows: globs match as the reference does", () => {
  const piece = fc.constantFrom("a", "b", "ab", "/", ":", "*", "**", "**/", "/**/");
  const pattern = fc
    .array(piece, { minLength: 1, maxLength: 8 })
    .map((pieces) => pieces.join(""))
    .filter((text) => !/\*{3,}|\*\*\/\*\*[^/]|[^/]\*\*\/\*/.test(text));
  const name = fc.array(fc.constantFrom("a", "b", "/", ":", "ab"), { maxLength: 14 }).map((p) => p.join(""));
  fc.assert(
    fc.property(fc.constantFrom("action", "resource"), pattern, fc.array(name), (dimension, text, names) => {
      const glob = globOf(dimension, text);
      const row = glob.tokens.map((token) =>
        token.kind === "text" ? token.text : { star: 0, deep: 1, gap: 2 }[token.kind],
      );
      const tables = {
        ...buildTables(emptySet),
        actions: [row],
        resources: [],
        scopes: [scopeOfOne],
        statements: [statement],
        files: ["f"],
      };
      const agents = [{ name: "a", expires: null, statements: [0] }];
      const read = readTables({ ...tables, agents }).agents.get("a")?.statements[0]?.scope.actions[0];
      if (read === undefined) throw new Error("no glob");
      for (const one of names) {
        expect(matchGlob(read, one, dimension === "resource"), `${text} on ${one}`).toBe(
          matchesGlob(glob, one),
        );
      }
    }),
    { numRuns: runs(2000) },
  );
});

const scopeOfOne = { actions: [0], except_actions: [], resources: [], except_resources: [] };
const statement = { kind: "grant", id: "s", file: 0, line: 1, scope: 0 };
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

test("hostile values are invalid requests to interpreter and runtime, and nothing throws", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
      for (const [name, value] of Object.entries(hostileValues())) {
        expect(interpret(set, value).reason, name).toBe("invalid_request");
        expect(bundle.decide(value), name).toEqual(interpret(set, value));
        expect(bundle.decideAll(value), name).toEqual(interpretAll(set, value));
        expect(bundle.decideAll([value]), name).toEqual(interpretAll(set, [value]));
      }
    }),
    { numRuns: runs(2) },
  );
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

test("a mutated bundle is refused with a BundleError, or decides", () => {
  const [set] = fc.sample(arbitrarySet, { numRuns: 1, seed: 7 });
  if (set === undefined) throw new Error("no set");
  const [request] = fc.sample(arbitraryRequest(set), { numRuns: 1, seed: 7 });
  const texts = ["policy.json", "policy.mjs"].map((name) =>
    artefact(builtBundle(set, "/* runtime */"), name),
  );
  const mutation = fc.record({
    text: fc.constantFrom(...texts),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.constantFrom(0, 1, 1, 2, 10, 1000),
    insert: fc.oneof(
      fc.constantFrom("", "0", "1", "-", "9", '"', "[", "]", "{", "}", ",", "null", "\\", "é"),
      fc.string({ maxLength: 3 }),
    ),
    asBytes: fc.boolean(),
  });
  fc.assert(
    fc.property(mutation, ({ text, at, removed, insert, asBytes }) => {
      const from = Math.floor(at * text.length);
      const mutated = text.slice(0, from) + insert + text.slice(from + removed);
      decideOrRefuse(asBytes ? Buffer.from(mutated) : mutated, request);
    }),
    { numRuns: runs(5000) },
  );
});

test("a mutated bundle whose checksum was repaired is refused with a BundleError, or decides", () => {
  const [set] = fc.sample(
    arbitrarySet.filter((s) => s.statements.length > 5),
    { numRuns: 1, seed: 8 },
  );
  if (set === undefined) throw new Error("no set");
  const requests = fc.sample(arbitraryRequest(set), { numRuns: 5, seed: 8 });
  const content = JSON.parse(artefact(builtBundle(set), "policy.json")) as Content;
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      -1,
      0,
      1,
      2,
      3,
      1e9,
      0.5,
      null,
      "",
      "a",
      "sha256:",
      true,
      [],
      {},
      [0],
      [[]],
      "not",
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 8 }), value, fc.boolean(), (path, replacement, remove) => {
      const copy = structuredClone(content);
      mutate(copy, path, replacement, remove);
      const sum = `adler32:${adler32(asciiJson([copy.manifest, copy.tables]))}`;
      for (const request of requests) decideOrRefuse({ ...copy, checksum: sum }, request);
    }),
    { numRuns: runs(5000) },
  );
});

interface Content {
  readonly manifest: unknown;
  readonly tables: unknown;
}

/** Walks down by the path's numbers and replaces or removes what it comes to. */
function mutate(root: object, path: readonly number[], replacement: unknown, remove: boolean): void {
  let at: object = root;
  for (let step = 0; ; step++) {
    const keys = Object.keys(at).filter((key) => at !== root || key === "manifest" || key === "tables");
    const key = keys[(path[step] ?? 0) % Math.max(1, keys.length)];
    if (key === undefined) return;
    const below: unknown = Reflect.get(at, key);
    if (step >= path.length || typeof below !== "object" || below === null) {
      if (!remove) Reflect.set(at, key, replacement);
      else if (Array.isArray(at)) at.splice(Number(key), 1);
      else Reflect.deleteProperty(at, key);
      return;
    }
    at = below;
  }
}

function decideOrRefuse(source: string | Uint8Array | object, request: unknown): void {
  let bundle: Bundle;
  try {
    bundle = loadBundle(source);
  } catch (error) {
    expect(error).toBeInstanceOf(BundleError);
    return;
  }
  expect(["allow", "deny", "require_approval"]).toContain(bundle.decide(request).effect);
}
