/** One side of a comparison, and what may be set about comparing. */
import type { Severity } from "../base/diagnostic.ts";
import type { Decision, Request } from "../base/request.ts";
import type { SourceFile } from "../base/source.ts";
import type { CatalogueSettings } from "../catalogue/settings.ts";
import type { PolicySet, PolicyTest } from "../ir/ir.ts";
import type { SensitiveChange } from "../ir/lower-sensitive.ts";
import type { ConfigNode, FileNode } from "../syntax/ast.ts";

/** Where something was found: the set before, or the set after. */
export type SideName = "base" | "head";

/** A compiled policy set; a `Compilation` without errors is one. */
export interface Side {
  readonly set: PolicySet;
  readonly tests: readonly PolicyTest[];
  /** By path, for the lines of tests. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** `null`: the set has no `sentrely.yaml`; every key then has its default. */
  readonly config: ConfigNode | null;
  /** For what the tool lists say that its config names. */
  readonly catalogue: Pick<CatalogueSettings, "servers">;
  /** Regions of sensitive operations; without them any change of their keys counts as a loss. */
  readonly sensitive?: readonly SensitiveChange[];
  /** Says whom its guardrails would hold; without it nothing is said of agents that the head alone declares. */
  readonly trees?: readonly FileNode[];
}

export interface CompareOptions {
  /** States that one question may expand; 2,000,000 unless given. */
  readonly maxStates?: number;
  /** The longest names that reach counts, action and resource together, in characters; 96 unless given. */
  readonly reachLength?: number;
  /** A change is tagged `reach-growth` when reach grows by more than this factor; 2^10 unless given. */
  readonly reachGrowth?: number;
  /**
   * By id of a rule: the levels that its findings have where no config sets one. What a config says of a rule
   * that is not among them counts as lowered unless it is known not to be.
   */
  readonly ruleLevels?: ReadonlyMap<string, readonly Severity[]>;
  /** Confirms witnesses on both sides; the reference interpreter unless given. */
  readonly judge?: (set: PolicySet, request: Request) => Decision;
}

/** The other side. */
export function otherSide(side: SideName): SideName {
  return side === "base" ? "head" : "base";
}
