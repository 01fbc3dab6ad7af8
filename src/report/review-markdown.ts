/** What the sections of a review in Markdown share: how much they show, and how they name places. */
import type { Change, ChangedStatement } from "../diff/change.ts";
import type { SideName } from "../diff/side.ts";
import type { Finding } from "../review/review.ts";
import { requestLine } from "./decision-text.ts";
import { codeCell, codeSpan, linkTo, plainCell, plainText, shortened } from "./markdown-text.ts";
import type { ReviewReport } from "./review-report.ts";
import { visible } from "./sanitize.ts";

/** A review, and how much of it is shown. */
export interface View {
  readonly report: ReviewReport;
  /** Everything is shown; else what a reviewer needs first. */
  readonly isWhole: boolean;
  /** Characters of a text from a policy that are shown; longer ones are cut in their middle. */
  readonly longest: number;
  /** The findings that fail the review. */
  readonly failing: ReadonlySet<Finding>;
  /** Keys of the statements that each side holds; see `statementKey`. */
  readonly held: { readonly [S in SideName]: ReadonlySet<string> };
}

/** How much of a text is shown. */
export type Width = Pick<View, "longest">;

/** Marks what fails the review. */
export const failureMark = "⛔";

/** Marks what would fail it without an acknowledgement, or where something is about to be merged. */
const waivedMark = "⚠️";

// More rows of one table than this hardly fit into the summary of a job, and are counted.
const mostRows = 5000;

/** So many rows, or all. */
export function upTo({ isWhole }: View, most: number): number {
  return isWhole ? mostRows : most;
}

/** For table cells. */
export function code({ longest }: Width, text: string): string {
  return codeCell(shortened(text, longest));
}

/** For table cells. */
export function prose({ longest }: Width, text: string): string {
  return plainCell(shortened(text, 3 * longest));
}

/** For paragraphs and lists. */
export function proseLine({ longest }: Width, text: string): string {
  return plainText(shortened(text, 3 * longest));
}

/** For paragraphs and lists. */
export function codeLine({ longest }: Width, text: string): string {
  return codeSpan(shortened(text, longest));
}

/** A line of a file, linked where there are pages; for table cells unless `write` is for lines. */
export function placeLink(
  view: View,
  side: SideName,
  file: string,
  line: number,
  write: (width: Width, text: string) => string = code,
): string {
  const { pathOf, basePathOf, links } = view.report;
  const path = side === "head" ? pathOf(file) : basePathOf(file);
  return linkTo(write(view, `${path}:${line}`), links.line?.(side, file, line) ?? null);
}

/** The lines that answer for a change; those of the base are said to be. */
export function answerCell(view: View, change: Change): string {
  const { side, statements } = answerableFor(view, change);
  const most = view.isWhole ? 10 : 2;
  const gone = side === "base" ? ` (in ${code(view, view.report.baseName)})` : "";
  const places = new Set(statements.map((s) => `${placeLink(view, side, s.span.file, s.line)}${gone}`));
  const shown = [...places].slice(0, most);
  const rest = places.size > most ? [`and ${places.size - most} more`] : [];
  return [...shown, ...rest].join("<br>");
}

/**
 * The statements that answer for a change: what the head says otherwise, or what it no longer says; where both sides
 * say the same, what decides. The ones that the decision names come first.
 */
export function answerableFor(
  { held }: View,
  { base, head, before, after }: Change,
): { readonly side: SideName; readonly statements: readonly ChangedStatement[] } {
  const gained = head.filter((s) => !held.base.has(statementKey(s)) && !has(base, s));
  const lost = base.filter((s) => !held.head.has(statementKey(s)) && !has(head, s));
  const choices = [
    { side: "head", statements: gained },
    { side: "base", statements: lost },
    { side: "head", statements: head },
    { side: "base", statements: base },
  ] as const;
  const { side, statements } = choices.find((c) => c.statements.length > 0) ?? choices[0];
  const named = new Set((side === "head" ? after : before)?.statements.map(({ id }) => id));
  return {
    side,
    statements: [
      ...statements.filter(({ id }) => named.has(id)),
      ...statements.filter(({ id }) => !named.has(id)),
    ],
  };
}

function has(statements: readonly ChangedStatement[], { text }: ChangedStatement): boolean {
  return statements.some((s) => s.text === text);
}

/** Equal for statements of one id that say the same. */
export function statementKey({ id, text }: Pick<ChangedStatement, "id" | "text">): string {
  return JSON.stringify([id, text]);
}

/** Agents by name, as many as are read at a glance; for table cells. */
export function agentsCell(view: View, agents: readonly string[], most = 3): string {
  const shown = agents.slice(0, agents.length === most + 1 ? most + 1 : most).map((name) => code(view, name));
  const rest = agents.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** The request that shows something, without its agent where the heading names it; for table cells. */
export function witnessCell(view: View, { witness }: Pick<Change, "witness">, isAgentNamed: boolean): string {
  if (witness === null) return "";
  const line = requestLine(witness.request);
  return code(view, isAgentNamed ? line.slice(visible(witness.request.agent).length + 1) : line);
}

/** ` ⛔` after the name of a change that a gate refuses, ` ⚠️` where that fails nothing. */
export function markOf({ report: { review, verdict } }: View, change: Change): string {
  if (!review.refused.has(change)) return "";
  return ` ${verdict.blocking.some(({ kind }) => kind === "gate") ? failureMark : waivedMark}`;
}

/** Whether a change is told at all: in short, a setting is not where everything is new. */
export function isTold({ report: { review }, isWhole }: View, change: Change): boolean {
  const { baseState, refused } = review;
  if (isWhole || refused.has(change) || change.tags.includes("weakened")) return true;
  const isNew = baseState === "empty" || baseState === "broken";
  return !isNew || !["config", "guardrail", "test"].includes(change.kind);
}

/** What a gate refuses before the rest, each in its order. */
export function refusedFirst({ report }: View, changes: readonly Change[]): readonly Change[] {
  const { refused } = report.review;
  return [...changes.filter((c) => refused.has(c)), ...changes.filter((c) => !refused.has(c))];
}
