/**
 * What the head is compared with.
 *
 * INVARIANT: a base that holds nothing, or does not compile, permits nothing; what its config says judges all
 * the same, as far as it parses.
 */
import { InternalError } from "../base/invariant.ts";
import type { Side } from "../diff/side.ts";
import type { PolicySet } from "../ir/ir.ts";
import { compile } from "../pipeline.ts";
import type { BaseState, Revision } from "./review.ts";

export function baseStateOf(base: Revision | null): BaseState {
  if (base === null) return "none";
  if (base.isEmpty) return "empty";
  return base.compilation.set === null ? "broken" : "compared";
}

/** The base as a side of the comparison. */
export function baseSideOf({ compilation }: Revision): Side {
  const { set, sources, config, catalogue } = compilation;
  if (set !== null) return { ...compilation, set };
  return { set: emptySet(), tests: [], sources, config, catalogue };
}

function emptySet(): PolicySet {
  const { set } = compile({ files: [], config: null, mayBeEmpty: true });
  if (set === null) throw new InternalError("the set without files does not compile");
  return set;
}
