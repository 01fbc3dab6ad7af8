import { expect, test } from "vitest";
import { BundleError, decide, decideAll, loadBundle, type Bundle } from "../../../src/runtime/index.ts";
import { adler32 } from "../../../src/runtime/checksum.ts";
import { magic } from "../../../src/runtime/layout.ts";
import { allow, buildSet } from "../../support/build-set.ts";
import { allTargets, artefact, artefactBytes, builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { EditedTables, fileOf } from "../../support/edited-tables.ts";

const set = buildSet({ agents: { "agent-é": [allow("git:*", "repos/*", { id: "😀" })] } });
const trap = "throw new Error('this code must not run');";
const built = builtBundle(set, { targets: allTargets, evaluators: { js: trap, njs: trap, lua: trap } });
const json = artefact(built, "policy.json");
const wasm = artefactBytes(built, "policy.wasm");
const request = { agent: "agent-é", action: "git:push", resource: "repos/app" };
const texts = ["policy.json", "policy.mjs", "policy.njs.js", "policy.lua"] as const;

/** The bytes in the middle of others, at no even place. */
function inOthers(bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(bytes.length + 20).fill(0x61);
  all.set(bytes, 7);
  return all.subarray(7, 7 + bytes.length);
}

function expectToDecide(bundle: Bundle): void {
  expect(bundle.decide(request)).toMatchObject({ effect: "allow", statements: [{ id: "😀" }] });
  expect(bundle.revision).toBe(set.revision);
  expect(bundle.manifest.agents).toEqual(["agent-é"]);
}

test.each<[string, string | Uint8Array | object]>([
  ...texts.flatMap((name): [string, string | Uint8Array][] => [
    [`text of ${name}`, artefact(built, name)],
    [`bytes of ${name}`, artefactBytes(built, name)],
    [`a buffer of ${name}`, Buffer.from(artefact(built, name))],
  ]),
  ["the parsed policy.json", JSON.parse(json) as object],
  ["policy.json laid out anew", JSON.stringify(JSON.parse(json), null, 4)],
  ["policy.json after a byte-order mark", `\ufeff${json}`],
  ["bytes of policy.wasm", wasm],
  ["a buffer of policy.wasm", Buffer.from(wasm)],
  ["bytes of policy.wasm among others", inOthers(wasm)],
  ["bytes of policy.json among others", inOthers(artefactBytes(built, "policy.json"))],
])("%s: loaded without running it", (_, source) => {
  expectToDecide(loadBundle(source));
});

test("functions of a bundle and its requests decide as the bundle itself", () => {
  const bundle = loadBundle(json);
  expect(decide(bundle, request)).toEqual(bundle.decide(request));
  expect(decideAll(bundle, [request, 1])).toEqual(bundle.decideAll([request, 1]));
  const loose = bundle.decide;
  expect(loose(request).effect).toBe("allow");
});

test("what a caller changes after loading changes no decision", () => {
  const parsed = JSON.parse(json) as { tables: string };
  const bytes = Buffer.from(wasm);
  const bundles = [loadBundle(parsed), loadBundle(bytes)];
  parsed.tables = "";
  bytes.fill(0);
  bundles.forEach(expectToDecide);
});

test("a decision that its receiver changes changes no later one", () => {
  const bundle = loadBundle(json);
  const decision = bundle.decide(request);
  (decision.statements as unknown[]).length = 0;
  Object.assign(decision, { effect: "deny" });
  expect(bundle.decide(request)).toMatchObject({ effect: "allow", statements: [{ id: "😀" }] });
});

const hostile = new Proxy(
  {},
  {
    get: () => {
      throw new Error("hostile");
    },
  },
);

function withManifest(change: object): string {
  const content = JSON.parse(json) as { manifest: object };
  return JSON.stringify({ ...content, manifest: { ...content.manifest, ...change } });
}

const noModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

test.each<[string, string | Uint8Array | object, RegExp]>([
  ["an empty text", "", /no bundle/],
  ["no bytes", new Uint8Array(0), /no bundle/],
  ["YAML", "policies: []", /no bundle/],
  ["another JSON file", '{"name":"x"}', /no bundle/],
  ["a manifest", artefact(built, "manifest.json"), /no bundle/],
  ["a foreign object", [], /no bundle/],
  ["an object that throws", hostile, /damaged|cannot be read/],
  ["another module", "export const decide = () => ({effect: 'allow'});\n", /no bundle/],
  ["another Lua file", "return {}\n", /no bundle/],
  ["another WebAssembly module", noModule, /no bundle/],
  ["half a policy.json", json.slice(0, json.length / 2), /no bundle/],
  ["the first format", json.replace('"version":2', '"version":1'), /format 1 is not supported/],
  ["a newer format", json.replace('"version":2', '"version":3'), /format 3 is not supported/],
  ["a format that is no number", json.replace('"version":2', '"version":"2"'), /not supported/],
  ["another name in the file", json.replace('"tables"', '"other":1,"tables"'), /unknown name/],
  ["no tables", json.replace(/,\n"tables":"[^"]*"/, ""), /lacks tables/],
  ["tables that are no text", json.replace(/"tables":"[^"]*"/, '"tables":[]'), /no text/],
  ["tables with a blank", json.replace(/("tables":"....)../, "$1  "), /a character|cut short/],
  ["a readable manifest that differs from the tables'", withManifest({ label: "other" }), /manifest/],
  ["a readable manifest with more", withManifest({ more: 1 }), /manifest/],
  ["bytes that are not ASCII", new TextEncoder().encode(json.replace("agent-", "agent-é")), /ASCII/],
  ["a module without data", "/* sentrely-policy-bundle */\nexport {};\n", /cut short/],
  ["an njs module without data", "/* sentrely-policy-bundle njs */\n", /cut short/],
  ["a Lua module without data", "-- sentrely-policy-bundle\n", /no data/],
])("%s is refused", (_, source, message) => {
  expect(() => loadBundle(source)).toThrow(BundleError);
  expect(() => loadBundle(source)).toThrow(message);
});

test.each([...texts, "policy.wasm"])("%s cut at any place is refused, but for blanks at its end", (name) => {
  const bytes = artefactBytes(built, name);
  const least = name === "policy.json" ? 2 : 1;
  const step = Math.max(1, Math.floor(bytes.length / 1500));
  const ends = new Set([0, 1, 2, 3, 4, 7, 8, 9]);
  for (let end = 10; end <= bytes.length - least; end += step) ends.add(end);
  for (let back = least; back < 60; back++) ends.add(bytes.length - back);
  const accepted = [...ends].filter((end) => isLoaded(bytes.subarray(0, end)));
  expect(accepted).toEqual([]);
  expect(isLoaded(bytes)).toBe(true);
});

test.each([...texts, "policy.wasm"])("%s with a bit of its tables flipped is refused", (name) => {
  const bytes = artefactBytes(built, name);
  const [from, to] = tablesIn(name);
  const accepted: number[] = [];
  for (let at = from; at < to; at++) {
    const changed = bytes.slice();
    const bit = 1 << (at % 8);
    changed[at] = (changed[at] ?? 0) ^ bit;
    if (isLoaded(changed)) accepted.push(at);
  }
  expect(accepted).toEqual([]);
});

/** Where the tables' text or bytes begin and end in a file. */
function tablesIn(name: string): readonly [number, number] {
  const file = Buffer.from(artefactBytes(built, name));
  const between = (before: string, after: string): readonly [number, number] => {
    const from = file.indexOf(before) + before.length;
    return [from, file.indexOf(after, from)];
  };
  switch (name) {
    case "policy.json":
      return between('"tables":"', '"');
    case "policy.lua":
      return between('table.concat({\n"', "\n})");
    case "policy.wasm":
      return [file.indexOf("SPOL"), file.indexOf("SPOL") + tablesOf(built).length];
    default:
      return between("policyData = '", "'");
  }
}

function isLoaded(source: Uint8Array): boolean {
  try {
    loadBundle(source);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(BundleError);
    return false;
  }
}

test.each<[string, (tables: EditedTables) => unknown, RegExp]>([
  ["another first word", (t) => t.setWord(0, magic + 1), /first word/],
  ["the first format", (t) => t.setWord(1, 1), /format 1 is not supported/],
  ["a newer format", (t) => t.setWord(1, 3), /format 3 is not supported/],
  ["another length", (t) => t.setWord(2, t.word(2) + 1), /length/],
])("tables with %s are refused", (_, edit, message) => {
  const tables = new EditedTables(tablesOf(built));
  edit(tables);
  expect(() => loadBundle(fileOf(tables.repaired()))).toThrow(BundleError);
  expect(() => loadBundle(fileOf(tables.repaired()))).toThrow(message);
});

test("tables whose length is no number of words are refused, and those without a header", () => {
  for (const size of [0, 3, 4, 183, 184, tablesOf(built).length - 1]) {
    expect(() => loadBundle(fileOf(tablesOf(built).slice(0, size)))).toThrow(BundleError);
  }
});

test("nesting that exhausts the stack is refused like any damage", () => {
  expect(() => loadBundle("[".repeat(1_000_000))).toThrow(BundleError);
});

test("with a key configured, an unsigned bundle is refused", () => {
  expect(() => loadBundle(json, { publicKeys: ["key"] })).toThrow(BundleError);
});

test("the checksum is Adler-32", () => {
  const sum = (text: string, from = 0): number => adler32(new TextEncoder().encode(text), from);
  expect(sum("")).toBe(1);
  expect(sum("Wikipedia")).toBe(0x11e60398);
  expect(sum("no Wikipedia", 3)).toBe(0x11e60398);
  expect(sum("\u007f".repeat(100_000))).toBe(adler32Slowly(new Uint8Array(100_000).fill(0x7f)));
  const most = new Uint8Array(20_000).fill(0xff);
  expect(adler32(most, 0)).toBe(adler32Slowly(most));
});

function adler32Slowly(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}
