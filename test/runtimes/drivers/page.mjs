/** The driver of a browser: fetches the list of what to run, decides, and posts the result. */
import core from "./core.mjs";
import { wasmPolicy } from "./wasm-policy.mjs";

const nanoseconds = () => Math.round(performance.now() * 1e6);

async function load(set, artefact) {
  const path = `/sets/${set}/${artefact}`;
  if (artefact !== "policy.wasm") return (await import(path)).default;
  const { instance } = await WebAssembly.instantiateStreaming(fetch(path), {});
  return wasmPolicy(instance.exports);
}

async function run() {
  const { artefact, sets, kinds } = await (await fetch("/run.json")).json();
  const result = core.emptyResult();
  for (const set of sets) {
    const policy = await load(set, artefact);
    for (const kind of kinds) {
      const file = await fetch(`/sets/${set}/${kind === "encoded" ? "encoded.tsv" : `${kind}.jsonl`}`);
      core.check(result, policy, core.read(set, kind, await file.text(), 1), nanoseconds);
    }
  }
  return result;
}

let body;
try {
  body = JSON.stringify(await run());
} catch (error) {
  body = JSON.stringify({ error: String(error?.stack ?? error) });
}
await fetch("/result", { method: "POST", body });
