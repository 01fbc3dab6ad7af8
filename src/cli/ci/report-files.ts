/**
 * A review in files, one format each.
 *
 * INVARIANT: all of them are replaced or none is.
 */
import { resolve } from "node:path";
import type { ReviewReport } from "../../report/review-report.ts";
import { writeFiles, type NewFile } from "../atomic-write.ts";
import { describeWithPage } from "../describe-codes.ts";
import { CallFailure } from "../failure.ts";
import type { Session } from "../session.ts";
import type { ReviewFormat } from "./review-formats.ts";

/** A note of a merge request: short of GitLab's limit, and a page that people read to its end. */
const noteBytes = 60_000;

/** Of a page in full: short of what GitLab's notes and Buildkite's annotations hold. */
const summaryBytes = 1_000_000;

/** Writes a review in a format. `markdown` is in full; `note` the same cut to what fits a comment. */
export async function formatReview(report: ReviewReport, format: ReviewFormat | "note"): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../report/review-json.ts")).formatReviewJson(report);
    case "pretty":
      return (await import("../../report/review-pretty.ts")).formatReviewPretty(report);
    case "markdown":
      return (await import("../../report/review-summary.ts")).formatReviewSummary(report, {
        limit: summaryBytes,
      });
    case "note":
      return (await import("../../report/review-comment.ts")).formatReviewComment(report, {
        limit: noteBytes,
      });
    case "github":
      return (await import("../../report/review-annotations.ts")).formatReviewGithub(report);
    case "sarif": {
      const described = { ...report, describe: await describeWithPage() };
      return (await import("../../report/review-sarif.ts")).formatReviewSarif(described);
    }
    case "junit":
      return (await import("../../report/review-junit.ts")).formatReviewJunit(report);
    case "code-quality":
      return (await import("../../report/review-code-quality.ts")).formatReviewCodeQuality(report);
  }
}

export interface ReportFile {
  /** Relative to the working folder. */
  readonly path: string;
  readonly format: ReviewFormat | "note";
  /** What names the path, such as `--sarif-file`. */
  readonly option: string;
}

/** Refuses an empty path and one path for two files. */
export function checkReportFiles(session: Session, files: readonly Omit<ReportFile, "format">[]): void {
  const seen = new Map<string, string>();
  for (const { path, option } of files) {
    if (path === "") throw new CallFailure(`${option} is empty`, "name a file, or leave it out");
    const at = resolve(session.host.cwd, path);
    const other = seen.get(at);
    if (other !== undefined) throw new CallFailure(`${other} and ${option} name the same file`);
    seen.set(at, option);
  }
}

/** Writes them together, with `others` besides; returns their absolute paths, in order. */
export async function writeReportFiles(
  session: Session,
  report: ReviewReport,
  files: readonly ReportFile[],
  others: readonly NewFile[] = [],
): Promise<readonly string[]> {
  const written: NewFile[] = [];
  for (const { path, format } of files) {
    written.push({
      path: resolve(session.host.cwd, path),
      content: await formatReview(report, format),
    });
  }
  if (written.length + others.length > 0) await writeFiles(session.host, [...written, ...others]);
  return written.map(({ path }) => path);
}
