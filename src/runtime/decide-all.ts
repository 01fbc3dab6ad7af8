/** Decides several requests as one: the strictest effect, every approval. */
import type { Decision, StatementRef } from "../base/request.ts";
import { refuse } from "./refuse.ts";
import { effectOf, mergeApprovals, reasons, sortUnique } from "./merge.ts";
import { compareTexts } from "./text-order.ts";

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
  const list = listOf(requests);
  const decisions: Decision[] = [];
  let strictest = reasons.length;
  for (let i = 0; i < list.length; i++) {
    const one = decide(list[i]);
    decisions.push(one);
    strictest = Math.min(strictest, reasons.indexOf(one.reason));
  }
  const reason = reasons[strictest];
  if (reason === undefined) return combined(refuse(revision, "invalid_request"), decisions);
  const statements: StatementRef[] = [];
  const approvals: Decision["approvals"][number][] = [];
  const notify: string[] = [];
  for (let i = 0; i < decisions.length; i++) {
    const one = decisions[i];
    if (one === undefined) continue;
    // Loops, since spreading a long list into a call exhausts the stack.
    if (one.reason === reason) pushAll(statements, one.statements);
    pushAll(approvals, one.approvals);
    pushAll(notify, one.notify);
  }
  sortUnique(notify);
  const decision: Decision = {
    effect: effectOf(reason),
    reason: reason,
    statements: mergeStatements(statements),
    approvals: mergeApprovals(approvals),
    notify: notify,
    revision: revision,
  };
  return combined(decision, decisions);
}

function combined(decision: Decision, decisions: readonly Decision[]): CombinedDecision {
  return {
    effect: decision.effect,
    reason: decision.reason,
    statements: decision.statements,
    approvals: decision.approvals,
    notify: decision.notify,
    revision: decision.revision,
    decisions: decisions,
  };
}

function pushAll<T>(into: T[], items: readonly T[]): void {
  items.forEach((item) => into.push(item));
}

function listOf(requests: unknown): unknown[] {
  try {
    if (!Array.isArray(requests)) return [];
    const length = requests.length;
    if (length > maxRequests) return [];
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(requests[i]);
    return list;
  } catch (_error) {
    return [];
  }
}

/** Sorted by id, then agent; each once. */
function mergeStatements(statements: readonly StatementRef[]): StatementRef[] {
  const sorted: StatementRef[] = [];
  statements.forEach((ref) => sorted.push({ id: ref.id, agent: ref.agent, file: ref.file, line: ref.line }));
  sorted.sort((a, b) => compareTexts(a.id, b.id) || compareTexts(a.agent, b.agent));
  const merged: StatementRef[] = [];
  sorted.forEach((ref, i) => {
    const before = sorted[i - 1];
    if (before === undefined || before.id !== ref.id || before.agent !== ref.agent) merged.push(ref);
  });
  return merged;
}
