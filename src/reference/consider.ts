/**
 * Why a decision is what it is: each statement of the agent, how far it matches, and for a deny the
 * grant that came nearest. What `explain` prints.
 */
import type { Decision } from "../base/request.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Pattern, PolicySet, Statement } from "../ir/ir.ts";
import { evaluateCondition, type Truth } from "./evaluate-condition.ts";
import { hasEnded, interpret } from "./interpret.ts";
import { matchesAny, walk } from "./matches.ts";
import { readRequest, type RequestValues } from "./read-request.ts";

/** The parts of a statement, in the order in which they are looked at. */
export type StatementPart = "action" | "resource" | "except" | "condition" | "expiry";

/** Where a statement stops speaking of the request. */
export interface Stop {
  readonly part: StatementPart;
  /**
   * For `action` and `resource`: the 1-based UTF-16 column in the request's action or resource at which
   * the best alternative stops, one past its end when the name ends too early. `null` for other parts.
   */
  readonly column: number | null;
}

export interface Considered {
  readonly statement: Statement;
  /** The request is of those it speaks of, and its condition and expiry let it act. */
  readonly matched: boolean;
  /** The first part that does not hold for what the statement does; `null` when it matched. */
  readonly stoppedAt: Stop | null;
  /** Of its condition alone, whether or not its patterns match. */
  readonly condition: Truth;
}

/** A grant, and the first part that keeps it from granting (`null`: it grants, and a deny overrules it). */
export interface NearestGrant {
  readonly statement: Statement;
  readonly stoppedAt: Stop | null;
}

export interface Consideration {
  readonly decision: Decision;
  /** The agent's own statements, then its guardrails and borders; none when the request reached no agent. */
  readonly considered: readonly Considered[];
  /** For a deny of a declared agent with grants: the grant that matches the most parts. */
  readonly nearest: NearestGrant | null;
}

/** The decision for the request with all that was considered. Never throws. */
export function consider(set: PolicySet, request: unknown): Consideration {
  const decision = interpret(set, request);
  const read = readRequest(request);
  const agent = set.agents.find((declared) => declared.name === read?.agent);
  const reached = decision.reason !== "invalid_request" && decision.reason !== "unknown_agent";
  if (read === null || agent === undefined || !reached) return { decision, considered: [], nearest: null };
  const trials = [...agent.statements, ...agent.guardrails].map((statement) =>
    tryStatement(set, agent, statement, read),
  );
  return {
    decision,
    considered: trials.map(consideredOf),
    nearest: decision.effect === "deny" ? nearestGrant(trials) : null,
  };
}

/** Every part of a statement, tried by itself. */
interface Trial {
  readonly statement: Statement;
  readonly condition: Truth;
  readonly stops: { readonly [P in StatementPart]: Stop | null };
  /** How far the best alternatives came: units of action and of resource. */
  readonly reached: readonly [action: number, resource: number];
}

function tryStatement(set: PolicySet, agent: Agent, statement: Statement, request: RequestValues): Trial {
  const { scope } = statement;
  const condition = evaluateCondition(set, request, statement.condition);
  const action = furthest(scope.actions, request.action);
  const resource = furthest(scope.resources, request.resource);
  const excepted =
    matchesAny(scope.exceptActions, request.action) || matchesAny(scope.exceptResources, request.resource);
  const expires = statement.kind === "deny" ? null : statement.expires;
  const ended = hasEnded(expires, request.now) || hasEnded(agent.expires, request.now);
  return {
    statement,
    condition,
    stops: {
      action: action.matched ? null : { part: "action", column: action.reached + 1 },
      resource: resource.matched ? null : { part: "resource", column: resource.reached + 1 },
      except: excepted ? { part: "except", column: null } : null,
      condition: condition === "true" ? null : { part: "condition", column: null },
      expiry: ended ? { part: "expiry", column: null } : null,
    },
    reached: [action.reached, resource.reached],
  };
}

/** Whether one of the patterns matches, and how far the best of them came. */
function furthest(
  patterns: readonly Pattern[],
  name: string,
): { readonly matched: boolean; readonly reached: number } {
  const walks = patterns.flatMap((pattern) => pattern.globs.map((glob) => walk(glob, name)));
  return {
    matched: walks.some(({ matched }) => matched),
    reached: walks.reduce((most, { reached }) => Math.max(most, reached), 0),
  };
}

/** A grant acts when its condition is true and nothing ended it; a deny or a gate unless its condition is false. */
function consideredOf({ statement, condition, stops }: Trial): Considered {
  const patterns = stops.action ?? stops.resource ?? stops.except;
  const own =
    statement.kind === "grant"
      ? (stops.condition ?? stops.expiry)
      : condition === "false"
        ? stops.condition
        : null;
  const stoppedAt = patterns ?? own;
  return { statement, matched: stoppedAt === null, stoppedAt, condition };
}

const parts: readonly StatementPart[] = ["action", "resource", "except", "condition", "expiry"];

/** The most parts held; then the earlier parts; then the longer stretch of the names; then the id. */
function nearestGrant(trials: readonly Trial[]): NearestGrant | null {
  const [best] = trials
    .filter(({ statement }) => statement.kind === "grant" || (statement.kind === "gate" && statement.grants))
    .sort(
      (a, b) =>
        held(b).length - held(a).length ||
        compareCodePoints(order(a), order(b)) ||
        b.reached[0] - a.reached[0] ||
        b.reached[1] - a.reached[1] ||
        compareCodePoints(a.statement.id, b.statement.id),
    );
  if (best === undefined) return null;
  const stopped = parts.find((part) => best.stops[part] !== null);
  return { statement: best.statement, stoppedAt: stopped === undefined ? null : best.stops[stopped] };
}

function held({ stops }: Trial): readonly StatementPart[] {
  return parts.filter((part) => stops[part] === null);
}

/** `0` for a part that holds, `1` for one that does not: sorts trials whose earlier parts hold first. */
function order({ stops }: Trial): string {
  return parts.map((part) => (stops[part] === null ? "0" : "1")).join("");
}
