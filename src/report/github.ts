/**
 * Diagnostics as GitHub workflow commands, which annotate the lines of a pull request.
 * Escaping is that of @actions/core: data escapes % CR LF, properties also `:` and `,`.
 */
import type { Severity } from "../base/diagnostic.ts";
import { decisionLine, requestLine } from "./decision-text.ts";
import { capDiagnostics, rangeOf, type LintFormatter } from "./lint-report.ts";
import { logSafe, visible } from "./sanitize.ts";

const commands: { readonly [S in Severity]: string } = { error: "error", warning: "warning", info: "notice" };

/** Text after the second `::`; its line breaks are the caller's own. */
export function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

export function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

function command(
  name: string,
  properties: readonly (readonly [string, string | number])[],
  lines: readonly string[],
): string {
  const list = properties.map(([key, value]) => `${key}=${escapeProperty(visible(String(value)))}`);
  // Every line is visible text already; the breaks between them are ours.
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escapeData(lines.map(logSafe).join("\n"))}\n`;
}

export const formatGithub: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const annotations = shown.map((d) => {
    const lines = [
      visible(d.message),
      ...(d.help === null ? [] : d.help.split("\n").map(visible)),
      ...(d.witness === null
        ? []
        : [
            `witness: ${requestLine(d.witness.request)}`,
            `decision: ${decisionLine(d.witness.decision, report)}`,
          ]),
      ...d.related.map((r) => {
        const { start } = rangeOf(r.span, report.sources);
        return `${visible(r.message)}: ${visible(report.pathOf(r.span.file))}:${start.line}:${start.column}`;
      }),
    ];
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
