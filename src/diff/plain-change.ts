/** Changes that are not about requests. */
import type { Change } from "./change.ts";

/** A change without region, witness and decisions. */
export function plainChange(
  what: Pick<Change, "kind" | "tags" | "message"> & Partial<Pick<Change, "agents" | "base" | "head">>,
): Change {
  return {
    agents: [],
    base: [],
    head: [],
    region: null,
    witness: null,
    before: null,
    after: null,
    reach: null,
    ...what,
  };
}
