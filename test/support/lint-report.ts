/** Reports over small sources, for the tests of formatters. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { SourceFile } from "../../src/base/source.ts";
import type { LintReport } from "../../src/report/lint-report.ts";
import { plainStyle } from "../../src/report/style.ts";

export function lintReport(
  files: { readonly [path: string]: string },
  diagnostics: readonly Diagnostic[],
): LintReport {
  const sources = new Map<string, SourceFile>(
    Object.entries(files).map(([path, text]) => [path, { path, text }]),
  );
  return {
    diagnostics,
    sources,
    fileCount: sources.size,
    pathOf: (file) => file,
    describe: (code) => ({ summary: `A summary of ${code}.`, level: null, category: null, page: null }),
    isDetailed: true,
    toolVersion: "0.0.0",
    style: plainStyle,
  };
}

/** A diagnostic at the first occurrence of `marked` in the source. */
export function diagnosticAt(
  source: { readonly path: string; readonly text: string },
  marked: string,
  rest: Partial<Diagnostic> = {},
): Diagnostic {
  const start = source.text.indexOf(marked);
  if (start === -1) throw new Error(`the source does not hold ${marked}`);
  return {
    code: "some-code",
    severity: "error",
    message: "the fact",
    span: { file: source.path, start, end: start + marked.length },
    related: [],
    help: null,
    witness: null,
    fixes: [],
    ...rest,
  };
}
