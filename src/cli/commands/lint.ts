/** `lint`: compile errors and what the rules find, reported; with `--fix`, fixed. */
import type { Diagnostic, Severity } from "../../base/diagnostic.ts";
import { suggest } from "../../base/suggest.ts";
import { version } from "../../base/version.ts";
import { codeCatalogue, describeCode } from "../../code-catalogue.ts";
import type { Compilation } from "../../pipeline.ts";
import type { LintFormatter } from "../../report/lint-report.ts";
import { readBaseline, withoutBaseline, writeBaseline, type Baseline } from "../baseline.ts";
import { describeWithPage } from "../describe-codes.ts";
import { emitReport, reportStyle } from "../emit.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { announceDiagnostics } from "../find-diagnostics.ts";
import { fixFiles } from "../fix-files.ts";
import { compileFiles, loadSet, selectDiagnostics } from "../load-set.ts";
import type { PolicyFiles } from "../policy-files.ts";
import { fromRepository, fromRoot, fromWorkingFolder } from "../report-paths.ts";
import { say, type Session } from "../session.ts";

export type LintFormat = "pretty" | "compact" | "json" | "github" | "sarif" | "junit";

export interface LintOptions {
  readonly format: LintFormat;
  /** The lowest severity that fails; absent: the config's, else `warning`. */
  readonly failLevel?: Severity;
  readonly fix?: "safe" | "review";
  readonly dryRun: boolean;
  /** A file of findings that are not told. */
  readonly baseline?: string;
  /** Where to write the findings of this call. */
  readonly writeBaseline?: string;
  /** Codes that are reported, errors besides; empty: all. */
  readonly rule: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly outputFile?: string;
}

const rank: { readonly [S in Severity]: number } = { info: 0, warning: 1, error: 2 };

const formatters: { readonly [F in LintFormat]: () => Promise<LintFormatter> } = {
  pretty: async () => (await import("../../report/pretty.ts")).formatPretty,
  compact: async () => (await import("../../report/compact.ts")).formatCompact,
  json: async () => (await import("../../report/json.ts")).formatJson,
  github: async () => (await import("../../report/github.ts")).formatGithub,
  sarif: async () => (await import("../../report/sarif.ts")).formatSarif,
  junit: async () => (await import("../../report/junit.ts")).formatJunit,
};

export async function lint(
  session: Session,
  paths: readonly string[],
  options: LintOptions,
): Promise<number> {
  checkRules(options.rule);
  if (options.dryRun && options.fix === undefined) throw new CallFailure("--dry-run needs --fix");
  const baseline = options.baseline === undefined ? null : readBaseline(session.host, options.baseline);
  let { files, compilation } = await loadSet(session, paths);

  if (options.fix !== undefined) {
    const { fix: kind, rule: only, dryRun, now, outputFile } = options;
    files = await fixFiles(session, files, compilation, { kind, only, dryRun, now, outputFile });
    if (dryRun) return exitCodes.fine;
    compilation = compileFiles(files);
  }

  const all = await announceDiagnostics(session, files, compilation, options.now);
  const isReported = (d: Diagnostic): boolean =>
    d.severity === "error" || options.rule.length === 0 || options.rule.includes(d.code);
  const reported = selectDiagnostics(all, files).filter(isReported);
  const accepted = await acceptedFindings(session, { all, reported, compilation, baseline, options });
  const diagnostics = reported.filter((d) => !accepted.has(d));

  const failLevel = options.failLevel ?? compilation.config?.lint.failLevel ?? "warning";
  const format = await formatters[options.format]();
  const text = format({
    diagnostics,
    sources: compilation.sources,
    fileCount: files.selected?.size ?? files.files.length + files.undecoded.length,
    pathOf: pathsFor(options.format, session, files),
    describe: options.format === "sarif" ? await describeWithPage() : describeCode,
    isDetailed: options.rule.length > 0 || failLevel === "info",
    toolVersion: version,
    style: reportStyle(session, options.outputFile),
  });
  await emitReport(session, text, options.outputFile);
  await sayHidden(session, errorCount(all) - errorCount(diagnostics), compilation);
  if (files.configBroken) return exitCodes.callAtFault;
  const level = rank[failLevel];
  return diagnostics.some((d) => rank[d.severity] >= level) ? exitCodes.policiesAtFault : exitCodes.fine;
}

function errorCount(list: readonly Diagnostic[]): number {
  return list.filter((d) => d.severity === "error").length;
}

async function sayHidden(session: Session, hidden: number, { set }: Compilation): Promise<void> {
  if (hidden === 0) return;
  const errors = hidden === 1 ? "an error" : `${String(hidden)} errors`;
  const consequence = set === null ? ", so the set does not compile" : "";
  await say(session, `files that the PATHs leave out hold ${errors}${consequence}`);
}

interface Findings {
  /** Of the whole set. */
  readonly all: readonly Diagnostic[];
  /** What this call reports of them. */
  readonly reported: readonly Diagnostic[];
  readonly compilation: Compilation;
  readonly baseline: Baseline | null;
  readonly options: LintOptions;
}

/** The findings that a baseline takes out, be it read or written by this call; what it says goes to stderr. */
async function acceptedFindings(
  session: Session,
  { all, reported, compilation, baseline, options }: Findings,
): Promise<ReadonlySet<Diagnostic>> {
  const { set, sources } = compilation;
  const target = options.writeBaseline;
  if (target !== undefined) {
    if (set === null) {
      await say(session, "the set does not compile, so no baseline was written");
      return new Set();
    }
    const count = await writeBaseline(session.host, target, all, new Set(reported), sources);
    const errors = errorCount(reported);
    const rest =
      errors === 0 ? "" : `; ${errors === 1 ? "an error" : `${String(errors)} errors`} cannot be baselined`;
    await say(session, `wrote ${String(count)} ${count === 1 ? "finding" : "findings"} to ${target}${rest}`);
    return new Set(reported.filter((d) => d.severity !== "error"));
  }
  if (baseline === null) return new Set();
  const { standing, gone } = withoutBaseline(all, sources, baseline);
  // The rules have not run on a set that does not compile.
  if (gone > 0 && set !== null) {
    const what =
      gone === 1 ? "finding of the baseline no longer occurs" : "findings of the baseline no longer occur";
    await say(session, `${String(gone)} ${what}; --write-baseline ${baseline.path} renews it`);
  }
  const left = new Set(standing);
  return new Set(all.filter((d) => !left.has(d)));
}

function pathsFor(format: LintFormat, session: Session, files: PolicyFiles): (file: string) => string {
  if (format === "json") return fromRoot;
  if (format === "pretty" || format === "compact") return fromWorkingFolder(session.host, files);
  return fromRepository(files);
}

function checkRules(rules: readonly string[]): void {
  const known = codeCatalogue().map(({ code }) => code);
  const unknown = rules.find((rule) => !known.includes(rule));
  if (unknown === undefined) return;
  const near = suggest(unknown, known);
  throw new CallFailure(
    `--rule \`${unknown}\` is no rule of this version`,
    near === null ? "`sentrely-policy rules` lists them" : `did you mean \`${near}\`?`,
  );
}
