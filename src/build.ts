/** Builds a bundle from a compiled set: what `sentrely-policy build` writes. */
import { version } from "./base/version.ts";
import { buildBundle, type BundleTarget, type BuiltBundle } from "./bundle/build-bundle.ts";
import { checkStepBound } from "./bundle/step-bound.ts";
import type { Diagnostic } from "./base/diagnostic.ts";
import { runtimeSource } from "./generated/runtime-source.ts";
import type { PolicySet } from "./ir/ir.ts";

export interface BuildSettings {
  /** Absent: every target of this version. */
  readonly targets?: readonly BundleTarget[];
  /** A text of yours in the manifest, such as a commit. */
  readonly label?: string;
}

export type Built =
  | ({ readonly kind: "built" } & BuiltBundle)
  /** A request could cost more steps than a bundle may take; the diagnostics name the patterns. */
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** The files of a bundle as texts; nothing is written. The same set gives the same bytes everywhere. */
export function build(set: PolicySet, settings: BuildSettings = {}): Built {
  const diagnostics: Diagnostic[] = [];
  checkStepBound(set, (d) => diagnostics.push(d));
  if (diagnostics.length > 0) return { kind: "refused", diagnostics };
  const bundle = buildBundle(set, {
    targets: settings.targets ?? ["js", "json"],
    label: settings.label ?? null,
    compilerVersion: version,
    lintSkipped: false,
    runtimeSource,
  });
  return { kind: "built", ...bundle };
}
