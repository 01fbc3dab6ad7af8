/**
 * `lint --fix`: the fixes of the whole set, applied to its files.
 *
 * INVARIANT: a file is written only when it still holds the text that the fixes were made for.
 */
import { join } from "node:path";
import type { Fix } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { isFromCompiler } from "../code-catalogue.ts";
import type { PolicySet } from "../ir/ir.ts";
import { rules as allRules } from "../lint/registry.ts";
import type { Compilation } from "../pipeline.ts";
import { applyFixes } from "./apply-fixes.ts";
import { writeFiles } from "./atomic-write.ts";
import { emitReport } from "./emit.ts";
import { CallFailure } from "./failure.ts";
import { findDiagnostics } from "./find-diagnostics.ts";
import { compileFiles } from "./load-set.ts";
import { stdinName, type PolicyFiles } from "./policy-files.ts";
import { readSource } from "./read-source.ts";
import { fromWorkingFolder } from "./report-paths.ts";
import { say, type Session } from "./session.ts";

export interface FixOptions {
  readonly kind: "safe" | "review";
  /** Ids of rules; empty: all. */
  readonly only: readonly string[];
  /** Print a diff and write nothing. */
  readonly dryRun: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly outputFile: string | undefined;
}

interface Fixed {
  readonly sources: readonly SourceFile[];
  readonly changed: readonly { readonly before: SourceFile; readonly after: SourceFile }[];
  readonly applied: number;
}

/** Fixes the files, on disk unless it is a dry run, and says so; gives them as they are afterwards. */
export async function fixFiles(
  session: Session,
  files: PolicyFiles,
  compilation: Compilation,
  options: FixOptions,
): Promise<PolicyFiles> {
  const fixed = computeFixes(session, files, compilation, options);
  const shown = fromWorkingFolder(session.host, files);
  if (options.dryRun) {
    const { unifiedDiff } = await import("./unified-diff.ts");
    const patches = fixed.changed.map(({ before, after }) =>
      unifiedDiff(shown(before.path), before.text, after.text),
    );
    await emitReport(session, patches.join(""), options.outputFile);
  } else if (fixed.changed.length > 0) {
    for (const { before } of fixed.changed) refuseChanged(session, files, before, shown);
    await writeFiles(
      session.host,
      fixed.changed.map(({ after }) => ({
        path: join(files.root, after.path),
        content: files.marked.has(after.path) ? `\ufeff${after.text}` : after.text,
      })),
    );
  }
  const { applied, changed } = fixed;
  await say(
    session,
    `${options.dryRun ? "would apply" : "applied"} ${String(applied)} ${applied === 1 ? "fix" : "fixes"} in ${String(changed.length)} ${changed.length === 1 ? "file" : "files"}`,
  );
  return withSources(files, fixed.sources);
}

/** Whoever wrote to the file in the meantime must not lose it. */
function refuseChanged(
  { host }: Session,
  files: PolicyFiles,
  before: SourceFile,
  shown: (file: string) => string,
): void {
  const now = readSource(host, files.root, join(files.root, before.path));
  const isSame = now.problem === null && now.source.text === before.text;
  if (isSame && now.marked === files.marked.has(before.path)) return;
  throw new CallFailure(
    `${shown(before.path)} has changed since it was read, so nothing was written`,
    "run the command again",
  );
}

function computeFixes(
  session: Session,
  files: PolicyFiles,
  compilation: Compilation,
  { kind, only, now }: FixOptions,
): Fixed {
  const isAsked = (code: string): boolean => only.length === 0 || only.includes(code);
  // The other rules would be run again after each fix for nothing.
  const fixing = allRules.filter(
    (rule) => (rule.fix === "safe" || (rule.fix === "review" && kind === "review")) && isAsked(rule.id),
  );
  const before = files.config === null ? files.files : [files.config, ...files.files];
  const known = new Map([[before, compilation]]);
  let latest = compilation;
  const { sources, applied } = applyFixes({
    sources: before,
    check: (current) => {
      latest = known.get(current) ?? compileFiles(withSources(files, current));
      return findDiagnostics(session, latest, now, fixing);
    },
    isCompileError: (d) => d.severity === "error" && isFromCompiler(d),
    agentsOf: (fix) => (latest.set === null ? null : agentsOf(latest.set, fix)),
    wanted: (fix, d) =>
      (fix.kind === "safe" || kind === "review") &&
      isAsked(d.code) &&
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

/** The agents that hold the statements which the edits touch; `null` when one touches something else. */
function agentsOf({ agents }: PolicySet, { edits }: Fix): ReadonlySet<string> | null {
  const found = new Set<string>();
  for (const { span } of edits) {
    let isInStatement = false;
    for (const agent of agents) {
      const holds = [...agent.statements, ...agent.guardrails].some(
        ({ place: { span: held } }) =>
          held.file === span.file && held.start < span.end && span.start < held.end,
      );
      if (!holds) continue;
      isInStatement = true;
      found.add(agent.name);
    }
    if (!isInStatement) return null;
  }
  return found;
}

function withSources(files: PolicyFiles, sources: readonly SourceFile[]): PolicyFiles {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return {
    ...files,
    config: files.config === null ? null : (byPath.get(files.config.path) ?? files.config),
    files: files.files.map((file) => byPath.get(file.path) ?? file),
  };
}
