/** The manifest of a build: what it is, whom it speaks of, what a gateway has to count. */
import type { PolicySet } from "../ir/ir.ts";
import { formatVersion, type Manifest } from "../runtime/manifest.ts";
import { manifestLimits } from "./counters.ts";

/** What a build knows besides the policies. */
export interface BuildFacts {
  readonly label: string | null;
  readonly compilerVersion: string;
  /** The lints were not run (`--no-lint`). */
  readonly lintSkipped: boolean;
}

/** The manifest without the build's artefacts, as bundles hold it. */
export function buildManifest(set: PolicySet, facts: BuildFacts, bound: number): Manifest {
  return {
    format: formatVersion,
    revision: set.revision,
    compiler: facts.compilerVersion,
    label: facts.label,
    agents: set.agents.map((agent) => agent.name),
    ...manifestLimits(set),
    step_bound: bound,
    timezone: set.timezone.name,
    tzdata: set.timezone.tzdata,
    lint_skipped: facts.lintSkipped,
  };
}
