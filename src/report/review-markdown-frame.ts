/** What stands around the tables of a review: the verdict, who accepted what, what the reader should know. */
import { type ChangeKind } from "../diff/change.ts";
import { plural } from "./lint-report.ts";
import { paragraph, type Section } from "./markdown-sections.ts";
import { codeLine, failureMark, proseLine, type View } from "./review-markdown.ts";
import { linkTo } from "./markdown-text.ts";
import { reviewCounts } from "./review-counts.ts";

/** One line: the verdict and why. */
export function headline({ report }: View): string {
  const { verdict, isGating } = report;
  const list = (reasons: readonly { readonly message: string }[]): string =>
    reasons.map(({ message }) => proseLine({ longest: 100 }, message)).join("; ");
  switch (verdict.conclusion) {
    case "failed":
      return `**Policy check failed ${failureMark}** ${list(verdict.blocking)}`;
    case "acknowledged":
      return `**Policy check passed, acknowledged.** Accepted: ${list(verdict.waived)}`;
    case "passed":
      return verdict.waived.length === 0
        ? "**Policy check passed.**"
        : `**Policy check passed.** ${isGating ? "Accepted" : "Told, not blocked here"}: ${list(verdict.waived)}`;
  }
}

const countWords: { readonly [K in ChangeKind]: readonly [one: string, many: string] } = {
  widened: ["newly allowed", "newly allowed"],
  ungated: ["no longer gated", "no longer gated"],
  narrowed: ["newly denied", "newly denied"],
  gated: ["newly gated", "newly gated"],
  approval: ["asked for otherwise", "asked for otherwise"],
  obligation: ["told otherwise", "told otherwise"],
  agent: ["agent changed", "agents changed"],
  guardrail: ["guardrail changed", "guardrails changed"],
  limit: ["limit changed", "limits changed"],
  config: ["setting changed", "settings changed"],
  test: ["test changed", "tests changed"],
};

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
  return report.review.head.compilation.set === null ? findings : `${tests}, ${findings}`;
}

/** What was compared, and what came of it in numbers. */
export function overview(view: View): Section {
  const { report } = view;
  const { review } = report;
  const sides = `${codeLine(view, report.baseName)} → ${codeLine(view, report.headName)}`;
  const checks = checksText(view);
  return paragraph(
    `${sides}: ${[comparisonText(view), checks].filter((text) => text !== "").join("; ")}.`,
    ...baseLines(view, review.baseState),
  );
}

function comparisonText({ report }: View): string {
  const { difference, baseState, head } = report.review;
  if (baseState === "none" || head.compilation.set === null) return "";
  if (difference.changes.length === 0)
    return difference.unknown.length === 0 ? "every request is decided as before" : "no change shown";
  const counts = Object.entries(countWords).flatMap(([kind, [one, many]]) => {
    const count = difference.changes.filter((c) => c.kind === kind).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  return counts.join(", ");
}

function baseLines(view: View, state: View["report"]["review"]["baseState"]): string[] {
  const name = codeLine(view, view.report.baseName);
  switch (state) {
    case "compared":
      return [];
    case "empty":
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
  return [paragraph(title, "", ...lines.map((line) => `- ${proseLine(view, line)}`))];
}

/** Questions that were not decided; each fails every gate. */
export function undecidedSections(view: View): Section[] {
  const { unknown } = view.report.review.difference;
  if (unknown.length === 0) return [];
  const rows = unknown.map(
    ({ agent, question }) =>
      `- ${agent === null ? "" : `${codeLine(view, agent)}: `}${proseLine(view, question)}`,
  );
  return [
    {
      lead: [`### Not decided ${failureMark}`, "", "What was not decided is taken to be refused."],
      head: [],
      rows,
      most: view.isWhole ? rows.length : 10,
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
  const isThere = !isWhole && summary !== null;
  const link = isThere ? linkTo("whole report", summary) : "";
  const rows = missing === 1 ? "1 row is" : `${missing} rows are`;
  const left =
    missing === 0
      ? isThere
        ? [`The ${link} has more of each.`]
        : []
      : [isThere ? `${rows} left out here; the ${link} has them.` : `${rows} left out.`];
  return left;
}
