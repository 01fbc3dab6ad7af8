/**
 * One load in a fresh process: `node load-child.mjs KIND FILE HOST REQUEST`. HOST is the module that
 * reads such a file: the runtime, or the WebAssembly host; it is loaded before the clock starts.
 * Prints the milliseconds from opening the file to the first decision, and memory in bytes.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [kind, file, host, text] = process.argv.slice(2);
const request = JSON.parse(text);
const before = process.memoryUsage.rss();

const loaders = {
  "policy.json": ({ loadBundle }) => loadBundle(readFileSync(file)).decide(request).effect,
  "policy.wasm": ({ loadPolicy }) => {
    const { code } = loadPolicy(readFileSync(file)).decide(request);
    return { 4: "require_approval", 5: "allow" }[code] ?? "deny";
  },
};

let start;
let effect;
if (kind === "policy.mjs") {
  start = performance.now();
  effect = (await import(pathToFileURL(file).href)).decide(request).effect;
} else {
  const module = await import(pathToFileURL(host).href);
  start = performance.now();
  effect = loaders[kind](module);
}
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, effect, before, after: process.memoryUsage.rss() }));
