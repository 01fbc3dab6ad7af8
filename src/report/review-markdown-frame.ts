/** What stands around the tables of a review: the verdict, who accepted what, what the reader should know. */
import type { Undecided } from "../diff/change.ts";
import type { Reason } from "../review/review.ts";
import { changeCounts } from "./change-words.ts";
import { plural } from "./lint-report.ts";
import { firstRows, paragraph, type Section } from "./markdown-sections.ts";
import { codeLine, failureMark, isTold, proseLine, upTo, type View } from "./review-markdown.ts";
import { linkTo } from "./markdown-text.ts";
import { reviewCounts } from "./review-counts.ts";

/** One line: the verdict and why. */
export function headline({ report }: View): string {
  const { conclusion, blocking, waived } = report.verdict;
  const list = (reasons: readonly Reason[]): string =>
    reasons.map(({ message }) => proseLine({ longest: 100 }, message)).join("; ");
  switch (conclusion) {
    case "failed":
      return `**${failureMark} Policy check failed**: ${list(blocking)}`;
    case "acknowledged":
      return `**Policy check passed, acknowledged.** It would fail otherwise: ${list(waived)}`;
    case "passed":
      return waived.length === 0
        ? "**Policy check passed.**"
        : `**Policy check passed.** Told, but not blocked here: ${list(waived)}`;
  }
}

/** Whether there is nothing to tell but that. */
export function isUneventful({ report, failing }: View): boolean {
  const { review, verdict } = report;
  return (
    verdict.conclusion === "passed" &&
    verdict.waived.length === 0 &&
    review.baseState !== "none" &&
    review.difference.changes.length === 0 &&
    review.difference.unknown.length === 0 &&
    (review.newActions ?? []).length === 0 &&
    failing.size === 0 &&
    !review.findings.some(({ diagnostic }) => diagnostic.severity !== "info")
  );
}

/** `12 tests pass, no findings` */
export function checksText({ report }: View): string {
  const { testsPassed, testsFailed, errors, warnings, infos } = reviewCounts(report.review);
  const tests =
    testsFailed === 0
      ? `${plural(testsPassed, "test")} ${testsPassed === 1 ? "passes" : "pass"}`
      : `${testsFailed} of ${plural(testsPassed + testsFailed, "test")} ${testsFailed === 1 ? "fails" : "fail"}`;
  const found = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
    ...(infos > 0 ? [plural(infos, "info")] : []),
  ];
  const findings = found.length === 0 ? "no findings" : found.join(", ");
  const { compilation, isEmpty } = report.review.head;
  return compilation.set === null || isEmpty ? findings : `${tests}, ${findings}`;
}

/** What was compared, and what came of it in numbers. */
export function overview(view: View): Section {
  const { report } = view;
  const { baseState } = report.review;
  const head = codeLine(view, report.headName);
  const sides = baseState === "none" ? head : `${codeLine(view, report.baseName)} → ${head}`;
  const told = [comparisonText(view), checksText(view)].filter((text) => text !== "");
  return paragraph(`${sides}: ${told.join("; ")}.`, ...baseLines(view, baseState));
}

function comparisonText(view: View): string {
  const { difference, baseState, head } = view.report.review;
  if (baseState === "none" || head.compilation.set === null) return "";
  if (difference.changes.length === 0) {
    if (isNothing(view)) return "neither holds a policy";
    return difference.unknown.length === 0 ? "every request is decided as before" : "no change shown";
  }
  return changeCounts(difference.changes.filter((change) => isTold(view, change)));
}

/** Whether there are policies on neither side. */
function isNothing({ report: { review } }: View): boolean {
  return review.head.isEmpty && review.baseState === "empty";
}

function baseLines(view: View, state: View["report"]["review"]["baseState"]): string[] {
  const name = codeLine(view, view.report.baseName);
  switch (state) {
    case "compared":
      return [];
    case "empty":
      if (isNothing(view)) return [];
      return ["", `${name} has no policies, so everything is newly allowed.`];
    case "broken":
      return [
        "",
        `The policies of ${name} do not compile. They are taken to allow nothing, so everything is newly allowed.`,
      ];
    case "none":
      return ["", "There is nothing to compare with, so nothing is said of what changes."];
  }
}

/** Who accepted what the gates refuse, or why nobody did. */
export function acknowledgementSections(view: View): Section[] {
  const { acknowledgement } = view.report;
  if (acknowledgement === null) return [];
  const { isAcknowledged, lines } = acknowledgement;
  const title = isAcknowledged ? "**Acknowledged**" : "**Not acknowledged**";
  // Whoever is asked to accept a change should know that this will not do.
  const left = view.report.verdict.blocking.filter(({ isWaivable }) => isWaivable !== true);
  const rest =
    isAcknowledged || left.length === 0
      ? []
      : [`what fails all the same: ${left.map(({ message }) => message).join("; ")}`];
  return [paragraph(title, "", ...[...lines, ...rest].map((line) => `- ${proseLine(view, line)}`))];
}

/** Questions that were not decided; each fails every gate. */
export function undecidedSections(view: View): Section[] {
  const { unknown } = view.report.review.difference;
  if (unknown.length === 0) return [];
  const write = ({ agent, question }: Undecided): string =>
    `- ${agent === null ? "" : `${codeLine(view, agent)}: `}${proseLine(view, question)}`;
  return [
    {
      lead: [`### Not decided ${failureMark}`, "", "What was not decided is taken to be refused."],
      head: [],
      ...firstRows(unknown, upTo(view, 10), write),
      rest: (count) => `${count} more`,
      tail: [],
    },
  ];
}

export function noteSections(view: View): Section[] {
  const { notes } = view.report;
  if (notes.length === 0) return [];
  return [paragraph(...notes.map((note) => `- ${proseLine(view, note)}`))];
}

/** The last lines: what is missing and where it is, and who says all this. */
export function closingLines({ report, isWhole }: View, missing: number): string[] {
  const { summary } = report.links;
  const link = isWhole || summary === null ? null : summary;
  if (missing === 0) return link === null ? [] : [linkTo("Whole report", link)];
  const rows = missing === 1 ? "1 row is" : `${missing} rows are`;
  return [`${rows} left out${link === null ? "." : ` here; the ${linkTo("whole report", link)} has more.`}`];
}
