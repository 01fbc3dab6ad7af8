/** Diagnostics on stderr, for commands whose result on stdout is something else. */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import { version } from "../base/version.ts";
import type { Compilation } from "../pipeline.ts";
import { undescribed } from "../report/lint-report.ts";
import { formatPretty } from "../report/pretty.ts";
import type { PolicyFiles } from "./policy-files.ts";
import { fromWorkingFolder } from "./report-paths.ts";
import type { Session } from "./session.ts";

/** Tells those of one severity; returns how many there are. */
export async function tellDiagnostics(
  session: Session,
  files: PolicyFiles,
  compilation: Compilation,
  diagnostics: readonly Diagnostic[],
  severity: Severity,
): Promise<number> {
  const told = diagnostics.filter((d) => d.severity === severity);
  await session.host.stderr.write(
    formatPretty({
      diagnostics: told,
      sources: compilation.sources,
      fileCount: files.files.length,
      pathOf: fromWorkingFolder(session.host, files),
      describe: undescribed,
      isDetailed: true,
      toolVersion: version,
      style: session.errStyle,
    }),
  );
  return told.length;
}
