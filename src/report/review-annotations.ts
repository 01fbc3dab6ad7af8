/**
 * A review as annotations of a pull request's lines. GitHub shows ten of each level a step and drops the
 * others without a word; so the gravest are chosen, and the rest is counted.
 */
import type { Severity } from "../base/diagnostic.ts";
import { command, commands } from "./github.ts";
import { plural } from "./lint-report.ts";
import { byGravity, reviewItems, type ReviewItem } from "./review-items.ts";
import type { ReviewFormatter, ReviewReport } from "./review-report.ts";
import { clipped, finishLines, logSafe, visible } from "./sanitize.ts";

export type AnnotationLevel = "error" | "warning" | "notice";

/** Every text is visible, and no line of it is a command to a CI system; lines and columns count from 1. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  /** Several lines. */
  readonly message: string;
  /** As seen from the repository; `null`: about no line. */
  readonly file: string | null;
  /** 1 without a file. */
  readonly startLine: number;
  readonly endLine: number;
  /** Both, or neither; only of what is within one line. */
  readonly startColumn?: number;
  readonly endColumn?: number;
}

export interface Annotations {
  /** At most `perLevel` of each level, what fails the review first. */
  readonly annotations: readonly Annotation[];
  /** How many more there are. */
  readonly omitted: { readonly [L in AnnotationLevel]: number };
}

/** GitHub's limit, for each step of a job. */
export const perLevel = 10;

// A message is shown whole on the line; the job summary has the rest.
const mostLines = 30;
const longestLine = 1000;

export function reviewAnnotations(report: ReviewReport): Annotations {
  return choose(itemsForLines(report), perLevel);
}

/**
 * Whether an item is for the lines: an info about a file that the change leaves alone is for the summary, as
 * GitHub lists annotations of all other files below those that a pull request changes.
 */
function isForLines(
  { subject, level, fails }: ReviewItem,
  { review: { head, base } }: ReviewReport,
): boolean {
  if (subject.kind !== "finding" || level !== "info" || fails || base === null) return true;
  const file = subject.finding.diagnostic.span?.file;
  if (file === undefined) return false;
  const [now, before] = [head, base].map(({ compilation }) => compilation.sources.get(file)?.text);
  return now !== before;
}

function itemsForLines(report: ReviewReport): readonly ReviewItem[] {
  return reviewItems(report).filter((item) => isForLines(item, report));
}

function choose(items: readonly ReviewItem[], notices: number): Annotations {
  const ranked = byGravity(items);
  const limits: { readonly [S in Severity]: number } = { error: perLevel, warning: perLevel, info: notices };
  const chosen = (level: Severity): { annotations: Annotation[]; omitted: number } => {
    const all = ranked.filter((item) => item.level === level);
    const failing = mixed(all.filter((item) => item.fails));
    const shown = [...failing, ...all.filter((item) => !item.fails)].slice(0, limits[level]);
    return { annotations: shown.map(annotationOf), omitted: all.length - shown.length };
  };
  const [error, warning, notice] = [chosen("error"), chosen("warning"), chosen("info")];
  return {
    annotations: [error, warning, notice].flatMap(({ annotations }) => annotations),
    omitted: { error: error.omitted, warning: warning.omitted, notice: notice.omitted },
  };
}

/** The first ten with all kinds among them: no thousand findings hide the change that is refused. */
function mixed(items: readonly ReviewItem[]): ReviewItem[] {
  const groups = [...new Set(items.map((i) => i.subject.kind))].map((kind) =>
    items.filter((i) => i.subject.kind === kind),
  );
  const turns = Array.from({ length: perLevel }, (_, turn) =>
    groups.flatMap((group) => group.slice(turn, turn + 1)),
  );
  return turns.flat().slice(0, perLevel);
}

function annotationOf({ level, title, lines, place }: ReviewItem): Annotation {
  const more = lines.length - mostLines;
  const shown = [...lines.slice(0, mostLines), ...(more > 0 ? [`… and ${plural(more, "line")} more`] : [])];
  return {
    level: commands[level],
    title: logSafe(title),
    message: shown.map((line) => logSafe(clipped(line, longestLine))).join("\n"),
    file: place === null ? null : logSafe(visible(place.path)),
    startLine: place?.startLine ?? 1,
    endLine: place?.endLine ?? 1,
    ...(place?.columns == null ? {} : { startColumn: place.columns.start, endColumn: place.columns.end }),
  };
}

function commandOf(annotation: Annotation): string {
  const { level, title, message, file, startLine, endLine, startColumn, endColumn } = annotation;
  const place: readonly (readonly [string, string | number])[] =
    file === null
      ? []
      : [
          ["file", file],
          ["line", startLine],
          ["endLine", endLine],
        ];
  const columns: readonly (readonly [string, number])[] =
    startColumn === undefined || endColumn === undefined
      ? []
      : [
          ["col", startColumn],
          ["endColumn", endColumn],
        ];
  return command(level, [...place, ...columns, ["title", title]], message.split("\n"));
}

/** As workflow commands, for a step that writes them to its log; then the verdict, as plain lines. */
export const formatReviewGithub: ReviewFormatter = (report) => {
  const items = itemsForLines(report);
  const whole = choose(items, perLevel);
  const isWhole = Object.values(whole.omitted).every((count) => count === 0);
  // What is left out is told by a notice, which must not be the eleventh.
  const { annotations, omitted } = isWhole ? whole : choose(items, perLevel - 1);
  const rest = (["error", "warning", "notice"] as const)
    .filter((level) => omitted[level] > 0)
    .map((level) => plural(omitted[level], level));
  const { conclusion, blocking, waived } = report.verdict;
  return [
    ...annotations.map(commandOf),
    ...(rest.length === 0
      ? []
      : [command("notice", [["title", "not shown"]], [`… and ${rest.join(", ")} more`])]),
    finishLines([
      ...report.notes.map((note) => `note: ${visible(note)}`),
      ...waived.map((reason) => `accepted: ${visible(reason.message)}`),
      ...(report.acknowledgement?.lines ?? []).map((line) => `acknowledgement: ${visible(line)}`),
      ...blocking.map((reason) => `fails: ${visible(reason.message)}`),
      conclusion,
    ]),
  ].join("");
};
