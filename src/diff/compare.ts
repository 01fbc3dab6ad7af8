/**
 * The difference between two compiled policy sets.
 *
 * INVARIANT: meaning is compared, not text: no change of decisions is told exactly when every valid
 * request has the same effect, approvals and notifications on both sides.
 */
import { defaultMaxStates } from "../analysis/prover.ts";
import { interpret } from "../reference/interpret.ts";
import type { Difference } from "./change.ts";
import { decisionChanges } from "./decision-changes.ts";
import type { CompareOptions, Side } from "./side.ts";

/** Compares two sets. Each side's context types, defaults, shapes and time zone are its own. */
export function comparePolicies(base: Side, head: Side, options: CompareOptions = {}): Difference {
  const settings = { maxStates: options.maxStates ?? defaultMaxStates, judge: options.judge ?? interpret };
  return decisionChanges(base.set, head.set, settings);
}
