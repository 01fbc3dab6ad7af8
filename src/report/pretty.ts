/**
 * Diagnostics for people: the fact, the source line with the place underlined, the places it mentions,
 * advice, a request that shows it, and the fixes on offer.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { decisionLines, requestLines } from "./decision-text.ts";
import {
  capDiagnostics,
  countBySeverity,
  placeOf,
  plural,
  type LintFormatter,
  type LintReport,
} from "./lint-report.ts";
import { finishLines, visible } from "./sanitize.ts";
import { gutterWidth, renderSnippet, type Mark } from "./snippet.ts";

/** One diagnostic, without a blank line after it. */
export function prettyDiagnostic(diagnostic: Diagnostic, report: LintReport): string[] {
  const { sources, style } = report;
  const paint = style.severity[diagnostic.severity];
  const lines = [
    `${paint(`${diagnostic.severity}[${diagnostic.code}]`)}${style.strong(`: ${visible(diagnostic.message)}`)}`,
  ];
  const spans = [diagnostic.span, ...diagnostic.related.map((r) => r.span)].filter((s) => s !== null);
  const gutter = gutterWidth(
    spans.flatMap((span) => {
      const source = sources.get(span.file);
      return source === undefined ? [] : [{ source, span }];
    }),
  );
  const excerpt = (span: Span, marks: readonly Mark[]): void => {
    lines.push(`${" ".repeat(gutter)}${style.frame("-->")} ${visible(placeOf(span, report))}`);
    const source = sources.get(span.file);
    // An empty file, and one that is no text, have no line to show.
    if (source !== undefined && source.text !== "")
      lines.push(...renderSnippet(source, marks, gutter, style, paint));
  };

  if (diagnostic.span !== null) {
    const { span } = diagnostic;
    const here = diagnostic.related.filter((r) => r.span.file === span.file);
    excerpt(span, [
      { span, primary: true, label: "" },
      ...here.map((r) => ({ span: r.span, primary: false, label: r.message })),
    ]);
  }
  for (const { message, span } of diagnostic.related) {
    if (span.file === diagnostic.span?.file) continue;
    lines.push(`${" ".repeat(gutter)} ${style.frame("=")} ${style.strong("note")}: ${visible(message)}`);
    excerpt(span, [{ span, primary: false, label: "" }]);
  }

  const note = (label: string, text: string): void => {
    lines.push(`${" ".repeat(gutter)} ${style.frame("=")} ${style.strong(label)}: ${text}`);
  };
  for (const line of diagnostic.help?.split("\n") ?? []) note("help", visible(line));
  if (diagnostic.witness !== null) {
    const { request, decision } = diagnostic.witness;
    lines.push(`${" ".repeat(gutter)} ${style.frame("=")} ${style.strong("witness")}:`);
    for (const line of [...requestLines(request), ...decisionLines(decision, report, style)]) {
      lines.push(`${" ".repeat(gutter)}     ${line}`);
    }
  }
  for (const fix of diagnostic.fixes) {
    const flag = fix.kind === "safe" ? "--fix" : "--fix=review";
    note("fix", `${visible(fix.title)} ${style.faint(`(${flag})`)}`);
  }
  return lines;
}

/** The closing line: what was found, in how many files. */
export function summaryLine(report: LintReport): string {
  const { errors, warnings, infos } = countBySeverity(report.diagnostics);
  const where = plural(report.fileCount, "file");
  if (errors + warnings + infos === 0) return `${report.style.good("no problems")} in ${where}`;
  const parts = [
    ...(errors > 0 ? [report.style.severity.error(plural(errors, "error"))] : []),
    ...(warnings > 0 ? [report.style.severity.warning(plural(warnings, "warning"))] : []),
    ...(infos > 0 ? [report.style.severity.info(plural(infos, "info"))] : []),
  ];
  return `${parts.join(", ")} in ${where}`;
}

/** One line: `policies/a.yaml:4:5: info[overlap]: the fact`. */
function briefLine({ severity, code, span, message }: Diagnostic, report: LintReport): string {
  const place = span === null ? "" : `${visible(placeOf(span, report))}: `;
  return `${place}${report.style.severity[severity](`${severity}[${code}]`)}: ${visible(message)}`;
}

/** Errors and warnings in full, then infos a line each, so that they do not drown the others. */
export const formatPretty: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const isFull = (d: Diagnostic): boolean => d.severity !== "info" || report.isDetailed;
  const brief = shown.filter((d) => !isFull(d));
  const lines = shown.filter(isFull).flatMap((d) => [...prettyDiagnostic(d, report), ""]);
  if (brief.length > 0) lines.push(...brief.map((d) => briefLine(d, report)), "");
  for (const { file, count } of omitted) {
    lines.push(`… and ${count} more in ${file === "" ? "the set" : visible(report.pathOf(file))}`, "");
  }
  return finishLines([...lines, summaryLine(report)]);
};
