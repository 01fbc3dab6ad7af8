/** `policy.wasm` as a file: WebAssembly 1.0, nothing imported, the same bytes each time, its tables found again. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import initWabt from "wabt";
import { generateWasmTemplate } from "../../../scripts/generate/wasm-template.ts";
import { requestAt, requestCapacity, spliceWasm, tablesAt } from "../../../src/bundle/wasm-module.ts";
import { evaluatorSources } from "../../../src/evaluator-sources.ts";
import { BundleError } from "../../../src/runtime/index.ts";
import { tablesOfWasm } from "../../../src/runtime/wasm-file.ts";
import { allow, buildSet, deny } from "../../support/build-set.ts";
import { artefactBytes, builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { wasmPolicy } from "../../support/wasm-policy.ts";

const set = buildSet({ agents: { a: [allow("a", "b/**"), deny("a", "b/*/c")] } });
const bundle = builtBundle(set, { targets: ["json", "wasm"] });
const tables = tablesOf(bundle);
const template = evaluatorSources().wasm;
const spliced = artefactBytes(bundle, "policy.wasm");

/** WebAssembly 1.0 and nothing that came later. */
const onlyMvp = {
  mutable_globals: false,
  sat_float_to_int: false,
  sign_extension: false,
  simd: false,
  threads: false,
  multi_value: false,
  tail_call: false,
  bulk_memory: false,
  reference_types: false,
  exceptions: false,
  annotations: false,
  gc: false,
  memory64: false,
  extended_const: false,
  relaxed_simd: false,
};

async function validate(bytes: Uint8Array): Promise<void> {
  const wabt = await initWabt();
  const module = wabt.readWasm(bytes, { readDebugNames: false, ...onlyMvp });
  try {
    module.validate();
  } finally {
    module.destroy();
  }
}

test("the template and its text are what its sources compile to, byte for byte", async () => {
  const generated = await generateWasmTemplate();
  expect(generated.length).toBe(2);
  for (const { path, text } of generated) {
    const file = readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));
    expect(file.equals(Buffer.from(text)), path).toBe(true);
  }
});

test("template and policy.wasm are valid WebAssembly 1.0", async () => {
  await validate(template);
  await validate(spliced);
});

test("the validator refuses what came after WebAssembly 1.0", async () => {
  // `i32.const 0`, `i32.extend8_s`, `drop` in a function of a module of its own.
  const body = [0, 0x41, 0, 0xc0, 0x1a, 0x0b];
  const later = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, ...body];
  await expect(validate(Uint8Array.from(later))).rejects.toThrow();
  expect(WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(later)))).toEqual([]);
});

test("policy.wasm imports nothing and exports its interface alone", () => {
  const module = new WebAssembly.Module(Uint8Array.from(spliced));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const exported = WebAssembly.Module.exports(module).map(({ name, kind }) => `${kind} ${name}`);
  expect(exported.sort()).toEqual([
    "function decide",
    "function decide_all",
    "function json",
    "function output",
    "global abi_version",
    "global capacity",
    "global request",
    "memory memory",
  ]);
  expect(WebAssembly.Module.customSections(module, "sentrely.policy")).toHaveLength(1);
});

test("the template expects request and tables where the builder puts them", () => {
  const { exports } = wasmPolicy(spliced);
  expect(exports.abi_version.value).toBe(1);
  expect(exports.request.value).toBe(requestAt);
  expect(exports.capacity.value).toBe(requestCapacity);
  expect(new Uint8Array(exports.memory.buffer, tablesAt, tables.length)).toEqual(tables);
});

test("the same tables give the same module, and are found in it again", () => {
  expect(spliceWasm(template, tables)).toEqual(spliced);
  expect(tablesOfWasm(spliced)).toEqual(tables);
});

test("the memory can never grow", () => {
  const { memory } = wasmPolicy(spliced).exports;
  expect(() => memory.grow(1)).toThrow();
});

test("a file that is cut anywhere is refused by the reader", () => {
  for (let length = 0; length < spliced.length; length += length < 600 ? 1 : 61) {
    expect(() => tablesOfWasm(spliced.subarray(0, length)), String(length)).toThrow(BundleError);
  }
});

test("a file with any byte changed is refused by the reader, or its tables are found", () => {
  let found = 0;
  for (let at = 0; at < spliced.length; at += at < 600 ? 1 : 37) {
    const altered = Uint8Array.from(spliced);
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8));
    try {
      expect(tablesOfWasm(altered).length).toBeLessThan(spliced.length);
      found += 1;
    } catch (error) {
      expect(error).toBeInstanceOf(BundleError);
    }
  }
  expect(found).toBeGreaterThan(100);
});

test("WebAssembly of others is no bundle", () => {
  expect(() => tablesOfWasm(template)).toThrow(BundleError);
  expect(() => tablesOfWasm(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))).toThrow(/sentrely\.policy/);
  expect(() => tablesOfWasm(Uint8Array.of())).toThrow(BundleError);
});
