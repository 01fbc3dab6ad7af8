/** Requests and decisions as people read them. */
import type { ApprovalEntry, Decision, Request, StatementRef } from "../base/request.ts";
import { lineText, type SourceFile } from "../base/source.ts";
import { clipped, safeJson, visible } from "./sanitize.ts";
import type { Style } from "./style.ts";

export interface DecisionPlaces {
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly pathOf: (file: string) => string;
}

/** Milliseconds since the epoch as `2026-01-05T03:00:00Z`. */
export function instantText(milliseconds: number): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return String(milliseconds);
  return date.toISOString().replace(/\.000Z$/, "Z");
}

/** A duration in seconds as the language writes it: `1h30m`. */
export function durationText(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", 86400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ];
  let rest = seconds;
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === "" ? "0s" : text;
}

/** One line: `ci-runner git:push repos/a/branches/main, context {"force":true}`. */
export function requestLine(request: Request): string {
  const context =
    request.context === undefined || Object.keys(request.context).length === 0
      ? ""
      : `, context ${safeJson(request.context)}`;
  const now = request.now === undefined ? "" : `, now ${instantText(request.now)}`;
  return `${visible(request.agent)} ${visible(request.action)} ${visible(request.resource)}${context}${now}`;
}

/** A request, one line a part; absent parts are left out. */
export function requestLines(request: Request): string[] {
  const lines = [
    `agent     ${visible(request.agent)}`,
    `action    ${visible(request.action)}`,
    `resource  ${visible(request.resource)}`,
  ];
  if (request.context !== undefined) lines.push(`context   ${safeJson(request.context)}`);
  if (request.now !== undefined) lines.push(`now       ${instantText(request.now)} (${request.now})`);
  return lines;
}

function effectText(decision: Decision, style: Style): string {
  const paint =
    decision.effect === "allow"
      ? style.good
      : decision.effect === "deny"
        ? style.bad
        : style.severity.warning;
  return `${paint(decision.effect)} (${decision.reason})`;
}

function statementLine(statement: StatementRef, places: DecisionPlaces): string {
  const file = visible(places.pathOf(statement.file));
  const source = places.sources.get(statement.file);
  const text = source === undefined ? "" : lineText(source, statement.line).trim();
  const quoted = text === "" ? "" : `: ${visible(clipped(text, 120))}`;
  return `${visible(statement.id)}  ${file}:${statement.line}${quoted}`;
}

/** One line: effect, reason, and the statements behind it. */
export function decisionLine(decision: Decision, places: Pick<DecisionPlaces, "pathOf">): string {
  const by = decision.statements
    .slice(0, 3)
    .map((s) => `${visible(s.id)} (${visible(places.pathOf(s.file))}:${s.line})`);
  const more = decision.statements.length > 3 ? ` and ${decision.statements.length - 3} more` : "";
  return `${decision.effect} (${decision.reason})${by.length === 0 ? "" : ` by ${by.join(", ")}${more}`}`;
}

/** `slack:#deploys by lead within 1h, 2 answers` */
export function approvalText(entry: ApprovalEntry): string {
  const where = entry.channels.length === 0 ? "no channel" : entry.channels.map(visible).join(", ");
  const who = entry.approvers.length === 0 ? "" : ` by ${entry.approvers.map(visible).join(", ")}`;
  const needed = entry.needed === 1 ? "" : `, ${entry.needed} answers`;
  return `${where}${who} within ${durationText(entry.timeout_seconds)}${needed}`;
}

/** A decision with its statements, approvals and notifications, one a line. */
export function decisionLines(decision: Decision, places: DecisionPlaces, style: Style): string[] {
  const lines = [`decision  ${effectText(decision, style)}`];
  for (const statement of decision.statements) lines.push(`  by      ${statementLine(statement, places)}`);
  for (const entry of decision.approvals) lines.push(`  asks    ${approvalText(entry)}`);
  if (decision.notify.length > 0) lines.push(`  tells   ${decision.notify.map(visible).join(", ")}`);
  return lines;
}
