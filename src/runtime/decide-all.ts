/** Decides several requests as one: the strictest effect, every approval. */
import type { Decision, StatementRef } from "../base/request.ts";
import { refuse } from "./decide.ts";
import { effectOf, mergeApprovals, reasons } from "./merge.ts";
import { compareTexts, sortedSet } from "./text-order.ts";

/** A decision about several requests, with the decision of each. */
export type CombinedDecision = Decision & { readonly decisions: readonly Decision[] };

/** A longer list is refused as a whole, unread. */
const maxRequests = 65_536;

/** Never throws. A value that is no list counts as no request, and of none the answer is a deny. */
export function decideRequests(
  revision: string,
  decide: (request: unknown) => Decision,
  requests: unknown,
): CombinedDecision {
  const decisions = listOf(requests).map(decide);
  const reason = reasons.find((candidate) => decisions.some((one) => one.reason === candidate));
  if (reason === undefined) return { ...refuse(revision, "invalid_request"), decisions };
  const statements: StatementRef[] = [];
  const approvals: Decision["approvals"][number][] = [];
  const notify: string[] = [];
  for (const one of decisions) {
    // Loops, since spreading a long list into a call exhausts the stack.
    if (one.reason === reason) for (const ref of one.statements) statements.push(ref);
    for (const entry of one.approvals) approvals.push(entry);
    for (const channel of one.notify) notify.push(channel);
  }
  return {
    effect: effectOf(reason),
    reason,
    statements: mergeStatements(statements),
    approvals: mergeApprovals(approvals),
    notify: sortedSet(notify),
    revision,
    decisions,
  };
}

function listOf(requests: unknown): unknown[] {
  try {
    if (!Array.isArray(requests)) return [];
    const { length } = requests;
    if (length > maxRequests) return [];
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(requests[i]);
    return list;
  } catch {
    return [];
  }
}

/** Sorted by id, then agent; each once. */
function mergeStatements(statements: readonly StatementRef[]): StatementRef[] {
  return statements
    .map(({ id, agent, file, line }) => ({ id, agent, file, line }))
    .sort((a, b) => compareTexts(a.id, b.id) || compareTexts(a.agent, b.agent))
    .filter((ref, i, all) => {
      const before = all[i - 1];
      return before === undefined || before.id !== ref.id || before.agent !== ref.agent;
    });
}
