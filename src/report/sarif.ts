/** Diagnostics as SARIF 2.1.0, for code scanning. */
import type { Log, Location, Region, ReportingDescriptor, Result } from "sarif";
import type { Diagnostic, Fix, Severity } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { fingerprints } from "./fingerprint.ts";
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
    const about = report.describe(code);
    const severity = about.level ?? shown.find((d) => d.code === code)?.severity ?? "error";
    const call = `Run: sentrely-policy rules ${code}`;
    return {
      id: code,
      name: code,
      shortDescription: { text: about.summary },
      fullDescription: { text: about.summary },
      help:
        about.page === null
          ? { text: `${about.summary}\n\n${call}` }
          : { text: about.page, markdown: about.page },
      defaultConfiguration: { level: levels[severity] },
      ...(about.category === null ? {} : { properties: { tags: [about.category] } }),
    };
  });
  const prints = fingerprints(shown, report.sources);
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
