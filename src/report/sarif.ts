/** Diagnostics as SARIF 2.1.0, for code scanning. */
import { fingerprints } from "./fingerprint.ts";
import { capDiagnostics, type LintFormatter } from "./lint-report.ts";
import { codeRule, diagnosticResult, sarifLog } from "./sarif-log.ts";

export const formatSarif: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const codes = [...new Set(shown.map((d) => d.code))].sort();
  const prints = fingerprints(shown, report.sources);
  return sarifLog({
    toolVersion: report.toolVersion,
    rules: codes.map((code) =>
      codeRule(code, report.describe(code), shown.find((d) => d.code === code)?.severity ?? "error"),
    ),
    results: shown.map((d, i) => diagnosticResult(d, prints[i] ?? "", report)),
    ...(omitted.length === 0
      ? {}
      : {
          run: {
            properties: {
              omitted: omitted.map(({ file, count }) => ({ file: report.pathOf(file), count })),
            },
          },
        }),
  });
};
