/** What every formatter of reviews is given. */
import type { Review, Verdict } from "../review/review.ts";
import type { CodeDescription } from "./lint-report.ts";
import type { Style } from "./style.ts";

/** Whether somebody accepted what the gates refuse: what a comment says of it. */
export interface AcknowledgementReport {
  readonly isAcknowledged: boolean;
  /** Who, when and how, or why what was offered does not count; each one sentence with `code` in backticks. */
  readonly lines: readonly string[];
}

export interface ReviewReport {
  readonly review: Review;
  readonly verdict: Verdict;
  /** What the two sides are called, such as `main` and a short commit. */
  readonly baseName: string;
  readonly headName: string;
  /** Paths of each side's files as seen from the repository. */
  readonly pathOf: (file: string) => string;
  readonly basePathOf: (file: string) => string;
  /** `null`: nobody was asked, as no gate refuses anything or none can be acknowledged here. */
  readonly acknowledgement: AcknowledgementReport | null;
  /** What the reader should know of the run itself, such as `the base was fetched`; one sentence each. */
  readonly notes: readonly string[];
  /** Whether gates fail here at all; false on a push or a schedule. */
  readonly isGating: boolean;
  readonly links: {
    /** Where the whole report is, when this text is cut; `null`: nowhere. */
    readonly summary: string | null;
    /** The page of a line of the head or base, by the file's path in its own set; `null` where there are no pages. */
    readonly line: ((side: "base" | "head", file: string, line: number) => string) | null;
  };
  readonly describe: (code: string) => CodeDescription;
  readonly toolVersion: string;
  readonly style: Style;
}

export type ReviewFormatter = (report: ReviewReport) => string;
