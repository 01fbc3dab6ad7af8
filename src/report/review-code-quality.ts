/** A review as Code Quality issues, which GitLab shows on the lines of a merge request. */
import type { Severity } from "../base/diagnostic.ts";
import { byGravity, configPlace, reviewItems, type ReviewItem } from "./review-items.ts";
import type { ReviewFormatter } from "./review-report.ts";
import { logSafe, safeJson } from "./sanitize.ts";

/** An issue, as GitLab's documentation spells it. */
export interface CodeQualityIssue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities: { readonly [S in Severity]: CodeQualityIssue["severity"] } = {
  error: "critical",
  warning: "minor",
  info: "info",
};

/** `blocker` is what fails the review; `critical`, `minor` and `info` are errors, warnings and infos that do not. */
export const formatReviewCodeQuality: ReviewFormatter = (report) => {
  const issues = byGravity(reviewItems(report)).map((item): CodeQualityIssue => {
    const place = item.place ?? configPlace(report);
    return {
      description: descriptionOf(item),
      check_name: item.rule,
      fingerprint: item.fingerprint,
      severity: item.fails ? "blocker" : severities[item.level],
      location: { path: place.path, lines: { begin: place.startLine } },
    };
  });
  return `${safeJson(issues, 2)}\n`;
};

/** One line: GitLab shows no more. */
function descriptionOf({ subject, title, lines }: ReviewItem): string {
  const [first = ""] = lines;
  if (subject.kind === "finding") return logSafe(first);
  if (subject.kind === "test") return `${title}: ${first}: ${lines[1] ?? ""}`;
  return `${title}: ${first}`;
}
