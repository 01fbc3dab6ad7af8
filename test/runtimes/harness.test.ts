/** The harness bites: a wrong answer, a missing answer and a host that fails are all found. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setOf } from "../support/compile-text.ts";
import { writeSet } from "./generate-vectors.ts";
import { encodeRequest } from "./generate/encoding.ts";
import { vectorsOf } from "./generate/vectors.ts";
import type { Host, HostResult, VectorSet } from "./host.ts";
import { batchesOf } from "./hosts/batches.ts";
import { hosts } from "./hosts/index.ts";
import { readOptions } from "./options.ts";
import { readResult, sumResults } from "./process.ts";
import { faultOf, linesFor, table } from "./table.ts";

let folder: string;
let set: VectorSet;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sentrely-harness-"));
  const policies = setOf("agent: a\npolicies:\n  - x:read on y/*\n  - deny x:read on y/secret\n");
  const vectors = vectorsOf(policies, { seed: 1, count: 60, allBoundaries: false });
  set = writeSet(join(folder, "small"), "small", policies, vectors);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function hostOf(name: string): Host {
  const found = hosts.find((host) => host.name === name);
  if (found === undefined) throw new Error(`no host ${name}`);
  return found;
}

function run(host: Host): Promise<HostResult> {
  return host.run({ sets: [set], scratch: folder, cache: folder });
}

/** Changes the expected decision of one line of a file. */
function falsify(file: string, line: number): void {
  const path = join(set.folder, file);
  const lines = readFileSync(path, "utf8").split("\n");
  lines[line - 1] = (lines[line - 1] ?? "").replace(/"revision":"sha256:./, '"revision":"sha256:x');
  writeFileSync(path, lines.join("\n"));
}

test.each(["node", "node-json", "node-wasm"])("%s agrees with the reference interpreter", async (name) => {
  const host = hostOf(name);
  const result = await run(host);
  expect(result.disagreements).toEqual([]);
  expect(result).toMatchObject({ vectors: linesFor(host, [set]), disagreed: 0 });
  expect(result.ns).toBeGreaterThan(0);
  expect(faultOf({ host, outcome: { kind: "ran", version: "1", result } }, [set], false)).toBeNull();
});

test.each([
  ["node", "vectors.jsonl", "vectors"],
  ["node", "lists.jsonl", "lists"],
  ["node", "utf16.jsonl", "utf16"],
  ["node-json", "vectors.jsonl", "vectors"],
  ["node-wasm", "vectors.jsonl", "vectors"],
  ["node-wasm", "lists.jsonl", "lists"],
])("%s finds an expected decision that is wrong in one letter in %s", async (name, file, kind) => {
  const host = hostOf(name);
  falsify(file, 3);
  const result = await run(host);
  expect(result.disagreed).toBe(1);
  expect(result.disagreements).toMatchObject([{ set: "small", kind, line: 3 }]);
  expect(result.disagreements[0]?.got).not.toBe(result.disagreements[0]?.expected);
  expect(faultOf({ host, outcome: { kind: "ran", version: "1", result } }, [set], true)).toBe(
    "1 disagreements",
  );
});

test("a request that is decided although its bytes are no encoding is found", async () => {
  const granted = encodeRequest({ agent: "a", action: "x:read", resource: "y/b" });
  appendFileSync(join(set.folder, "encoded.tsv"), `${granted.toString("hex")}\tdeny\n`);
  expect(await run(hostOf("node-wasm"))).toMatchObject({
    disagreed: 1,
    disagreements: [{ kind: "encoded" }],
  });
});

test("a host that decides fewer vectors than there are, or none, fails the run", () => {
  const host = hostOf("node");
  const ran = (vectors: number): string | null =>
    faultOf(
      {
        host,
        outcome: {
          kind: "ran",
          version: "1",
          result: { vectors, disagreed: 0, disagreements: [], ns: null },
        },
      },
      [set],
      true,
    );
  const due = linesFor(host, [set]);
  expect(ran(due)).toBeNull();
  expect(ran(due - 1)).toBe(`decided ${String(due - 1)} of ${String(due)} vectors`);
  expect(ran(0)).toBe(`decided 0 of ${String(due)} vectors`);
});

test("a host that cannot be installed fails the run unless only what is there is asked for", () => {
  const row = { host: hostOf("node"), outcome: { kind: "absent", reason: "no apt" } } as const;
  expect(faultOf(row, [set], false)).toBe("cannot be installed: no apt");
  expect(faultOf(row, [set], true)).toBeNull();
  expect(table([row])).toContain("not here: no apt");
});

test("a host that fails fails the run, whatever was asked for", () => {
  const row = {
    host: hostOf("node"),
    outcome: { kind: "failed", version: "1", reason: "it stopped" },
  } as const;
  expect(faultOf(row, [set], true)).toBe("it stopped");
});

test("a driver that cannot load its bundle throws with what it said", async () => {
  writeFileSync(join(set.folder, "policy.mjs"), "throw new Error('damaged')");
  await expect(run(hostOf("node"))).rejects.toThrow(/damaged/);
});

test("a driver's result is its last line of JSON, and none is an error", () => {
  const line = '{"vectors":2,"disagreed":0,"disagreements":{},"ns":5}';
  const read = { vectors: 2, disagreed: 0, disagreements: [], ns: 5 };
  expect(readResult(`starting\n{"vectors":1}\n${line}\n`)).toEqual(read);
  expect(() => readResult("nothing\n")).toThrow("no result");
  expect(() => readResult('{"vectors":1}')).toThrow("disagreed");
  expect(() => readResult('{"error":"out of memory"}')).toThrow("out of memory");
  expect(sumResults([read, { ...read, ns: null }])).toEqual({ ...read, vectors: 4, ns: null });
});

test("batches hold every line once, with the number of their first", () => {
  const text = Array.from({ length: 11 }, (_, i) => `${String(i)}\tx\n`).join("");
  const batches = batchesOf(text, 4);
  expect(batches.map(({ first }) => first)).toEqual([1, 5, 9]);
  expect(batches.map(({ body }) => body).join("")).toBe(text);
  expect(batchesOf("")).toEqual([]);
});

test("options are read, and others refused", () => {
  expect(readOptions(["--available", "--host", "a", "--host", "b", "--seed", "9"], {})).toMatchObject({
    available: true,
    hosts: ["a", "b"],
    long: false,
    seed: 9,
    keep: null,
  });
  expect(readOptions([], { SENTRELY_RUNTIMES_CACHE: "/x" }).cache).toBe("/x");
  expect(() => readOptions(["--sometimes"], {})).toThrow();
  expect(() => readOptions(["--seed", "one"], {})).toThrow("no number");
  expect(readOptions(["--at-least", "10"], {}).atLeast).toBe(10);
});

test("hosts have names of their own and run the vectors that every host runs", () => {
  expect(new Set(hosts.map(({ name }) => name)).size).toBe(hosts.length);
  expect(hosts.filter(({ variantOf }) => variantOf === undefined).length).toBeGreaterThanOrEqual(10);
  for (const { name, kinds, variantOf } of hosts) {
    if (variantOf !== undefined) expect(hosts.map((host) => host.name)).toContain(variantOf);
    expect(kinds, name).toEqual(expect.arrayContaining(["vectors", "lists"]));
  }
});
