/** Sets over a single point, for attributes of which only presence matters. */
import type { ContextValue } from "../base/request.ts";
import type { SetOperations } from "./value-set.ts";

/** Sets of one possible value, written `value` in witnesses. */
export function pointSets(value: ContextValue): SetOperations<boolean> {
  return {
    empty: false,
    full: true,
    key: String,
    isEmpty: (set) => !set,
    intersect: (a, b) => a && b,
    complement: (set) => !set,
    least: () => value,
  };
}
