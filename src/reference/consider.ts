/**
 * Why a decision is what it is: each statement of the agent, how far it matches, and for a deny the
 * grant that came nearest. What `explain` prints.
 */
import type { Decision } from "../base/request.ts";
import { compareCodePoints } from "../base/order.ts";
import { tokensText } from "../ir/glob.ts";
import type { Agent, Glob, Pattern, PolicySet, Statement } from "../ir/ir.ts";
import { evaluateCondition, type Truth } from "./evaluate-condition.ts";
import { hasEnded, interpret } from "./interpret.ts";
import { matchesAny, matchesGlob, walk, type Walk } from "./matches.ts";
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
  /** For `action` and `resource` the alternative that came furthest; for `except` the one that matches. */
  readonly at: PatternStop | null;
}

/** One alternative of a statement's pattern, and how far it came. */
export interface PatternStop {
  readonly pattern: Pattern;
  readonly glob: Glob;
  /**
   * The 1-based UTF-16 column in the glob's canonical text at which it stops, one past its end when the
   * name goes on. Of an `except`: 1.
   */
  readonly column: number;
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
  /** Every part that keeps it from granting, in their order. */
  readonly stops: readonly Stop[];
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
    matching(scope.exceptActions, request.action) ?? matching(scope.exceptResources, request.resource);
  const expires = statement.kind === "deny" ? null : statement.expires;
  const ended = hasEnded(expires, request.now) || hasEnded(agent.expires, request.now);
  return {
    statement,
    condition,
    stops: {
      action: matchesAny(scope.actions, request.action) ? null : stopOf("action", action),
      resource: matchesAny(scope.resources, request.resource) ? null : stopOf("resource", resource),
      except: excepted === null ? null : { part: "except", column: null, at: excepted },
      condition: condition === "true" ? null : { part: "condition", column: null, at: null },
      expiry: ended ? { part: "expiry", column: null, at: null } : null,
    },
    reached: [action.walk.reached, resource.walk.reached],
  };
}

interface Furthest {
  readonly pattern: Pattern | null;
  readonly glob: Glob | null;
  readonly walk: Walk;
}

/** The alternative that comes furthest along the name; the first of those that come as far. */
function furthest(patterns: readonly Pattern[], name: string): Furthest {
  let best: Furthest = {
    pattern: null,
    glob: null,
    walk: { matched: false, reached: -1, token: 0, offset: 0 },
  };
  for (const pattern of patterns) {
    for (const glob of pattern.globs) {
      const tried = walk(glob, name);
      if (tried.reached > best.walk.reached) best = { pattern, glob, walk: tried };
    }
  }
  return best;
}

function stopOf(
  part: "action" | "resource",
  { pattern, glob, walk: { reached, token, offset } }: Furthest,
): Stop {
  const column = reached + 1;
  if (pattern === null || glob === null) return { part, column, at: null };
  const last = glob.tokens[token];
  const begun = last?.kind === "text" ? [{ kind: "text" as const, text: last.text.slice(0, offset) }] : [];
  const before = tokensText([...glob.tokens.slice(0, token), ...begun]);
  return { part, column, at: { pattern, glob, column: before.length + 1 } };
}

/** The first alternative that matches the name. */
function matching(patterns: readonly Pattern[], name: string): PatternStop | null {
  for (const pattern of patterns) {
    const glob = pattern.globs.find((candidate) => matchesGlob(candidate, name));
    if (glob !== undefined) return { pattern, glob, column: 1 };
  }
  return null;
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
  const stops = parts.flatMap((part) => best.stops[part] ?? []);
  return { statement: best.statement, stoppedAt: stops[0] ?? null, stops };
}

function held({ stops }: Trial): readonly StatementPart[] {
  return parts.filter((part) => stops[part] === null);
}

/** `0` for a part that holds, `1` for one that does not: sorts trials whose earlier parts hold first. */
function order({ stops }: Trial): string {
  return parts.map((part) => (stops[part] === null ? "0" : "1")).join("");
}
