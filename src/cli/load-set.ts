/** Reads and compiles the policy set of one call. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { compile, type Compilation } from "../pipeline.ts";
import { CallFailure, exitCodes } from "./failure.ts";
import { readPolicyFiles, type PolicyFiles } from "./policy-files.ts";
import { startProgress, type Progress } from "./progress.ts";
import { readStdin, say, type Session } from "./session.ts";

export interface LoadedSet {
  readonly files: PolicyFiles;
  readonly compilation: Compilation;
}

/** UTF-16 units that take a noticeable time to compile: a few tenths of a second. */
const longText = 200_000;

export function compileFiles(files: PolicyFiles, mayBeEmpty = false): Compilation {
  return compile({ ...files, mayBeEmpty });
}

/** Reads the files of the PATHs; `-` reads stdin instead of the set's folders. */
export async function findFiles(session: Session, paths: readonly string[]): Promise<PolicyFiles> {
  if (!paths.includes("-")) return readPolicyFiles(session.host, paths);
  if (paths.length > 1) throw new CallFailure("`-` stands for the whole policy set: give no other PATH");
  return readPolicyFiles(session.host, paths, await readStdin(session));
}

/** Says what is being done to a set that takes a while: it cannot be interrupted to say how far it is. */
export async function announceWork(
  session: Session,
  doing: string,
  { files }: PolicyFiles,
): Promise<Progress> {
  const progress = startProgress(session);
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (size > longText)
    await progress.announce(`${doing} ${files.length} ${files.length === 1 ? "file" : "files"}`);
  return progress;
}

export async function loadSet(session: Session, paths: readonly string[]): Promise<LoadedSet> {
  const { now } = session.host;
  const start = now();
  const files = await findFiles(session, paths);
  const read = now();
  const progress = await announceWork(session, "compiling", files);
  const compilation = compileFiles(files);
  await progress.end();
  if (session.verbose) {
    await say(
      session,
      `policy set: ${files.root}, ${files.files.length} files`,
      `read in ${read - start} ms, compiled in ${now() - read} ms`,
    );
  }
  return { files, compilation };
}

/** The diagnostics that the call's PATHs select; what is about the whole set is always told. */
export function selectDiagnostics(
  diagnostics: readonly Diagnostic[],
  { selected, config, toolLists }: PolicyFiles,
): readonly Diagnostic[] {
  if (selected === null) return diagnostics;
  return diagnostics.filter(
    (d) =>
      d.span === null ||
      d.span.file === config?.path ||
      toolLists.some(({ path }) => path === d.span?.file) ||
      selected.has(d.span.file) ||
      d.related.some((r) => selected.has(r.span.file)),
  );
}

/** Exit code of a set that does not compile: a config that cannot be understood is the call's fault. */
export function compileFailureCode(files: PolicyFiles): number {
  return files.configBroken ? exitCodes.callAtFault : exitCodes.policiesAtFault;
}
