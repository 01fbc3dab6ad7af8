/**
 * The IR as stable text, for goldens and for people.
 *
 * INVARIANT: holds everything that the revision holds, and no place: equal for sets of one meaning.
 */
import { globKeys, ownerText } from "./canonical.ts";
import { conditionText } from "./condition-text.ts";
import { globText } from "./glob.ts";
import type { Condition, Glob, Limit, Pattern, PolicySet, Scope, Statement } from "./ir.ts";

/** The whole set, a paragraph each for its parts. */
export function printPolicySet(set: PolicySet): string {
  const lines: string[] = [`revision ${set.revision}`];
  const last = set.timezone.offsets.at(-1);
  const zone =
    last?.from === 0 ? `${String(last.minutes)} min` : `${String(set.timezone.offsets.length)} offsets`;
  lines.push(`timezone ${set.timezone.name} (${set.timezone.tzdata}, ${zone})`);
  for (const { name, type, default: value } of set.context) {
    lines.push(`context ${name}: ${type ?? "any"}${value === null ? "" : ` = ${JSON.stringify(value)}`}`);
  }
  for (const { name, takenBy } of set.roles) lines.push(`role ${name}${members(takenBy)}`);
  for (const { name, agents } of set.labels) lines.push(`label ${name}${members(agents)}`);
  for (const { name, agents } of set.projects) lines.push(`project ${name}${members(agents)}`);
  for (const { name, shapes, actions } of set.services) {
    lines.push(`service ${name}: ${shapes.map((shape) => shape.text).join(", ")}`);
    for (const { action, shapes: own } of actions) {
      lines.push(`  ${action}: ${own.map((shape) => shape.text).join(", ")}`);
    }
  }
  for (const agent of set.agents) {
    lines.push("", `agent ${agent.name}`);
    if (agent.project !== null) lines.push(`  project ${agent.project}`);
    if (agent.labels.length > 0) lines.push(`  labels ${agent.labels.join(", ")}`);
    if (agent.roles.length > 0) lines.push(`  roles ${agent.roles.join(", ")}`);
    if (agent.expires !== null) lines.push(`  expires ${instant(agent.expires)}`);
    for (const statement of agent.statements) lines.push(`  ${printStatement(statement)}`);
    for (const statement of agent.guardrails) lines.push(`  held by ${statement.id}`);
  }
  const common = set.statements.filter(({ owner }) => owner.kind === "guardrail" || owner.kind === "border");
  if (common.length > 0) lines.push("");
  for (const statement of common) lines.push(printStatement(statement));
  if (set.limits.length > 0) lines.push("");
  for (const limit of set.limits) lines.push(printLimit(limit));
  return `${lines.join("\n")}\n`;
}

function members(names: readonly string[]): string {
  return names.length === 0 ? "" : `: ${names.join(", ")}`;
}

/** `id (owner): deny ACTIONS on RESOURCES when CONDITION [options]`, in one line. */
export function printStatement(statement: Statement): string {
  const { id, owner, kind, scope, condition, exact } = statement;
  const options: string[] = [];
  if (exact) options.push("exact");
  if (kind === "gate") {
    const { channels, timeoutSeconds, approvers, needed } = statement.approval;
    options.push(statement.grants ? "approval" : "approval only");
    if (channels.length > 0) options.push(`at ${channels.join(", ")}`);
    options.push(`within ${String(timeoutSeconds)} s`);
    if (approvers.length > 0) options.push(`by ${approvers.join(", ")}`);
    if (needed !== 1) options.push(`of ${String(needed)}`);
  }
  if (kind !== "deny") {
    if (statement.notify.length > 0) options.push(`notify ${statement.notify.join(", ")}`);
    if (statement.expires !== null) options.push(`expires ${instant(statement.expires)}`);
  }
  const effect = kind === "deny" ? "deny" : "allow";
  const when = condition === null ? "" : ` when ${printCondition(condition)}`;
  const tail = options.length === 0 ? "" : ` [${options.join("; ")}]`;
  return `${id} (${ownerText(owner)}): ${effect} ${printScope(scope)}${when}${tail}`;
}

/** `ACTIONS except ACTIONS on RESOURCES except RESOURCES`; the lists are sorted sets of globs. */
export function printScope({ actions, exceptActions, resources, exceptResources }: Scope): string {
  const except = (patterns: readonly Pattern[]): string =>
    patterns.length === 0 ? "" : ` except ${printPatterns(patterns)}`;
  return `${printPatterns(actions)}${except(exceptActions)} on ${printPatterns(resources)}${except(exceptResources)}`;
}

function printPatterns(patterns: readonly Pattern[]): string {
  return globKeys(patterns)
    .map((key) => quoted(key.slice(key.indexOf(":") + 1)))
    .join(", ");
}

/** The glob in the language's own syntax, in quotes where a list needs them. */
export function printGlob(glob: Glob): string {
  return quoted(globText(glob));
}

/** Blanks, commas and quotes need quotes; so does what would read as a word of the vocabulary. */
function quoted(text: string): string {
  const unescaped = text.replace(/\\./g, "");
  const isWord = !/[:/*]/.test(unescaped);
  return isWord || /[ ,"]/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text;
}

/** The condition in the language's own syntax. */
export function printCondition(condition: Condition): string {
  return conditionText(condition);
}

/** The limit with everything it sets, in one line. */
export function printLimit(limit: Limit): string {
  const { kind, scope, declaredBy, place: _, ...values } = limit;
  const of =
    scope.kind === "project"
      ? `project ${scope.project}`
      : scope.agents.length === 0
        ? "no agent"
        : scope.agents.join(", ");
  const set = Object.entries(values)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `limit ${kind} of ${of} (${declaredBy}): ${set.join(", ")}`;
}

function instant(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString();
}
