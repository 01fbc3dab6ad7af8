/** Reviews of two policy sets, and the reports that formatters are given of them. */
import { defaultGates } from "../../src/diff/gate-words.ts";
import { compile, type CompileInput } from "../../src/pipeline.ts";
import { undescribed } from "../../src/report/lint-report.ts";
import type { AcknowledgementReport, ReviewReport } from "../../src/report/review-report.ts";
import { plainStyle } from "../../src/report/style.ts";
import { judge } from "../../src/review/judge.ts";
import { reviewChange } from "../../src/review/review-change.ts";
import type { Review, Revision } from "../../src/review/review.ts";
import { catalogueOf } from "./catalogue.ts";
import { inputOf } from "./set-input.ts";

export type Texts = { readonly [path: string]: string };

export function revisionOf(input: CompileInput | Texts): Revision {
  const read =
    "files" in input && Array.isArray(input.files) ? (input as CompileInput) : inputOf(Object.entries(input));
  const isEmpty = read.files.length === 0;
  return { compilation: compile({ ...read, mayBeEmpty: isEmpty }), baseline: new Set(), isEmpty };
}

export interface ReviewWords {
  readonly acknowledgement?: AcknowledgementReport;
  /** True unless given. */
  readonly isGating?: boolean;
  readonly notes?: readonly string[];
  /** Paths of files that run the check and were changed. */
  readonly changedWorkflows?: readonly string[];
  readonly knownActions?: ReadonlySet<string>;
  readonly failOn?: readonly string[];
}

/** Reviews a change on a fixed day, as the action would by default; `null`: without a base. */
export function reviewOf(base: Revision | null, head: Revision, words: ReviewWords = {}): Review {
  return reviewChange({
    base,
    head,
    catalogueOf: ({ compilation }) => catalogueOf(compilation),
    now: Date.parse("2026-11-21T00:00:00Z"),
    failOn: words.failOn ?? defaultGates,
    judgingFiles: (words.changedWorkflows ?? []).map((path) => ({ path, what: "changed" })),
    ...(words.knownActions === undefined ? {} : { knownActions: words.knownActions }),
  });
}

/** The report of a review, with pages of lines on a server that is not there. */
export function reportOf(review: Review, words: ReviewWords = {}): ReviewReport {
  const isGating = words.isGating ?? true;
  const server = "https://github.example/acme/policies";
  return {
    review,
    verdict: judge(review, { isAcknowledged: words.acknowledgement?.isAcknowledged ?? false, isGating }),
    baseName: "main",
    headName: "3f2a91c",
    pathOf: (file) => file,
    basePathOf: (file) => file,
    acknowledgement: words.acknowledgement ?? null,
    notes: words.notes ?? [],
    isGating,
    links: {
      summary: `${server}/actions/runs/1`,
      line: (side, file, line) =>
        `${server}/blob/${side === "head" ? "3f2a91c" : "8c07d5e"}/${encodeURI(file)}#L${String(line)}`,
    },
    describe: undescribed,
    toolVersion: "1.0.0",
    style: plainStyle,
  };
}
