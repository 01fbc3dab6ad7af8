/** Diagnostics as SARIF 2.1.0, for code scanning. */
import { createHash } from "node:crypto";
import type { Log, Location, Region, ReportingDescriptor, Result } from "sarif";
import type { Diagnostic, Fix, Severity } from "../base/diagnostic.ts";
import { lineText, positionAt, type Span } from "../base/source.ts";
import { capDiagnostics, rangeOf, type LintFormatter, type LintReport } from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";

const levels: { readonly [S in Severity]: Result.level } = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** Viewers make links of `[text](target)` in messages; a policy's text gets none. */
function plain(text: string): string {
  return text.replaceAll("](", "] (");
}

function uriOf(file: string, report: LintReport): string {
  return report.pathOf(file).split("/").map(encodeURIComponent).join("/");
}

function regionOf(span: Span, report: LintReport): Region {
  const { start, end } = rangeOf(span, report.sources);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function locationOf(span: Span, report: LintReport): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(span.file, report) },
      region: regionOf(span, report),
    },
  };
}

function fixJson(fix: Fix, report: LintReport): NonNullable<Result["fixes"]>[number] {
  const files = [...new Set(fix.edits.map((e) => e.span.file))];
  return {
    description: { text: plain(fix.title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uriOf(file, report) },
      replacements: fix.edits
        .filter((e) => e.span.file === file)
        .map((e) => ({
          deletedRegion: regionOf(e.span, report),
          insertedContent: { text: e.text },
        })),
    })),
  };
}

/**
 * Identity of a result across commits: code, file, the text of its line and the column within it,
 * and which of several equal ones it is; so it survives lines moving above it.
 */
function fingerprints(diagnostics: readonly Diagnostic[], report: LintReport): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((d) => {
    const source = d.span === null ? undefined : report.sources.get(d.span.file);
    const start = source === undefined || d.span === null ? null : positionAt(source, d.span.start);
    const line = source === undefined || start === null ? "" : lineText(source, start.line).trim();
    const indent = source === undefined || start === null ? 0 : lineText(source, start.line).search(/\S|$/);
    const key = JSON.stringify([
      d.code,
      d.span?.file ?? null,
      line,
      start === null ? 0 : start.column - indent,
      d.span === null ? d.message : "",
    ]);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return createHash("sha256").update(`${key}#${count}`).digest("hex");
  });
}

function resultJson(d: Diagnostic, ruleIndex: number, fingerprint: string, report: LintReport): Result {
  const text = d.help === null ? d.message : `${d.message}\n\n${d.help}`;
  return {
    ruleId: d.code,
    ruleIndex,
    level: levels[d.severity],
    message: { text: plain(text) },
    // Code scanning refuses results without a place; what is about the whole set points at its config.
    locations: [locationOf(d.span ?? { file: "sentrely.yaml", start: 0, end: 0 }, report)],
    partialFingerprints: { "sentrelyPolicy/v1": fingerprint },
    ...(d.related.length === 0
      ? {}
      : {
          relatedLocations: d.related.map((r, id) => ({
            id,
            message: { text: plain(r.message) },
            ...locationOf(r.span, report),
          })),
        }),
    ...(d.fixes.length === 0 ? {} : { fixes: d.fixes.map((fix) => fixJson(fix, report)) }),
    ...(d.witness === null ? {} : { properties: { witness: d.witness } }),
  };
}

export const formatSarif: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const codes = [...new Set(shown.map((d) => d.code))].sort();
  const rules = codes.map((code): ReportingDescriptor => {
    const severity = shown.find((d) => d.code === code)?.severity ?? "error";
    return {
      id: code,
      shortDescription: { text: report.summaryOf(code) },
      help: { text: `${report.summaryOf(code)}\n\nRun: sentrely-policy rules ${code}` },
      defaultConfiguration: { level: levels[severity] },
    };
  });
  const prints = fingerprints(shown, report);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sentrely-policy", version: report.toolVersion, rules } },
        columnKind: "utf16CodeUnits",
        results: shown.map((d, i) => resultJson(d, codes.indexOf(d.code), prints[i] ?? "", report)),
        ...(omitted.length === 0
          ? {}
          : {
              properties: {
                omitted: omitted.map(({ file, count }) => ({ file: report.pathOf(file), count })),
              },
            }),
      },
    ],
  };
  return `${safeJson(log, 2)}\n`;
};
