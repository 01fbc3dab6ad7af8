/**
 * The difference between two compiled policy sets.
 *
 * INVARIANT: meaning is compared, not text: no change of decisions is told exactly when every valid
 * request has the same effect, approvals and notifications on both sides.
 */
import { defaultMaxStates } from "../analysis/prover.ts";
import { compareCodePoints } from "../base/order.ts";
import { interpret } from "../reference/interpret.ts";
import { agentChanges } from "./agent-changes.ts";
import type { Change, ChangeKind, Difference, Undecided } from "./change.ts";
import { configChanges } from "./config-changes.ts";
import { decisionChanges } from "./decision-changes.ts";
import { guardrailChanges } from "./guardrail-changes.ts";
import { limitChanges } from "./limit-changes.ts";
import type { CompareOptions, Side } from "./side.ts";
import { lineReader } from "./source-line.ts";
import { toolChanges } from "./tool-changes.ts";
import { testChanges } from "./test-changes.ts";

/** Compares two sets. Each side's context types, defaults, shapes and time zone are its own. */
export function comparePolicies(base: Side, head: Side, options: CompareOptions = {}): Difference {
  const settings = {
    maxStates: options.maxStates ?? defaultMaxStates,
    judge: options.judge ?? interpret,
    reachLength: options.reachLength ?? 96,
    reachGrowth: options.reachGrowth ?? 2 ** 10,
  };
  const decided = decisionChanges(base.set, head.set, settings);
  const agents = agentChanges(base.set, head.set, settings);
  const guardrails = guardrailChanges(base, head, settings);
  const lines = { base: lineReader(base.sources), head: lineReader(head.sources) };
  const changes = [
    ...decided.changes,
    ...agents.changes,
    ...guardrails.changes,
    ...limitChanges(base.set, head.set, lines),
    ...configChanges(base, head, {
      maxStates: settings.maxStates,
      ...(options.ruleLevels === undefined ? {} : { ruleLevels: options.ruleLevels }),
    }),
    ...toolChanges(base, head),
    ...testChanges(base, head, settings.maxStates),
  ];
  return {
    changes: changes.sort(compareChanges),
    unknown: [...decided.unknown, ...agents.unknown, ...guardrails.unknown].sort(compareUndecided),
  };
}

const order: { readonly [K in ChangeKind]: number } = {
  widened: 0,
  ungated: 1,
  narrowed: 2,
  gated: 3,
  approval: 4,
  obligation: 5,
  agent: 6,
  guardrail: 7,
  limit: 8,
  config: 9,
  test: 10,
};

function compareChanges(a: Change, b: Change): number {
  return (
    order[a.kind] - order[b.kind] ||
    compareCodePoints(a.agents.join(" "), b.agents.join(" ")) ||
    compareCodePoints(a.message, b.message)
  );
}

function compareUndecided(a: Undecided, b: Undecided): number {
  return compareCodePoints(a.agent ?? "", b.agent ?? "") || compareCodePoints(a.question, b.question);
}
