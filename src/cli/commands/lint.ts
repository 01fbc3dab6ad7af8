/** `lint`: compile errors and warnings, reported; with `--fix`, fixed. */
import { join } from "node:path";
import type { Diagnostic, Severity } from "../../base/diagnostic.ts";
import { suggest } from "../../base/suggest.ts";
import type { SourceFile } from "../../base/source.ts";
import { version } from "../../base/version.ts";
import type { Compilation } from "../../pipeline.ts";
import type { LintFormatter } from "../../report/lint-report.ts";
import { applyFixes } from "../apply-fixes.ts";
import { writeFiles } from "../atomic-write.ts";
import { codeCatalogue, summaryOf } from "../../code-catalogue.ts";
import { emitReport, reportStyle } from "../emit.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { findDiagnostics } from "../find-diagnostics.ts";
import { compileFiles, loadSet, selectDiagnostics } from "../load-set.ts";
import { stdinName, type PolicyFiles } from "../policy-files.ts";
import { fromRepository, fromRoot, fromWorkingFolder } from "../report-paths.ts";
import { say, type Session } from "../session.ts";

export type LintFormat = "pretty" | "compact" | "json" | "github" | "sarif" | "junit";

export interface LintOptions {
  readonly format: LintFormat;
  /** The lowest severity that fails; absent: the config's, else `warning`. */
  readonly failLevel?: Severity;
  readonly fix?: "safe" | "review";
  readonly dryRun: boolean;
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
  let { files, compilation } = await loadSet(session, paths);

  if (options.fix !== undefined) {
    const fixed = fixFiles(session, files, compilation, options);
    await reportFixes(session, files, fixed, options);
    if (options.dryRun) return exitCodes.fine;
    files = withSources(files, fixed.sources);
    compilation = compileFiles(files);
  }

  const all = findDiagnostics(session, compilation, options.now);
  const diagnostics = selectDiagnostics(all, files).filter(
    (d) => d.severity === "error" || options.rule.length === 0 || options.rule.includes(d.code),
  );
  const format = await formatters[options.format]();
  const text = format({
    diagnostics,
    sources: compilation.sources,
    fileCount: files.selected?.size ?? files.files.length + files.undecoded.length,
    pathOf: pathsFor(options.format, session, files),
    summaryOf,
    toolVersion: version,
    style: reportStyle(session, options.outputFile),
  });
  await emitReport(session, text, options.outputFile);
  const count = (list: readonly Diagnostic[]): number => list.filter((d) => d.severity === "error").length;
  const hidden = count(all) - count(diagnostics);
  if (hidden > 0) {
    const errors = hidden === 1 ? "an error" : `${hidden} errors`;
    await say(session, `files that the PATHs leave out hold ${errors}, so the set does not compile`);
  }
  if (files.configBroken) return exitCodes.callAtFault;
  const level = rank[options.failLevel ?? compilation.config?.lint.failLevel ?? "warning"];
  return diagnostics.some((d) => rank[d.severity] >= level) ? exitCodes.policiesAtFault : exitCodes.fine;
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

function sourcesOf(files: PolicyFiles): readonly SourceFile[] {
  return files.config === null ? files.files : [files.config, ...files.files];
}

function withSources(files: PolicyFiles, sources: readonly SourceFile[]): PolicyFiles {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return {
    ...files,
    config: files.config === null ? null : (byPath.get(files.config.path) ?? files.config),
    files: files.files.map((file) => byPath.get(file.path) ?? file),
  };
}

interface Fixed {
  readonly sources: readonly SourceFile[];
  readonly changed: readonly { readonly before: SourceFile; readonly after: SourceFile }[];
  readonly applied: number;
}

function fixFiles(
  session: Session,
  files: PolicyFiles,
  compilation: Compilation,
  options: LintOptions,
): Fixed {
  const before = sourcesOf(files);
  let cached: Compilation | null = compilation;
  const { sources, applied } = applyFixes({
    sources: before,
    check: (current) => {
      const result = cached ?? compileFiles(withSources(files, current));
      cached = null;
      return findDiagnostics(session, result, options.now);
    },
    wanted: (fix, d) =>
      (fix.kind === "safe" || options.fix === "review") &&
      (options.rule.length === 0 || options.rule.includes(d.code)) &&
      fix.edits.every(
        ({ span }) => span.file !== stdinName && (files.selected === null || files.selected.has(span.file)),
      ),
  });
  const changed = before.flatMap((source, i) => {
    const after = sources[i];
    return after === undefined || after.text === source.text ? [] : [{ before: source, after }];
  });
  return { sources, changed, applied };
}

async function reportFixes(
  session: Session,
  files: PolicyFiles,
  { changed, applied }: Fixed,
  options: LintOptions,
): Promise<void> {
  const shown = fromWorkingFolder(session.host, files);
  if (options.dryRun) {
    const { unifiedDiff } = await import("../unified-diff.ts");
    const patches = changed.map(({ before, after }) =>
      unifiedDiff(shown(before.path), before.text, after.text),
    );
    await emitReport(session, patches.join(""), options.outputFile);
  } else if (changed.length > 0) {
    await writeFiles(
      session.host,
      changed.map(({ after }) => ({
        path: join(files.root, after.path),
        content: files.marked.has(after.path) ? `\ufeff${after.text}` : after.text,
      })),
    );
  }
  const verb = options.dryRun ? "would apply" : "applied";
  await say(
    session,
    `${verb} ${applied} ${applied === 1 ? "fix" : "fixes"} in ${changed.length} ${changed.length === 1 ? "file" : "files"}`,
  );
}
