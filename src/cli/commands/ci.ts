/** `ci`: a change of the policies checked as the GitHub Action checks it, wherever it runs. */
import { resolve } from "node:path";
import type { Severity } from "../../base/diagnostic.ts";
import { defaultGates } from "../../diff/gate-words.ts";
import type { AcknowledgementReport, ReviewReport } from "../../report/review-report.ts";
import { finishLines, quoted, visible } from "../../report/sanitize.ts";
import { judge } from "../../review/judge.ts";
import type { Verdict } from "../../review/review.ts";
import type { NewFile } from "../atomic-write.ts";
import { recordOf } from "../ci/action-record.ts";
import { buildHead, type HeadBuild } from "../ci/build-head.ts";
import { findSides, type ChosenSides } from "../ci/find-sides.ts";
import { forTerminal, toReport } from "../ci/report.ts";
import { checkReportFiles, formatReview, writeReportFiles, type ReportFile } from "../ci/report-files.ts";
import type { ReviewFormat } from "../ci/review-formats.ts";
import { runReview, type CiSettings, type LoadedReview } from "../ci/run-review.ts";
import { reportStyle } from "../emit.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { readGates } from "../gates.ts";
import { startProgress } from "../progress.ts";
import { shownPath } from "../read-source.ts";
import { say, type Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";
import { readTargets } from "../write-bundle.ts";

export interface CiOptions {
  /** A branch, tag, commit or folder; `none`: nothing; absent: found. */
  readonly base?: string;
  /** A branch, tag or commit; absent: the working tree. */
  readonly head?: string;
  readonly staged: boolean;
  /** As given; none: the usual gates. */
  readonly failOn: readonly string[];
  readonly failLevel?: Severity;
  readonly baseline?: string;
  readonly config?: string;
  readonly knownActions?: string;
  readonly writeKnownActions?: string;
  readonly format: ReviewFormat;
  readonly outputFile?: string;
  readonly sarifFile?: string;
  readonly junitFile?: string;
  readonly codeQualityFile?: string;
  readonly markdownFile?: string;
  readonly jsonFile?: string;
  readonly build: boolean;
  readonly out?: string;
  readonly target?: readonly string[];
  /** Who accepts what the gates refuse, by the caller's word; empty: nobody. */
  readonly acknowledgedBy?: string;
  /** False: `--no-gate`. */
  readonly gate: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export async function ci(session: Session, paths: readonly string[], options: CiOptions): Promise<number> {
  checkOptions(options);
  const failOn = readGates(options.failOn, defaultGates, "--fail-on");
  const files = reportFiles(options);
  checkReportFiles(session, [...files, ...otherFiles(options)]);
  const bundle = bundleOf(options);

  const sides = findSides(session.host, options);
  const loaded = await announced(session, {
    paths,
    config: options.config ?? null,
    head: sides.head,
    base: sides.base,
    failOn,
    failLevel: options.failLevel ?? null,
    baseline: options.baseline ?? null,
    knownActions: options.knownActions ?? null,
    now: options.now,
  });

  const { verdict, acknowledgement } = verdictOf(loaded, options);
  const report = toReport(loaded, {
    verdict,
    headName: sides.head.name,
    baseName: baseNameOf(sides),
    acknowledgement,
    isGating: options.gate,
    notes: sides.notes,
  });
  const main = await mainText(session, loaded, report, options);
  const others = await recordFiles(session, loaded, options);
  if (options.outputFile !== undefined) {
    others.push({ path: resolve(session.host.cwd, options.outputFile), content: main });
  }
  await writeReportFiles(session, report, files, others);
  if (options.outputFile === undefined) await session.host.stdout.write(main);
  const code = exitCodeOf(loaded, verdict);
  if (bundle === null) return code;
  if (code !== exitCodes.fine) {
    await say(session, "no bundle was written, since the review failed");
    return code;
  }
  return await buildBundle(session, loaded, verdict, bundle);
}

async function announced(session: Session, settings: CiSettings): Promise<LoadedReview> {
  const { now } = session.host;
  const start = now();
  const progress = startProgress(session);
  await progress.announce("reviewing the change");
  let loaded: LoadedReview;
  try {
    loaded = runReview(session, settings);
  } finally {
    await progress.end();
  }
  if (session.verbose) {
    const { root, files } = loaded.headFiles;
    await say(
      session,
      `policy set: ${root}, ${String(files.length)} files`,
      `reviewed in ${String(now() - start)} ms`,
    );
  }
  return loaded;
}

/** An empty value stands for nothing that was meant: a variable that is not set. */
function checkOptions(options: CiOptions): void {
  const values: readonly (readonly [string, string | undefined])[] = [
    ["--base", options.base],
    ["--head", options.head],
    ["--baseline", options.baseline],
    ["--config", options.config],
    ["--known-actions", options.knownActions],
    ["--out", options.out],
  ];
  const empty = values.find(([, value]) => value?.trim() === "");
  if (empty !== undefined) throw new CallFailure(`${empty[0]} is empty`, "name something, or leave it out");
  if (!options.build) {
    if (options.out !== undefined) throw new CallFailure("--out needs --build");
    if (options.target !== undefined) throw new CallFailure("--target needs --build");
  }
}

function reportFiles(options: CiOptions): readonly ReportFile[] {
  const entries: readonly (readonly [string, ReportFile["format"], string | undefined])[] = [
    ["--sarif-file", "sarif", options.sarifFile],
    ["--junit-file", "junit", options.junitFile],
    ["--code-quality-file", "code-quality", options.codeQualityFile],
    ["--markdown-file", "note", options.markdownFile],
    ["--json-file", "json", options.jsonFile],
  ];
  return entries.flatMap(([option, format, path]) => (path === undefined ? [] : [{ option, format, path }]));
}

function otherFiles(options: CiOptions): readonly Omit<ReportFile, "format">[] {
  const entries: readonly (readonly [string, string | undefined])[] = [
    ["--output-file", options.outputFile],
    ["--write-known-actions", options.writeKnownActions],
  ];
  return entries.flatMap(([option, path]) => (path === undefined ? [] : [{ option, path }]));
}

function bundleOf({ build, out, target }: CiOptions): HeadBuild | null {
  if (!build) return null;
  return {
    ...(out === undefined ? {} : { out }),
    targets: target === undefined ? null : readTargets(target, "--target"),
  };
}

function baseNameOf({ base }: ChosenSides): string {
  return base === null ? "" : base.name;
}

interface Judged {
  readonly verdict: Verdict;
  readonly acknowledgement: AcknowledgementReport | null;
}

/** Nobody is named where no gate could be lifted. */
function verdictOf({ review }: LoadedReview, { gate, acknowledgedBy = "" }: CiOptions): Judged {
  const who = acknowledgedBy.trim();
  const isNeeded = gate && judge(review, { isAcknowledged: true, isGating: true }).waived.length > 0;
  const isAcknowledged = isNeeded && who !== "";
  const verdict = judge(review, { isAcknowledged, isGating: gate });
  if (!isNeeded) return { verdict, acknowledgement: null };
  const line = isAcknowledged
    ? `by ${quoted(who)}, on the word of whoever started this run (\`--acknowledged-by\`)`
    : "nobody is named who accepts this: `--acknowledged-by` names one";
  return { verdict, acknowledgement: { isAcknowledged, lines: [line] } };
}

async function recordFiles(
  session: Session,
  { review }: LoadedReview,
  { writeKnownActions, now }: CiOptions,
): Promise<NewFile[]> {
  if (writeKnownActions === undefined) return [];
  const record = recordOf(session, review, writeKnownActions, now);
  if (record !== null) return [record];
  await say(session, "the head does not compile, so no record of known actions was written");
  return [];
}

async function mainText(
  session: Session,
  loaded: LoadedReview,
  report: ReviewReport,
  { format, outputFile }: CiOptions,
): Promise<string> {
  const style = reportStyle(session, outputFile);
  const shown = format === "pretty" ? forTerminal(session.host, loaded, report, style) : report;
  return await formatReview(shown, format);
}

/** A config that cannot be understood is the call's fault, as in every command. */
function exitCodeOf({ headFiles }: LoadedReview, { conclusion }: Verdict): number {
  if (headFiles.configBroken) return exitCodes.callAtFault;
  return conclusion === "failed" ? exitCodes.policiesAtFault : exitCodes.fine;
}

async function buildBundle(
  session: Session,
  loaded: LoadedReview,
  verdict: Verdict,
  settings: HeadBuild,
): Promise<number> {
  const built = await buildHead(session, loaded, verdict, settings);
  if (built.kind === "refused") {
    const { headFiles, review } = loaded;
    await tellDiagnostics(session, headFiles, review.head.compilation, built.diagnostics, "error");
    await say(session, "no bundle was written");
    return exitCodes.policiesAtFault;
  }
  // On stdout stands the report alone.
  const folder = shownPath(session.host, built.folder);
  await session.host.stderr.write(
    finishLines(built.names.map((name) => `wrote ${visible(`${folder}/${name}`)}`)),
  );
  return exitCodes.fine;
}
