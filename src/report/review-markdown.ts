/** What the sections of a review in Markdown share: how much they show, and how they name places. */
import type { Change, ChangedStatement } from "../diff/change.ts";
import type { SideName } from "../diff/side.ts";
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
  readonly failing: ReadonlySet<unknown>;
}

/** How much of a text is shown. */
export type Width = Pick<View, "longest">;

/** Marks what fails the review, or would without its acknowledgement. */
export const failureMark = "⛔";

/** `at most`, or everything. */
export function upTo({ isWhole }: View, most: number): number {
  return isWhole ? Number.MAX_SAFE_INTEGER : most;
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
export function placeLink(view: View, side: SideName, file: string, line: number, write = code): string {
  const { pathOf, basePathOf, links } = view.report;
  const path = side === "head" ? pathOf(file) : basePathOf(file);
  return linkTo(write(view, `${path}:${line}`), links.line?.(side, file, line) ?? null);
}

/** The lines that answer for a change; those of the base are said to be. */
export function answerCell(view: View, change: Change): string {
  const { side, statements } = answerableFor(change);
  const most = view.isWhole ? 10 : 2;
  const gone = side === "base" ? ` (in ${code(view, view.report.baseName)})` : "";
  const places = new Set(statements.map((s) => `${placeLink(view, side, s.span.file, s.line)}${gone}`));
  const shown = [...places].slice(0, most);
  const more = places.size > most ? [`and ${places.size - most} more`] : [];
  return [...shown, ...more].join("<br>");
}

/**
 * The statements that answer for a change: what the head says otherwise, or what it no longer says; where both sides
 * say the same, what decides. The ones that the decision names come first.
 */
export function answerableFor({ base, head, before, after }: Change): {
  readonly side: SideName;
  readonly statements: readonly ChangedStatement[];
} {
  const gained = onlyIn(head, base);
  const lost = onlyIn(base, head);
  const side: SideName =
    gained.length > 0 ? "head" : lost.length > 0 ? "base" : head.length > 0 ? "head" : "base";
  const statements = gained.length > 0 ? gained : lost.length > 0 ? lost : head.length > 0 ? head : base;
  const named = new Set((side === "head" ? after : before)?.statements.map(({ id }) => id));
  return {
    side,
    statements: [
      ...statements.filter(({ id }) => named.has(id)),
      ...statements.filter(({ id }) => !named.has(id)),
    ],
  };
}

function onlyIn(of: readonly ChangedStatement[], not: readonly ChangedStatement[]): ChangedStatement[] {
  const texts = new Set(not.map(({ text }) => text));
  return of.filter(({ text }) => !texts.has(text));
}

/** The request that shows something, without its agent where the heading names it; for table cells. */
export function witnessCell(view: View, { witness }: Pick<Change, "witness">, isAgentNamed: boolean): string {
  if (witness === null) return "";
  const line = requestLine(witness.request);
  return code(view, isAgentNamed ? line.slice(visible(witness.request.agent).length + 1) : line);
}

/** ` ⛔` after the name of a change that a gate refuses. */
export function markOf({ report }: View, change: Change): string {
  return report.review.refused.has(change) ? ` ${failureMark}` : "";
}
