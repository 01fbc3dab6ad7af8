/** Diagnostics one a line, for editors and `grep`: `file:line:column: severity[code] message`. */
import { capDiagnostics, placeOf, type LintFormatter } from "./lint-report.ts";
import { finishLines, visible } from "./sanitize.ts";

export const formatCompact: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  return finishLines([
    ...shown.map((d) => {
      const place = d.span === null ? "" : `${visible(placeOf(d.span, report))}: `;
      return `${place}${d.severity}[${d.code}] ${visible(d.message)}`;
    }),
    ...omitted.map(
      ({ file, count }) => `${file === "" ? "" : `${visible(report.pathOf(file))}: `}… and ${count} more`,
    ),
  ]);
};
