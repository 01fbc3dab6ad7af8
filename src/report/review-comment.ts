/**
 * A review as a comment on a pull request: what a reviewer needs first, short where little changed.
 *
 * INVARIANT: text from policies makes no Markdown; see `markdown-text.ts`.
 */
import { fitSections, paragraph } from "./markdown-sections.ts";
import { checksText, closingLines, headline, isUneventful } from "./review-markdown-frame.ts";
import { codeLine, proseLine } from "./review-markdown.ts";
import { reviewSections, viewOf } from "./review-markdown-sections.ts";
import type { ReviewReport } from "./review-report.ts";
import { finishLines } from "./sanitize.ts";

export interface MarkdownOptions {
  /** Bytes of UTF-8 that the text may have, 4,000 or more. It is cut between rows, and says how many it leaves out. */
  readonly limit: number;
}

export function formatReviewComment(report: ReviewReport, { limit }: MarkdownOptions): string {
  const view = viewOf(report, false);
  if (isUneventful(view)) {
    const sides = `${codeLine(view, report.baseName)} and ${codeLine(view, report.headName)}`;
    return finishLines([
      `${headline(view)} ${sides} decide every request alike; ${checksText(view)}.`,
      ...report.notes.slice(0, 5).flatMap((note) => ["", proseLine(view, note)]),
    ]);
  }
  return fitSections([paragraph(headline(view)), ...reviewSections(view)], limit, (missing) =>
    closingLines(view, missing),
  );
}
