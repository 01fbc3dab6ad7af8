/** Builds a set's bundle in memory, as the CLI would write it. */
import { buildBundle, type BuiltBundle } from "../../src/bundle/build-bundle.ts";
import type { PolicySet } from "../../src/ir/ir.ts";

export function builtBundle(set: PolicySet, runtimeSource = ""): BuiltBundle {
  return buildBundle(set, {
    targets: ["js", "json"],
    label: "test",
    compilerVersion: "0.0.0",
    lintSkipped: false,
    runtimeSource,
  });
}

/** The text of one file of a build. */
export function artefact(bundle: BuiltBundle, name: string): string {
  const found = bundle.artefacts.find((file) => file.name === name);
  if (found === undefined) throw new Error(`no artefact ${name}`);
  return found.content;
}
