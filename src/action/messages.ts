/**
 * What the action writes to the log, as lines and as annotations.
 *
 * INVARIANT: no line but the toolkit's own is a command to the runner, and none holds the token.
 */
import { error, info, notice, warning, type AnnotationProperties } from "@actions/core";
import type { Annotation, AnnotationLevel, Annotations } from "../report/review-annotations.ts";
import { finishLines, logSafe, visible } from "../report/sanitize.ts";
import type { ReviewReport } from "../report/review-report.ts";

const tell: { readonly [L in AnnotationLevel]: (message: string, properties: AnnotationProperties) => void } =
  {
    error,
    warning,
    notice,
  };

/** Removes a token, also as the header that git sends, from a text. */
export function redactor(token: string | null): (text: string) => string {
  if (token === null) return (text) => text;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return (text) => text.replaceAll(token, "***").replaceAll(basic, "***");
}

export function sayLines(lines: readonly string[]): void {
  info(finishLines(lines.map(visible)).trimEnd());
}

/** An error without a place. */
export function sayError(title: string, lines: readonly string[]): void {
  error(lines.map((line) => logSafe(visible(line))).join("\n"), { title });
}

/** On the lines of the files; what GitHub would drop is counted in the log. */
export function annotate({ annotations, omitted }: Annotations): void {
  for (const annotation of annotations) {
    tell[annotation.level](annotation.message, propertiesOf(annotation));
  }
  const rest = Object.entries(omitted).flatMap(([level, count]) =>
    count === 0 ? [] : [`${String(count)} more of level ${level}`],
  );
  if (rest.length > 0) sayLines([`not on the lines, but in the summary: ${rest.join(", ")}`]);
}

function propertiesOf(annotation: Annotation): AnnotationProperties {
  const { title, file, startLine, endLine, startColumn, endColumn } = annotation;
  if (file === null) return { title };
  return {
    title,
    file,
    startLine,
    endLine,
    ...(startColumn === undefined || endColumn === undefined ? {} : { startColumn, endColumn }),
  };
}

/** The verdict and what led to it. */
export function sayVerdict(report: ReviewReport): void {
  const { verdict, notes, acknowledgement } = report;
  const isAccepted = report.isGating ? "accepted" : "not blocked here";
  sayLines([
    ...notes.map((note) => `note: ${note}`),
    ...verdict.waived.map(({ message }) => `${isAccepted}: ${message}`),
    ...(acknowledgement?.lines ?? []).map((line) => `acknowledgement: ${line}`),
    ...verdict.blocking.map(({ message }) => `fails: ${message}`),
    `policy check: ${verdict.conclusion}`,
  ]);
}
