import { expect, test } from "vitest";
import { BundleError, loadBundle } from "../../../src/runtime/index.ts";
import { adler32, asciiJson } from "../../../src/runtime/checksum.ts";
import { allow, buildSet } from "../../support/build-set.ts";
import { artefact, builtBundle } from "../../support/bundle-of.ts";

const set = buildSet({ agents: { "agent-é": [allow("git:*", "repos/*", { id: "😀" })] } });
const built = builtBundle(set, "throw new Error('this code must not run');");
const json = artefact(built, "policy.json");
const request = { agent: "agent-é", action: "git:push", resource: "repos/app" };

test.each([
  ["text of policy.json", json],
  ["bytes of policy.json", new TextEncoder().encode(json)],
  ["the parsed policy.json", JSON.parse(json) as object],
  ["policy.json laid out anew", JSON.stringify(JSON.parse(json), null, 4)],
  ["policy.json after a byte-order mark", `\ufeff${json}`],
  ["text of policy.mjs", artefact(built, "policy.mjs")],
  ["bytes of policy.mjs", new TextEncoder().encode(artefact(built, "policy.mjs"))],
])("%s is loaded without running it", (_, source) => {
  const bundle = loadBundle(source);
  expect(bundle.decide(request)).toMatchObject({ effect: "allow", statements: [{ id: "😀" }] });
  expect(bundle.revision).toBe(set.revision);
  expect(bundle.manifest.agents).toEqual(["agent-é"]);
});

test("a bundle that was changed afterwards decides as it was loaded", () => {
  const source = JSON.parse(json) as { tables: { agents: unknown[] } };
  const bundle = loadBundle(source);
  source.tables.agents.length = 0;
  expect(bundle.decide(request).effect).toBe("allow");
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

test.each<[string, string | Uint8Array | object, RegExp]>([
  ["an empty text", "", /no bundle/],
  ["YAML", "policies: []", /no bundle/],
  ["another JSON file", '{"name":"x"}', /no bundle/],
  ["a foreign object", [], /no bundle/],
  ["an object that throws", hostile, /damaged|cannot be read/],
  ["half a file", json.slice(0, json.length / 2), /no bundle/],
  ["a flipped character in an id", json.replace("\\ud83d", "\\ud83e"), /checksum/],
  ["a newer format", json.replace('"version":1', '"version":2'), /format 2 is not supported/],
  ["a checksum of another", json.replace(/adler32:\w/, "adler32:g"), /checksum/],
  ["bytes that are not ASCII", new TextEncoder().encode(json.replace("agent-", "agent-é")), /ASCII/],
  ["a module without data", "/* sentrely-policy-bundle */\nexport {};\n", /no data/],
  ["a module with its data cut", artefact(built, "policy.mjs").slice(0, 300), /no data/],
])("%s is refused", (_, source, message) => {
  expect(() => loadBundle(source)).toThrow(BundleError);
  expect(() => loadBundle(source)).toThrow(message);
});

function repaired(edit: (tables: Tables, manifest: { [key: string]: unknown }) => void): string {
  const content = JSON.parse(json) as {
    checksum: string;
    manifest: { [key: string]: unknown };
    tables: Tables;
  };
  edit(content.tables, content.manifest);
  content.checksum = `adler32:${adler32(asciiJson([content.manifest, content.tables]))}`;
  return JSON.stringify(content);
}
interface Tables {
  [key: string]: unknown[];
}

test.each<[string, (tables: Tables, manifest: { [key: string]: unknown }) => void]>([
  ["an index past its table", (t) => (t["agents"] = [{ name: "a", expires: null, statements: [1] }])],
  ["a negative index", (t) => (t["agents"] = [{ name: "a", expires: null, statements: [-1] }])],
  ["a statement twice", (t) => (t["agents"] = [{ name: "a", expires: null, statements: [0, 0] }])],
  [
    "statements out of order",
    (t) => t["statements"]?.push({ ...Object(t["statements"][0]), id: "" } as unknown),
  ],
  ["an agent twice", (t) => t["agents"]?.push(t["agents"][0])],
  ["a gate without approval", (t) => Object.assign(t["statements"]?.[0] ?? {}, { kind: "gate" })],
  ["a deny that expires", (t) => Object.assign(t["statements"]?.[0] ?? {}, { kind: "deny", expires: 1 })],
  ["an unknown key", (t) => Object.assign(t["statements"]?.[0] ?? {}, { requires_approval: true })],
  ["an unknown wildcard", (t) => (t["actions"] = [[3]])],
  ["a misplaced gap", (t) => (t["resources"] = [["repos", 2]])],
  ["no offsets", (t) => (t["offsets"] = [])],
  [
    "offsets out of order",
    (t) =>
      (t["offsets"] = [
        [0, 0],
        [9, 0],
        [5, 0],
      ]),
  ],
  ["a missing table", (t) => delete t["scopes"]],
  ["a manifest of another revision", (_, m) => (m["revision"] = `sha256:${"1".repeat(64)}`)],
  ["a condition nested too deep", (t) => (t["conditions"] = [deepCondition(300)])],
])("with its checksum repaired, %s is still refused", (_, edit) => {
  expect(() => loadBundle(repaired(edit))).toThrow(BundleError);
});

function deepCondition(depth: number): unknown {
  let row: unknown = ["has", "context.a"];
  for (let i = 0; i < depth; i++) row = ["not", row];
  return row;
}

test("nesting that exhausts the stack is refused like any damage", () => {
  expect(() => loadBundle("[".repeat(1_000_000))).toThrow(BundleError);
});

test("with a key configured, an unsigned bundle is refused", () => {
  expect(() => loadBundle(json, { publicKeys: ["key"] })).toThrow(BundleError);
});

test("the checksum is Adler-32", () => {
  expect(adler32("")).toBe("00000001");
  expect(adler32("Wikipedia")).toBe("11e60398");
  expect(adler32("a".repeat(100_000))).toBe(adler32Slowly("a".repeat(100_000)));
});

function adler32Slowly(text: string): string {
  let a = 1;
  let b = 0;
  for (const character of text) {
    a = (a + character.charCodeAt(0)) % 65521;
    b = (b + a) % 65521;
  }
  return (b * 65536 + a).toString(16).padStart(8, "0");
}
