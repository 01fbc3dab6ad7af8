/** A loaded and judged review as what the formatters are given. */
import { version } from "../../base/version.ts";
import { describeCode } from "../../code-catalogue.ts";
import type { AcknowledgementReport, ReviewReport } from "../../report/review-report.ts";
import { plainStyle, type Style } from "../../report/style.ts";
import type { Verdict } from "../../review/review.ts";
import type { Host } from "../host.ts";
import { fromRepository, fromWorkingFolder } from "../report-paths.ts";
import type { LoadedReview } from "./run-review.ts";

export interface ReportSettings {
  readonly verdict: Verdict;
  readonly headName: string;
  readonly baseName: string;
  readonly acknowledgement: AcknowledgementReport | null;
  readonly isGating: boolean;
  /** Besides what was noted while reading; absent: nothing. */
  readonly notes?: readonly string[];
  /** Absent: there are no pages. */
  readonly links?: ReviewReport["links"];
  /** Absent: plain. */
  readonly style?: Style;
}

/** Paths are those of the repository, as code hosts know them. */
export function toReport(loaded: LoadedReview, settings: ReportSettings): ReviewReport {
  const { review, headFiles, baseFiles } = loaded;
  return {
    review,
    verdict: settings.verdict,
    baseName: settings.baseName,
    headName: settings.headName,
    pathOf: fromRepository(headFiles),
    basePathOf: fromRepository(baseFiles ?? headFiles),
    acknowledgement: settings.acknowledgement,
    notes: [...(settings.notes ?? []), ...loaded.notes],
    isGating: settings.isGating,
    links: settings.links ?? { summary: null, line: null },
    describe: describeCode,
    toolVersion: version,
    style: settings.style ?? plainStyle,
  };
}

/** The same for people at a terminal: paths are those of the working folder. */
export function forTerminal(
  host: Host,
  loaded: LoadedReview,
  report: ReviewReport,
  style: Style,
): ReviewReport {
  return {
    ...report,
    pathOf: fromWorkingFolder(host, loaded.headFiles),
    basePathOf: fromWorkingFolder(host, loaded.baseFiles ?? loaded.headFiles),
    style,
  };
}
