/** The evaluators that bundles carry, as the builder wants them. */
import type { EvaluatorSources } from "./bundle/build-bundle.ts";
import { luaSource } from "./generated/lua-source.ts";
import { njsSource, runtimeSource } from "./generated/runtime-source.ts";
import { wasmTemplate } from "./generated/wasm-template.ts";
import { decodeBase64 } from "./runtime/base64.ts";

export function evaluatorSources(): EvaluatorSources {
  return { js: runtimeSource, njs: njsSource, lua: luaSource, wasm: decodeBase64(wasmTemplate) };
}
