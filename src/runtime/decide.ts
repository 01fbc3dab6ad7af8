/**
 * Decides a request: LANGUAGE.md §6 over a program.
 *
 * INVARIANT: never throws, whatever the request; what cannot be read is denied. A decision shares no
 * mutable part with the program or another decision.
 */
import type { Decision, Reason, StatementRef } from "../base/request.ts";
import { answer, no, yes } from "./condition.ts";
import { matchGlob } from "./match-glob.ts";
import { effectOf, mergeApprovals } from "./merge.ts";
import type { Agent, Glob, Program, Scope, Statement } from "./program.ts";
import { readRequest, type ReadRequest } from "./read-request.ts";
import { fitsShapes } from "./shapes.ts";
import { sortedSet } from "./text-order.ts";

/** The decision for one request, which may be any value at all. */
export function decideRequest(program: Program, value: unknown): Decision {
  try {
    const request = readRequest(value);
    if (request === null) return refuse(program.revision, "invalid_request");
    const action = lowerAscii(request.action);
    if (!fitsShapes(program, action, request.resource)) return refuse(program.revision, "invalid_request");
    const agent = program.agents.get(request.agent);
    if (agent === undefined) return refuse(program.revision, "unknown_agent");
    return decideFor(program, agent, request, action);
  } catch {
    // A getter or a proxy of the caller's threw while the request was read.
    return refuse(program.revision, "invalid_request");
  }
}

/** A deny that no statement made. */
export function refuse(revision: string, reason: "invalid_request" | "unknown_agent" | "no_grant"): Decision {
  return { effect: "deny", reason, statements: [], approvals: [], notify: [], revision };
}

function decideFor(program: Program, agent: Agent, request: ReadRequest, action: string): Decision {
  const { now } = request;
  const agentEnded = agent.expires !== null && (now === null || now >= agent.expires);
  const denies: Statement[] = [];
  const grants: Statement[] = [];
  const gates: Statement[] = [];
  const notify: string[] = [];
  for (const statement of agent.statements) {
    // Once denied, only further denies are named.
    if (denies.length > 0 && statement.kind !== "deny") continue;
    if (!matchScope(statement.scope, action, request.resource)) continue;
    const holds = answer(program, request, statement.condition);
    if (holds === no) continue;
    if (statement.kind === "deny") {
      denies.push(statement);
      continue;
    }
    const { expires } = statement;
    const passed = expires !== null && now !== null && now >= expires;
    const ended = agentEnded || passed || (expires !== null && now === null);
    if (statement.grants && holds === yes && !ended) grants.push(statement);
    if (statement.kind === "gate") gates.push(statement);
    if (statement.kind === "gate" || !passed) {
      for (const channel of statement.notify) notify.push(channel);
    }
  }
  if (denies.length > 0) return decision(program, agent, "denied", denies, []);
  if (grants.length === 0) return refuse(program.revision, "no_grant");
  return gates.length > 0
    ? decision(program, agent, "gated", gates, notify)
    : decision(program, agent, "granted", grants, notify);
}

function decision(
  program: Program,
  agent: Agent,
  reason: Reason,
  statements: readonly Statement[],
  notify: readonly string[],
): Decision {
  return {
    effect: effectOf(reason),
    reason,
    statements: statements.map(({ id, file, line }): StatementRef => ({ id, agent: agent.name, file, line })),
    approvals: reason === "gated" ? approvalsOf(statements) : [],
    notify: sortedSet(notify),
    revision: program.revision,
  };
}

function approvalsOf(gates: readonly Statement[]): Decision["approvals"] {
  return mergeApprovals(
    gates.map(({ id, approval }) => ({
      statements: [id],
      channels: approval === null ? [] : approval.channels,
      timeout_seconds: approval === null ? 0 : approval.timeout,
      approvers: approval === null ? [] : approval.approvers,
      needed: approval === null ? 1 : approval.needed,
    })),
  );
}

function matchScope(scope: Scope, action: string, resource: string): boolean {
  return (
    matchSome(scope.actions, action, false) &&
    matchSome(scope.resources, resource, true) &&
    !matchSome(scope.exceptActions, action, false) &&
    !matchSome(scope.exceptResources, resource, true)
  );
}

function matchSome(globs: readonly Glob[], name: string, isResource: boolean): boolean {
  for (const glob of globs) if (matchGlob(glob, name, isResource)) return true;
  return false;
}

/** `A` to `Z` in lower case, all else unchanged: `toLowerCase` would fold other letters too. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}
