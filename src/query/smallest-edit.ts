/**
 * The smallest edit of the nearest grant that would let a denied request through.
 *
 * INVARIANT: a change of a pattern is offered only when the changed pattern was seen to match.
 */
import { assertNever } from "../base/invariant.ts";
import type { Request } from "../base/request.ts";
import type { SourceFile } from "../base/source.ts";
import { conditionText } from "../ir/condition-text.ts";
import { tokensText } from "../ir/glob.ts";
import type { Agent, Condition, Dimension, PolicySet, Statement } from "../ir/ir.ts";
import { printGlob } from "../ir/print-ir.ts";
import type { Consideration, NearestGrant, Stop } from "../reference/consider.ts";
import { evaluateCondition } from "../reference/evaluate-condition.ts";
import { readRequest } from "../reference/read-request.ts";
import { changedPattern } from "./changed-pattern.ts";
import { printedGlob } from "./written-pattern.ts";

/** As one line: an edit for each part that fails, or why no grant can help; `null` where nothing is near. */
export function smallestEdit(
  set: PolicySet,
  request: Request,
  { decision, nearest }: Pick<Consideration, "decision" | "nearest">,
  sources: ReadonlyMap<string, SourceFile>,
): string | null {
  if (nearest === null) return null;
  if (decision.reason === "denied") {
    const ids = decision.statements.slice(0, 3).map(({ id }) => `\`${id}\``);
    const more = decision.statements.length - ids.length;
    return `denied by ${ids.join(", ")}${more > 0 ? ` and ${more} more` : ""}: no grant reaches it`;
  }
  const agent = set.agents.find(({ name }) => name === request.agent);
  return nearest.stops.map((stop) => editOf(stop, nearest, set, agent ?? null, request, sources)).join("; ");
}

function editOf(
  stop: Stop,
  { statement }: NearestGrant,
  set: PolicySet,
  agent: Agent | null,
  request: Request,
  sources: ReadonlyMap<string, SourceFile>,
): string {
  switch (stop.part) {
    case "action":
    case "resource":
      return patternEdit(stop, stop.part, request[stop.part], sources);
    case "except":
      return stop.at === null
        ? "narrow its `except`"
        : `narrow \`${printedGlob(stop.at.glob)}\` in its \`except\`, which carves this request out`;
    case "condition":
      return `needs \`${missing(statement.condition, set, request)}\``;
    case "expiry":
      return expiryEdit(statement, agent, request);
    default:
      return assertNever(stop.part);
  }
}

/** A change of the pattern that came furthest, or the name as one more entry: whichever is less to write. */
function patternEdit(
  { at }: Stop,
  dimension: Dimension,
  name: string,
  sources: ReadonlyMap<string, SourceFile>,
): string {
  const tokens = [{ kind: "text" as const, text: name }];
  const entry = printGlob({ dimension, tokens, key: `${dimension}:${tokensText(tokens)}` });
  const change = at === null ? null : changedPattern(at, name, sources);
  return change !== null && change.added < entry.length + ", ".length
    ? `change \`${change.from}\` to \`${change.to}\``
    : `add \`${entry}\` to its ${dimension}s`;
}

/** What of a conjunction does not hold. */
function missing(condition: Condition | null, set: PolicySet, request: Request): string {
  if (condition === null) return "true";
  const read = readRequest(request);
  const terms = condition.kind === "and" ? condition.terms : [condition];
  const failing =
    read === null ? terms : terms.filter((term) => evaluateCondition(set, read, term) !== "true");
  const [only] = failing;
  return failing.length === 1 && only !== undefined
    ? conditionText(only)
    : conditionText({ kind: "and", terms: failing });
}

function expiryEdit(statement: Statement, agent: Agent | null, { now }: Request): string {
  const own = statement.kind === "deny" ? null : statement.expires;
  const whole = agent?.expires ?? null;
  const isAgents = own === null || (whole !== null && whole < own);
  const end = isAgents ? whole : own;
  if (end === null) return "let its `expires` be later";
  if (now === undefined) return `needs a \`now\` before ${dateText(end)}`;
  return isAgents
    ? `the agent expired ${dateText(end)}: give it a later \`expires\``
    : `expired ${dateText(end)}: give it a later \`expires\``;
}

/** `2026-01-01`, with the time of day where it is not midnight. */
function dateText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/\.000Z$/, "Z");
}
