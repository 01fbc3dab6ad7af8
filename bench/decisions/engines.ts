/** The bundle's own evaluators, in this process. */
import type { Decision } from "../../src/base/request.ts";
import { build } from "../../src/build.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { allowed, codeOf, denied, gated } from "./effects.ts";
import type { Engine } from "./rounds.ts";

export interface BuiltFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The artefacts of these targets. */
export function artefactsOf(
  set: PolicySet,
  targets: NonNullable<Parameters<typeof build>[1]>["targets"],
): readonly BuiltFile[] {
  const built = build(set, targets === undefined ? {} : { targets });
  if (built.kind === "refused") throw new Error(built.diagnostics[0]?.message ?? "the build is refused");
  return built.artefacts;
}

export function artefact(files: readonly BuiltFile[], name: string): string | Uint8Array {
  const file = files.find((f) => f.name === name);
  if (file === undefined) throw new Error(`the build has no ${name}`);
  return file.content;
}

/** `loadBundle` of `policy.json`. */
export function loadedJson(json: string | Uint8Array): Engine {
  const { decide } = loadBundle(json);
  return { name: "loadBundle(policy.json)", decide: (request) => codeOf(decide(request).effect) };
}

/** What `policy.mjs` exports. */
export interface PolicyModule {
  readonly decide: (request: unknown) => Decision;
}

export function importedModule(module: PolicyModule): Engine {
  const { decide } = module;
  return { name: "policy.mjs", decide: (request) => codeOf(decide(request).effect) };
}

/** The example host's module. */
interface WasmHostModule {
  readonly loadPolicy: (file: string | Uint8Array) => {
    readonly decide: (request: unknown) => { readonly code: number };
  };
}

/** Where the host code for JavaScript is. */
export const wasmHostUrl: URL = new URL(
  "../../examples/gateways/wasm-hosts/node/policy.mjs",
  import.meta.url,
);

/** `policy.wasm`, called from JavaScript by the example's host code, which writes the request into its memory. */
export async function wasmHost(file: string | Uint8Array): Promise<Engine> {
  const host: WasmHostModule = await import(wasmHostUrl.href);
  const { decide } = host.loadPolicy(file);
  return {
    name: "policy.wasm from JavaScript",
    decide: (request) => {
      const { code } = decide(request);
      return code === 5 ? allowed : code === 4 ? gated : denied;
    },
  };
}
