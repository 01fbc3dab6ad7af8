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

/** Takes a secret out of a text. */
export type Redact = (text: string) => string;

/** Takes out a token, also as the header that git sends, and as Markdown escapes it. */
export function redactor(token: string | null): Redact {
  if (token === null || token === "") return (text) => text;
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const forms = [token, basic, token.replaceAll("_", "\\_")];
  return (text) => forms.reduce((left, form) => left.replaceAll(form, "***"), text);
}

/** The log of the step. */
export interface Log {
  readonly lines: (lines: readonly string[]) => void;
  /** An error without a place. */
  readonly error: (title: string, lines: readonly string[]) => void;
  /** On the lines of the files; what GitHub would drop is counted in the log. */
  readonly annotate: (annotations: Annotations) => void;
  /** The verdict and what led to it. */
  readonly verdict: (report: ReviewReport) => void;
}

export function createLog(redact: Redact): Log {
  const lines: Log["lines"] = (texts) => {
    info(finishLines(texts.map((text) => visible(redact(text)))).trimEnd());
  };
  return {
    lines,
    error: (title, texts) => {
      error(texts.map((text) => logSafe(visible(redact(text)))).join("\n"), { title });
    },
    annotate: ({ annotations, omitted }) => {
      for (const annotation of annotations) {
        tell[annotation.level](redact(annotation.message), propertiesOf(annotation, redact));
      }
      const rest = Object.entries(omitted).flatMap(([level, count]) =>
        count === 0 ? [] : [`${String(count)} more of level ${level}`],
      );
      if (rest.length > 0) lines([`not on the lines, but in the summary: ${rest.join(", ")}`]);
    },
    verdict: ({ verdict, notes, acknowledgement, isGating }) => {
      const accepted = isGating ? "accepted" : "not blocked here";
      lines([
        ...notes.map((note) => `note: ${note}`),
        ...verdict.waived.map(({ message }) => `${accepted}: ${message}`),
        ...(acknowledgement?.lines ?? []).map((line) => `acknowledgement: ${line}`),
        ...verdict.blocking.map(({ message }) => `fails: ${message}`),
        `policy check: ${verdict.conclusion}`,
      ]);
    },
  };
}

function propertiesOf(annotation: Annotation, redact: Redact): AnnotationProperties {
  const { file, startLine, endLine, startColumn, endColumn } = annotation;
  const title = redact(annotation.title);
  if (file === null) return { title };
  return {
    title,
    file: redact(file),
    startLine,
    endLine,
    ...(startColumn === undefined || endColumn === undefined ? {} : { startColumn, endColumn }),
  };
}
