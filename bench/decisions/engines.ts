/** The bundle's own evaluators, in this process. */
import type { Decision } from "../../src/base/request.ts";
import { build } from "../../src/build.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { codeOf } from "./effects.ts";
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
