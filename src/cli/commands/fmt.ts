/** `fmt`: policy files in one layout. */
import { join } from "node:path";
import { hasErrors, sortDiagnostics, type Diagnostic } from "../../base/diagnostic.ts";
import type { SourceFile } from "../../base/source.ts";
import { version } from "../../base/version.ts";
import { undescribed } from "../../report/lint-report.ts";
import { formatPretty } from "../../report/pretty.ts";
import { finishLines, visible } from "../../report/sanitize.ts";
import { formatFile, readForFormat, type FormatKind } from "../../syntax/format.ts";
import { applyFixes } from "../apply-fixes.ts";
import { writeFiles } from "../atomic-write.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { findFiles } from "../load-set.ts";
import type { PolicyFiles } from "../policy-files.ts";
import { fromWorkingFolder } from "../report-paths.ts";
import { say, type Session } from "../session.ts";

export interface FmtOptions {
  readonly check: boolean;
  /** Converts what LANGUAGE.md §2 calls convertible before formatting. */
  readonly fix: boolean;
}

/** Errors whose fix states in today's form what the text says in another. */
const convertible: ReadonlySet<string> = new Set(["repeated-policies"]);

interface Formatted {
  readonly source: SourceFile;
  /** `null`: the file has errors and is left alone. */
  readonly text: string | null;
}

export async function fmt(session: Session, paths: readonly string[], options: FmtOptions): Promise<number> {
  const files = await findFiles(session, paths);
  const undecoded = files.undecoded.filter(({ source }) => files.selected?.has(source.path) ?? true);
  const found: Diagnostic[] = undecoded.map(({ problem }) => problem);
  const results = sourcesOf(files).map((source): Formatted => {
    const kind: FormatKind = source === files.config ? "config" : "policy";
    const input = options.fix ? convert(source, kind) : source;
    return {
      source: input,
      text: formatFile(input, kind, (d) => found.push(d)),
    };
  });
  if (results.length === 0 && found.length === 0) throw new CallFailure("there is no policy file to format");

  const originals = new Map(sourcesOf(files).map((source) => [source.path, source.text]));
  const changed = results.flatMap(({ source, text }) =>
    text === null || text === originals.get(source.path) ? [] : [{ path: source.path, text }],
  );
  await tellErrors(session, files, [...results, ...undecoded], found);
  const isStdin = paths.includes("-");
  const shown = fromWorkingFolder(session.host, files);
  if (isStdin && !options.check) {
    for (const { text } of results) if (text !== null) await session.host.stdout.write(text);
  } else {
    if (!options.check) {
      await writeFiles(
        session.host,
        changed.map(({ path, text }) => ({
          path: join(files.root, path),
          content: files.marked.has(path) ? `\ufeff${text}` : text,
        })),
      );
    }
    // What was formatted, or with --check what would be.
    await session.host.stdout.write(finishLines(changed.map(({ path }) => visible(shown(path)))));
    if (!options.check && changed.length > 0)
      await say(session, `formatted ${changed.length} of ${results.length} files`);
  }
  const failed = hasErrors(found) || (options.check && changed.length > 0);
  return failed ? exitCodes.policiesAtFault : exitCodes.fine;
}

/** The files that the PATHs select, and the config when they select the whole set. */
function sourcesOf(files: PolicyFiles): readonly SourceFile[] {
  const { selected, config } = files;
  const chosen = files.files.filter((file) => selected?.has(file.path) ?? true);
  return selected === null && config !== null && files.files.every((f) => !f.path.startsWith("<"))
    ? [config, ...chosen]
    : chosen;
}

function convert(source: SourceFile, kind: FormatKind): SourceFile {
  const { sources } = applyFixes({
    sources: [source],
    check: ([current = source]) => {
      const found: Diagnostic[] = [];
      readForFormat(current, kind, (d) => found.push(d));
      return sortDiagnostics(found);
    },
    wanted: (_, d) => convertible.has(d.code),
  });
  return sources[0] ?? source;
}

async function tellErrors(
  session: Session,
  files: PolicyFiles,
  sources: readonly { readonly source: SourceFile }[],
  found: readonly Diagnostic[],
): Promise<void> {
  const errors = sortDiagnostics(found.filter((d) => d.severity === "error"));
  if (errors.length === 0) return;
  await session.host.stderr.write(
    formatPretty({
      diagnostics: errors,
      sources: new Map(sources.map(({ source }) => [source.path, source])),
      fileCount: sources.length,
      pathOf: fromWorkingFolder(session.host, files),
      describe: undescribed,
      isDetailed: true,
      toolVersion: version,
      style: session.errStyle,
    }),
  );
  await say(session, "files with errors were left as they are");
}
