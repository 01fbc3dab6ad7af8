/** Diagnostics as INTERFACES.md spells them in JSON. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import {
  capDiagnostics,
  countBySeverity,
  rangeOf,
  type LintFormatter,
  type LintReport,
  type Range,
} from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";

interface Place {
  readonly file: string;
  readonly range: Range;
}

type Places = Pick<LintReport, "sources" | "pathOf">;

function placeJson(span: Span, places: Places): Place {
  return { file: places.pathOf(span.file), range: rangeOf(span, places.sources) };
}

/** One diagnostic as plain data; `file` and `range` are absent when it is about the set as a whole. */
export function diagnosticJson(d: Diagnostic, places: Places): { readonly [key: string]: unknown } {
  return {
    code: d.code,
    severity: d.severity,
    message: d.message,
    ...(d.help === null ? {} : { help: d.help }),
    ...(d.span === null ? {} : placeJson(d.span, places)),
    related: d.related.map((r) => ({ message: r.message, ...placeJson(r.span, places) })),
    ...(d.witness === null ? {} : { witness: d.witness }),
    fixes: d.fixes.map((fix) => ({
      title: fix.title,
      kind: fix.kind,
      edits: fix.edits.map((edit) => ({ ...placeJson(edit.span, places), text: edit.text })),
    })),
  };
}

export const formatJson: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const document = {
    diagnostics: shown.map((d) => diagnosticJson(d, report)),
    summary: countBySeverity(report.diagnostics),
    ...(omitted.length === 0
      ? {}
      : { omitted: omitted.map(({ file, count }) => ({ file: report.pathOf(file), count })) }),
  };
  return `${safeJson(document, 2)}\n`;
};
