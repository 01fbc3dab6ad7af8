/** The sections of a review in Markdown, what matters most first: what does not fit is cut from the end. */
import type { Section } from "./markdown-sections.ts";
import { agentSections, decisionSections, detailSections, reachSections } from "./review-markdown-changes.ts";
import { findingSections, newActionSections, testSections } from "./review-markdown-findings.ts";
import {
  acknowledgementSections,
  noteSections,
  overview,
  undecidedSections,
} from "./review-markdown-frame.ts";
import { limitSections, otherSections, weakeningSections } from "./review-markdown-settings.ts";
import { failsReview } from "./review-items.ts";
import { statementKey, type View } from "./review-markdown.ts";
import { changedStatement } from "../diff/statement-of.ts";
import type { Revision } from "../review/review.ts";
import type { ReviewReport } from "./review-report.ts";

/** A review as it is shown: in full, or what a reviewer needs first. */
export function viewOf(report: ReviewReport, isWhole: boolean): View {
  const { base, findings, head } = report.review;
  return {
    report,
    isWhole,
    longest: isWhole ? 1000 : 160,
    failing: new Set(findings.filter((finding) => failsReview(finding, report))),
    held: { base: statementsOf(base), head: statementsOf(head) },
  };
}

function statementsOf(revision: Revision | null): ReadonlySet<string> {
  const statements = revision?.compilation.set?.statements ?? [];
  return new Set(statements.map((statement) => statementKey(changedStatement(statement))));
}

export function reviewSections(view: View): Section[] {
  const isCompiled = view.report.review.head.compilation.set !== null;
  const findings = findingSections(view);
  return [
    overview(view),
    ...acknowledgementSections(view),
    ...(isCompiled ? [] : findings),
    ...undecidedSections(view),
    ...decisionSections(view),
    ...agentSections(view),
    ...limitSections(view),
    ...weakeningSections(view),
    ...testSections(view),
    ...(isCompiled ? findings : []),
    ...reachSections(view),
    ...otherSections(view),
    ...newActionSections(view),
    ...noteSections(view),
    ...detailSections(view),
  ];
}
