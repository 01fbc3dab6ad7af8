/**
 * Diagnostics as GitHub workflow commands, which annotate the lines of a pull request.
 * Escaping is that of @actions/core: data escapes % CR LF, properties also `:` and `,`.
 */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import { decisionLine, type DecisionPlaces, requestLine } from "./decision-text.ts";
import { capDiagnostics, placeOf, rangeOf, type LintFormatter } from "./lint-report.ts";
import { logSafe, visible } from "./sanitize.ts";

/** The command of a severity. */
export const commands: { readonly [S in Severity]: "error" | "warning" | "notice" } = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/** Text after the second `::`; its line breaks are the caller's own. */
export function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

export function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

/** A workflow command; its lines are made safe for logs, and every property visible text. */
export function command(
  name: string,
  properties: readonly (readonly [string, string | number])[],
  lines: readonly string[],
): string {
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(logSafe(visible(String(value))))}`);
  // Every line is visible text already; the breaks between them are ours.
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escapeData(lines.map(logSafe).join("\n"))}\n`;
}

/** What an annotation says of a diagnostic: visible text, a line each. */
export function diagnosticLines(d: Diagnostic, places: DecisionPlaces): string[] {
  return [
    visible(d.message),
    ...(d.help === null ? [] : d.help.split("\n").map(visible)),
    ...(d.witness === null
      ? []
      : [
          `witness: ${requestLine(d.witness.request)}`,
          `decision: ${decisionLine(d.witness.decision, places)}`,
        ]),
    ...d.related.map((r) => `${visible(r.message)}: ${visible(placeOf(r.span, places))}`),
  ];
}

export const formatGithub: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const annotations = shown.map((d) => {
    const lines = diagnosticLines(d, report);
    if (d.span === null) return command(commands[d.severity], [["title", d.code]], lines);
    const { start, end } = rangeOf(d.span, report.sources);
    // GitHub ignores columns of annotations that span several lines.
    const columns: readonly (readonly [string, number])[] =
      start.line === end.line
        ? [
            ["col", start.column],
            ["endColumn", end.column],
          ]
        : [];
    return command(
      commands[d.severity],
      [
        ["file", report.pathOf(d.span.file)],
        ["line", start.line],
        ["endLine", end.line],
        ...columns,
        ["title", d.code],
      ],
      lines,
    );
  });
  const rests = omitted.map(({ file, count }) =>
    command("notice", file === "" ? [] : [["file", report.pathOf(file)]], [`… and ${count} more`]),
  );
  return [...annotations, ...rests].join("");
};
