/** The driver of Node, Bun and Deno: `module.mjs ARTEFACT KIND,KIND,… FOLDER…`. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import core from "./core.mjs";
import { wasmPolicy } from "./wasm-policy.mjs";

const [artefact, kinds, ...folders] = process.argv.slice(2);

async function load(folder) {
  const path = join(folder, artefact);
  if (artefact === "policy.wasm") {
    const { instance } = await WebAssembly.instantiate(readFileSync(path), {});
    return wasmPolicy(instance.exports);
  }
  if (artefact === "policy.json") {
    const { loadBundle } = await import("../../../src/runtime/index.ts");
    return loadBundle(readFileSync(path));
  }
  return (await import(pathToFileURL(path).href)).default;
}

const result = core.emptyResult();
for (const folder of folders) {
  const policy = await load(folder);
  for (const kind of kinds.split(",")) {
    const file = kind === "encoded" ? "encoded.tsv" : `${kind}.jsonl`;
    const text = readFileSync(join(folder, file), "utf8");
    const vectors = core.read(basename(folder), kind, text, 1);
    core.check(result, policy, vectors, () => Math.round(performance.now() * 1e6));
  }
}
process.stdout.write(`${JSON.stringify(result)}\n`);
