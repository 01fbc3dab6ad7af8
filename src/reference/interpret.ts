/**
 * The decision (LANGUAGE.md §6), one function for each rule: what every other evaluator is tested
 * against, and what confirms a counterexample before it is shown.
 *
 * INVARIANT: never throws, and shares no code with what it judges.
 */
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { ApprovalEntry, Decision, Effect, Reason, StatementRef } from "../base/request.ts";
import type { Agent, Deny, Gate, Grant, PolicySet, Statement } from "../ir/ir.ts";
import { evaluateCondition, type Truth } from "./evaluate-condition.ts";
import { matchesScope } from "./matches.ts";
import { readRequest, type RequestValues } from "./read-request.ts";
import { isValidRequest } from "./valid-request.ts";

/** The decision for one request, which may be any value at all. */
export function interpret(set: PolicySet, request: unknown): Decision {
  const read = readRequest(request);
  if (read === null || !isValidRequest(set, read)) return refusal(set, "invalid_request");
  const agent = set.agents.find((declared) => declared.name === read.agent);
  if (agent === undefined) return refusal(set, "unknown_agent");
  return decide(set, agent, read);
}

/** The four rules of §6, in their order. */
function decide(set: PolicySet, agent: Agent, request: RequestValues): Decision {
  const statements = [...agent.statements, ...agent.guardrails].filter(({ scope }) =>
    matchesScope(scope, request.action, request.resource),
  );
  const condition = (statement: Statement): Truth => evaluateCondition(set, request, statement.condition);

  const denies = statements.filter(isDeny).filter((deny) => condition(deny) !== "false");
  if (denies.length > 0) return decision(set, agent, "denied", denies, [], []);

  const grants = statements
    .filter(mayGrant)
    .filter((grant) => condition(grant) === "true")
    .filter((grant) => !hasEnded(grant.expires, request.now) && !hasEnded(agent.expires, request.now));
  if (grants.length === 0) return refusal(set, "no_grant");

  const gates = statements.filter(isGate).filter((gate) => condition(gate) !== "false");
  const notifying = [
    ...gates,
    ...statements
      .filter(isPlainGrant)
      .filter((grant) => condition(grant) !== "false" && !hasPassed(grant.expires, request.now)),
  ];
  const notify = sortedUnique(notifying.flatMap((statement) => statement.notify));
  if (gates.length > 0) {
    return decision(set, agent, "gated", gates, mergeApprovals(gates.map(approvalOf)), notify);
  }
  return decision(set, agent, "granted", grants, [], notify);
}

function isDeny(statement: Statement): statement is Deny {
  return statement.kind === "deny";
}

function isGate(statement: Statement): statement is Gate {
  return statement.kind === "gate";
}

function isPlainGrant(statement: Statement): statement is Grant {
  return statement.kind === "grant";
}

/** "own `allow` (own gates included)" */
function mayGrant(statement: Statement): statement is Grant | Gate {
  return statement.kind === "grant" || (statement.kind === "gate" && statement.grants);
}

/** "passed or unknown ends it" */
export function hasEnded(expires: number | null, now: number | null): boolean {
  return expires !== null && (now === null || now >= expires);
}

function hasPassed(expires: number | null, now: number | null): boolean {
  return expires !== null && now !== null && now >= expires;
}

const effectOf: { readonly [R in Reason]: Effect } = {
  invalid_request: "deny",
  denied: "deny",
  unknown_agent: "deny",
  no_grant: "deny",
  gated: "require_approval",
  granted: "allow",
};

/** A deny that no statement made. */
function refusal(set: PolicySet, reason: "invalid_request" | "unknown_agent" | "no_grant"): Decision {
  return { effect: "deny", reason, statements: [], approvals: [], notify: [], revision: set.revision };
}

/** A decision that names the statements of the rule that gave its reason. */
function decision(
  set: PolicySet,
  agent: Agent,
  reason: Reason,
  statements: readonly Statement[],
  approvals: readonly ApprovalEntry[],
  notify: readonly string[],
): Decision {
  return {
    effect: effectOf[reason],
    reason,
    statements: sortRefs(statements.map((statement) => refOf(statement, agent))),
    approvals,
    notify,
    revision: set.revision,
  };
}

/** The statement as a decision about this agent names it. */
export function refOf(statement: Statement, agent: Agent): StatementRef {
  const { span, line } = statement.place;
  return { id: statement.id, agent: agent.name, file: span.file, line };
}

/** Sorted by id, then agent; each once. */
function sortRefs(refs: readonly StatementRef[]): StatementRef[] {
  const byName = new Map(refs.map((ref) => [`${ref.id} ${ref.agent}`, ref]));
  return [...byName.values()].sort(
    (a, b) => compareCodePoints(a.id, b.id) || compareCodePoints(a.agent, b.agent),
  );
}

function approvalOf(gate: Gate): ApprovalEntry {
  const { channels, timeoutSeconds, approvers, needed } = gate.approval;
  return { statements: [gate.id], channels, timeout_seconds: timeoutSeconds, approvers, needed };
}

/** "one approval entry for each distinct set of options (channels, timeout, approvers, count), naming its gates" */
export function mergeApprovals(entries: readonly ApprovalEntry[]): ApprovalEntry[] {
  const byOptions = new Map<string, ApprovalEntry>();
  for (const entry of entries) {
    const options = optionsOf(entry);
    const statements = [...(byOptions.get(options)?.statements ?? []), ...entry.statements];
    byOptions.set(options, { ...entry, statements: sortedUnique(statements) });
  }
  return [...byOptions.values()].sort(
    (a, b) =>
      compareCodePoints(a.statements[0] ?? "", b.statements[0] ?? "") ||
      compareCodePoints(optionsOf(a), optionsOf(b)),
  );
}

function optionsOf(entry: ApprovalEntry): string {
  return JSON.stringify([entry.channels, entry.timeout_seconds, entry.approvers, entry.needed]);
}

/** A decision about several requests, with the decision of each. */
export type CombinedDecision = Decision & { readonly decisions: readonly Decision[] };

/** "the first effect and reason present among its decisions in the order …" */
const precedence: readonly Reason[] = [
  "invalid_request",
  "denied",
  "unknown_agent",
  "no_grant",
  "gated",
  "granted",
];

/** More requests than this are refused together, unread. */
const maxRequests = 65_536;

/** `decideAll` of §6. A value that is no list counts as no request, so it is denied. */
export function interpretAll(set: PolicySet, requests: unknown): CombinedDecision {
  const decisions = readRequests(requests).map((request) => interpret(set, request));
  const reason = precedence.find((candidate) => decisions.some((one) => one.reason === candidate));
  if (reason === undefined) return { ...refusal(set, "invalid_request"), decisions };
  const deciding = decisions.filter((one) => one.reason === reason);
  return {
    effect: effectOf[reason],
    reason,
    statements: sortRefs(deciding.flatMap((one) => one.statements)),
    approvals: mergeApprovals(decisions.flatMap((one) => one.approvals)),
    notify: sortedUnique(decisions.flatMap((one) => one.notify)),
    revision: set.revision,
    decisions,
  };
}

/** The list's elements, each read once; none when it is no list, too long, or cannot be read. */
function readRequests(requests: unknown): unknown[] {
  try {
    if (!Array.isArray(requests) || requests.length > maxRequests) return [];
    return Array.from({ length: requests.length }, (_, i): unknown => requests[i]);
  } catch {
    return [];
  }
}
