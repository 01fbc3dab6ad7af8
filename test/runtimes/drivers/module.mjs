/** The driver of Node, Bun and Deno: `module.mjs ARTEFACT KIND,KIND,… FOLDER…`. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import core from "./core.mjs";
import { loadPolicy } from "../../../examples/gateways/wasm-hosts/node/policy.mjs";

const [artefact, kinds, ...folders] = process.argv.slice(2);

/** The published host code, its decisions as text. */
function textPolicy(policy) {
  const textOf = ({ code, json }) => (code < 0 ? "invalid" : json);
  return {
    decide: (request) => textOf(policy.decide(request, true)),
    // It takes lists: of anything else JavaScript might make one.
    decideAll: (requests) => textOf(policy.decideAll(Array.isArray(requests) ? requests : null, true)),
    decideEncoded: (bytes) => textOf(policy.decide(bytes, true)),
  };
}

async function load(folder) {
  const path = join(folder, artefact);
  if (artefact === "policy.wasm") return textPolicy(loadPolicy(readFileSync(path)));
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
