/** Builds a bundle from a compiled set: what `sentrely-policy build` writes. */
import type { Diagnostic } from "./base/diagnostic.ts";
import { version } from "./base/version.ts";
import { buildBundle, type BundleTarget, type BuiltBundle } from "./bundle/build-bundle.ts";
import { checkStepBound } from "./bundle/step-bound.ts";
import { compileTables } from "./bundle/tables.ts";
import { evaluatorSources } from "./evaluator-sources.ts";
import type { PolicySet } from "./ir/ir.ts";

export interface BuildSettings {
  /** Absent: all but `njs`. */
  readonly targets?: readonly BundleTarget[];
  /** A text of yours in the manifest, such as a commit. */
  readonly label?: string;
  /** The lints were not run, and the manifest is to say so. Absent: false. */
  readonly lintSkipped?: boolean;
}

export type Built =
  | ({ readonly kind: "built" } & BuiltBundle)
  /** A request could cost more steps than a bundle may take; the diagnostics name the patterns. */
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** What is built where nobody says. */
export const usualTargets: readonly BundleTarget[] = ["js", "json", "lua", "wasm"];

/** The files of a bundle; nothing is written. The same set gives the same bytes everywhere. */
export function build(set: PolicySet, settings: BuildSettings = {}): Built {
  const tables = compileTables(set);
  const diagnostics: Diagnostic[] = [];
  checkStepBound(set, tables, (d) => diagnostics.push(d));
  if (diagnostics.length > 0) return { kind: "refused", diagnostics };
  const bundle = buildBundle(set, {
    tables,
    targets: settings.targets ?? usualTargets,
    label: settings.label ?? null,
    compilerVersion: version,
    lintSkipped: settings.lintSkipped ?? false,
    evaluators: evaluatorSources(),
  });
  return { kind: "built", ...bundle };
}
