/** Builds a set's bundle in memory, as the CLI would write it. */
import {
  buildBundle,
  type BuiltBundle,
  type BundleTarget,
  type EvaluatorSources,
} from "../../src/bundle/build-bundle.ts";
import { evaluatorSources } from "../../src/evaluator-sources.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import type { Bundle } from "../../src/runtime/index.ts";

export const allTargets: readonly BundleTarget[] = ["js", "json", "lua", "njs", "wasm"];

export interface BuildParts {
  /** Absent: js and json. */
  readonly targets?: readonly BundleTarget[];
  /** In the place of the evaluators that releases carry. */
  readonly evaluators?: Partial<EvaluatorSources>;
}

let released: EvaluatorSources | null = null;

export function builtBundle(set: PolicySet, { targets, evaluators }: BuildParts = {}): BuiltBundle {
  released ??= evaluatorSources();
  return buildBundle(set, {
    targets: targets ?? ["js", "json"],
    label: "test",
    compilerVersion: "0.0.0",
    lintSkipped: false,
    evaluators: { ...released, ...evaluators },
  });
}

type Built = Pick<BuiltBundle, "artefacts">;

function contentOf({ artefacts }: Built, name: string): string | Uint8Array {
  const found = artefacts.find((file) => file.name === name);
  if (found === undefined) throw new Error(`no artefact ${name}`);
  return found.content;
}

/** The text of one file of a build. */
export function artefact(bundle: Built, name: string): string {
  const content = contentOf(bundle, name);
  if (typeof content !== "string") throw new Error(`${name} is no text`);
  return content;
}

/** The bytes of one file of a build. */
export function artefactBytes(bundle: Built, name: string): Uint8Array {
  const content = contentOf(bundle, name);
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** The block of tables of a build for `json`, in memory of its own. */
export function tablesOf(bundle: Built): Uint8Array {
  const file = JSON.parse(artefact(bundle, "policy.json")) as { readonly tables: string };
  return Uint8Array.from(Buffer.from(file.tables, "base64"));
}

/** Runs the text of `policy.mjs` or `policy.njs.js` as a host would: as a module. */
export async function importModule(text: string): Promise<Bundle> {
  const url = `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
  const module = (await import(/* @vite-ignore */ url)) as { readonly default: Bundle };
  return module.default;
}
