/** Hosts of `policy.wasm`: the page that shows them, and the one in JavaScript. `npm run test:runtimes` runs the others. */
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { interpret, interpretAll } from "../src/reference/interpret.ts";
import { nativeHosts } from "./runtimes/hosts/native.ts";
import { consoleKind, wasmHostsPage } from "./runtimes/wasm-host-page.ts";
import { allow, buildSet, gate } from "./support/build-set.ts";
import { artefactBytes, builtBundle } from "./support/bundle-of.ts";
import { faultyWasm } from "./support/faulty-wasm.ts";
import { blocksOf } from "./support/markdown-blocks.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const examples = "examples/gateways/wasm-hosts";
const blocks = blocksOf(wasmHostsPage);
const quotes = blocks.filter(({ kind }) => kind.endsWith(" quoted"));
const quotedFile = (block: (typeof blocks)[number]): string => block.options.get("file") ?? "";

interface Answer {
  readonly code: number;
  readonly json: string;
}

interface WasmHost {
  readonly loadPolicy: (file: Uint8Array) => {
    readonly decide: (request: unknown, explain?: boolean) => Answer;
    readonly decideAll: (requests: unknown, explain?: boolean) => Answer;
  };
}

const { loadPolicy }: WasmHost = await import(
  new URL(`../${examples}/node/policy.mjs`, import.meta.url).href
);

const set = buildSet({ agents: { a: [allow("git:push", "repos/**"), gate("git:push", "repos/main")] } });
const bundle = artefactBytes(builtBundle(set, { targets: ["wasm"] }), "policy.wasm");
const policy = loadPolicy(bundle);
const request = { agent: "a", action: "git:push", resource: "repos/x" };

test.each(quotes)("$page:$line quotes the file of the example", (block) => {
  expect(block.text).toBe(readFileSync(join(root, quotedFile(block)), "utf8"));
});

test("the page quotes every source file of the examples", () => {
  const sources = readdirSync(join(root, examples), { recursive: true, encoding: "utf8" })
    .map((file) => `${examples}/${file.split(sep).join("/")}`)
    .filter((file) => /\.(c|go|h|java|mjs|py|rs)$/.test(file));
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.filter((file) => !quotes.some((block) => quotedFile(block) === file))).toEqual([]);
});

test("the page has commands for each language, which are run", () => {
  const shown = blocks.filter(({ kind }) => kind === consoleKind).map(({ options }) => options.get("host"));
  expect(shown.sort()).toEqual(nativeHosts.map(({ name }) => name).sort());
});

test("the host in JavaScript decides as the reference interpreter does", () => {
  const gated = { ...request, resource: "repos/main" };
  expect(policy.decide(request, true)).toEqual({ code: 5, json: JSON.stringify(interpret(set, request)) });
  expect(policy.decide(gated, true)).toEqual({ code: 4, json: JSON.stringify(interpret(set, gated)) });
  expect(policy.decide(request)).toEqual({ code: 5, json: "" });
  const all = [request, gated, null];
  expect(policy.decideAll(all, true)).toEqual({ code: 0, json: JSON.stringify(interpretAll(set, all)) });
});

const throwing = {
  get agent(): string {
    throw new Error("no");
  },
};
const deep: unknown[] = [];
let inner = deep;
for (let i = 0; i < 100_000; i++) {
  const next: unknown[] = [];
  inner.push(next);
  inner = next;
}

test.each<[string, unknown]>([
  ["null", null],
  ["a number", 1],
  ["a text", "a"],
  ["a list", [request]],
  ["a request with a getter that throws", throwing],
  ["a proxy that throws", new Proxy({}, { get: () => throwing.agent })],
  ["a name of ten mebibytes", { ...request, resource: "r".repeat(10 * 2 ** 20) }],
  ["a name of ten mebibytes beyond ASCII", { ...request, resource: "é".repeat(10 * 2 ** 20) }],
  ["a lone surrogate", { ...request, resource: "repos/\ud800" }],
  ["a lone surrogate in the context", { ...request, context: { n: "\udc00" } }],
  ["a function in the context", { ...request, context: { f: () => 1 } }],
  ["a context that is nested without end", { ...request, context: { deep } }],
  ["bytes that are no encoding", new Uint8Array([7, 4, 255, 255, 255, 255])],
])("the host in JavaScript denies %s, and then decides as before", (_, value) => {
  expect(policy.decide(value, true).code).toBeLessThanOrEqual(0);
  expect(policy.decide(request).code).toBe(5);
});

test("the host in JavaScript hands over what is longer than the buffer as no request", () => {
  const long = {
    ...request,
    context: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [i, "x".repeat(2 ** 15)])),
  };
  expect(policy.decide(long, true)).toEqual({ code: 0, json: JSON.stringify(interpret(set, long)) });
});

test("the host in JavaScript allows nothing with a faulty file", async () => {
  const { faulty, open } = await faultyWasm(bundle);
  const codeWith = (file: Uint8Array): number | null => {
    let loaded;
    try {
      loaded = loadPolicy(file);
    } catch {
      return null;
    }
    return loaded.decide(request, true).code;
  };
  expect(codeWith(open)).toBe(5);
  const codes = faulty.map(({ name, bytes }) => [name, codeWith(bytes)] as const);
  expect(codes.filter(([, code]) => code !== null && code >= 0)).toEqual([]);
});
