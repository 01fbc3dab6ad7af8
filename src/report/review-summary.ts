/** A review in full as Markdown, for the summary of a job. */
import { fitSections, paragraph } from "./markdown-sections.ts";
import type { MarkdownOptions } from "./review-comment.ts";
import { closingLines, headline } from "./review-markdown-frame.ts";
import { reviewSections, viewOf } from "./review-markdown-sections.ts";
import type { ReviewReport } from "./review-report.ts";

export function formatReviewSummary(report: ReviewReport, { limit }: MarkdownOptions): string {
  const view = viewOf(report, true);
  return fitSections(
    [paragraph("## Policies"), paragraph(headline(view)), ...reviewSections(view)],
    limit,
    (missing) => closingLines(view, missing),
  );
}
