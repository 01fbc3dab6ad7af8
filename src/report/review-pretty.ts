/** Reviews for people at a terminal: findings, tests, changes, and at the end the verdict and why. */
import type { Finding } from "../review/review.ts";
import { formatDiffPretty } from "./diff-pretty.ts";
import { agentsText } from "./diff-report.ts";
import { plural, type LintReport } from "./lint-report.ts";
import { formatPretty } from "./pretty.ts";
import type { ReviewFormatter, ReviewReport } from "./review-report.ts";
import { finishLines, visible } from "./sanitize.ts";
import { formatTestsPretty } from "./test-pretty.ts";

export const formatReviewPretty: ReviewFormatter = (report) => {
  const { review } = report;
  const own = review.findings.filter(({ judge }) => judge === "head");
  const byBase = review.findings.filter(({ judge }) => judge === "base");
  return [
    formatPretty(lintReportOf(report, own)),
    ...(byBase.length === 0
      ? []
      : [
          heading(report, `by the settings of ${visible(report.baseName)}`),
          formatPretty(lintReportOf(report, byBase)),
        ]),
    ...(review.head.compilation.set === null ? [] : [testText(report)]),
    ...changeTexts(report),
    ...newActionTexts(report),
    finishLines(verdictLines(report)),
  ].join("\n");
};

function heading({ style }: ReviewReport, text: string): string {
  return finishLines([style.strong(`${text}:`)]);
}

function lintReportOf(report: ReviewReport, findings: readonly Finding[]): LintReport {
  const { pathOf, describe, toolVersion, style, review } = report;
  const { sources, trees } = review.head.compilation;
  return {
    diagnostics: findings.map(({ diagnostic }) => diagnostic),
    sources,
    fileCount: trees.length,
    pathOf,
    describe,
    isDetailed: false,
    toolVersion,
    style,
  };
}

function testText({ review, pathOf, style }: ReviewReport): string {
  const { sources } = review.head.compilation;
  return formatTestsPretty({ results: review.tests, sources, pathOf, style, failure: null });
}

function changeTexts(report: ReviewReport): string[] {
  const { review, baseName, headName, pathOf, basePathOf, style } = report;
  const { difference, refused, baseState, head } = review;
  const base = visible(baseName);
  if (head.compilation.set === null) return [];
  if (baseState === "none") return [finishLines(["there is nothing to compare with"])];
  if (baseState === "empty" && head.isEmpty) return [];
  const state =
    baseState === "empty"
      ? [finishLines([`${base} has no policies, so everything is newly allowed`])]
      : baseState === "broken"
        ? [finishLines([`the policies of ${base} do not compile, so everything is newly allowed`])]
        : [];
  return [
    ...state,
    formatDiffPretty({ difference, baseName, headName, basePathOf, headPathOf: pathOf, refused, style }),
  ];
}

function newActionTexts(report: ReviewReport): string[] {
  const actions = report.review.newActions ?? [];
  if (actions.length === 0) return [];
  return [
    heading(report, `${plural(actions.length, "action")} that the record does not know`) +
      finishLines(
        actions.map(
          ({ action, agents }) => `  ${visible(action)}, allowed to ${visible(agentsText(agents))}`,
        ),
      ),
  ];
}

function verdictLines({ verdict, acknowledgement, notes, isGating, style }: ReviewReport): string[] {
  const { conclusion, blocking, waived } = verdict;
  const label = acknowledgement?.isAcknowledged === true ? "acknowledged" : "not acknowledged";
  const accepted = isGating ? "accepted" : "not blocked here";
  return [
    ...notes.map((note) => `note: ${visible(note)}`),
    ...(acknowledgement?.lines ?? []).map((line) => `${label}: ${visible(line)}`),
    ...waived.map(({ message }) => `${style.severity.warning(accepted)}: ${visible(message)}`),
    ...blocking.map(({ message }) => `${style.bad("fails")}: ${visible(message)}`),
    conclusion === "failed"
      ? style.bad("policy check failed")
      : style.good(`policy check passed${conclusion === "acknowledged" ? ", acknowledged" : ""}`),
  ];
}
