/** The files that a run leaves for later steps: the reports, and the bundle. */
import { buildHead } from "../cli/ci/build-head.ts";
import { checkReportFiles, writeReportFiles, type ReportFile } from "../cli/ci/report-files.ts";
import type { LoadedReview } from "../cli/ci/run-review.ts";
import { CallFailure } from "../cli/failure.ts";
import type { Files } from "../cli/host.ts";
import type { Session } from "../cli/session.ts";
import type { ReviewReport } from "../report/review-report.ts";
import type { Inputs } from "./inputs.ts";
import type { Redact } from "./messages.ts";
import { outputPath, temporaryPath } from "./machine.ts";
import type { WrittenFiles } from "./outputs.ts";
import type { Runner } from "./runner.ts";

/** Writes what was asked for, and the JSON report in any case; then the bundle. */
export async function writeReports(
  session: Session,
  runner: Runner,
  inputs: Inputs,
  loaded: LoadedReview,
  report: ReviewReport,
  redact: Redact,
): Promise<WrittenFiles> {
  const asked = (name: "sarif-file" | "junit-file", given: string | null): readonly ReportFile[] => {
    if (given === null) return [];
    const path = outputPath(session.host, runner, name, given);
    return [{ path, format: name === "sarif-file" ? "sarif" : "junit", option: `input \`${name}\`` }];
  };
  const json = temporaryPath(runner, "report.json");
  const sarif = asked("sarif-file", inputs.sarifFile);
  const files: readonly ReportFile[] = [
    { path: json, format: "json", option: "the JSON report" },
    ...sarif,
    ...asked("junit-file", inputs.junitFile),
  ];
  checkReportFiles(session, files);
  await writeReportFiles(redacted(session, redact), report, files);
  return {
    report: json,
    sarifFile: sarif[0]?.path ?? null,
    bundle: await writeBundle(session, runner, inputs, loaded, report),
  };
}

/** What it writes holds no secret: policies may quote one. */
function redacted(session: Session, redact: Redact): Session {
  const { files } = session.host;
  const create: Files["create"] = (path, content, mode) => {
    files.create(path, new TextEncoder().encode(redact(new TextDecoder().decode(content))), mode);
  };
  return { ...session, host: { ...session.host, files: { ...files, create } } };
}

/**
 * Builds the head's policies, unless the review fails. Where to is the workflow's word alone: the config of a pull
 * request must not choose what is overwritten.
 */
async function writeBundle(
  session: Session,
  runner: Runner,
  inputs: Inputs,
  loaded: LoadedReview,
  { verdict }: ReviewReport,
): Promise<string | null> {
  if (!inputs.build || verdict.conclusion === "failed") return null;
  const out =
    inputs.out === null
      ? temporaryPath(runner, "bundle")
      : outputPath(session.host, runner, "out", inputs.out);
  const bundle = await buildHead(session, loaded, verdict, { out, targets: null });
  if (bundle.kind === "built") return bundle.folder;
  throw new CallFailure(
    `the policies cannot be built: ${bundle.diagnostics[0]?.message ?? "a request could cost too many steps"}`,
    "`sentrely-policy build` shows where",
  );
}
