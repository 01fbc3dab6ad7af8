/** `build`: the policy set as bundles that gateways load. */
import { build as buildSet } from "../../build.ts";
import { finishLines, visible } from "../../report/sanitize.ts";
import { exitCodes } from "../failure.ts";
import { announceDiagnostics } from "../find-diagnostics.ts";
import { compileFailureCode, loadSet } from "../load-set.ts";
import { shownPath } from "../read-source.ts";
import { say, type Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";
import { outFolder, readTargets, targetsOf, writeBundle } from "../write-bundle.ts";

export interface BuildOptions {
  /** Relative to the working folder; absent: the config's, else `dist`, relative to the config. */
  readonly out?: string;
  /** Absent: the config's, else all but `njs`. */
  readonly target?: readonly string[];
  readonly label?: string;
  /** False: `--no-lint`. */
  readonly lint: boolean;
  readonly now: number;
}

export async function build(
  session: Session,
  paths: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const asked = options.target === undefined ? null : readTargets(options.target, "--target");
  const { files, compilation } = await loadSet(session, paths);
  const { set } = compilation;
  if (set === null) {
    await tellDiagnostics(session, files, compilation, compilation.diagnostics, "error");
    await say(session, "nothing was written");
    return compileFailureCode(files);
  }
  const targets = targetsOf(asked, compilation);
  const built = buildSet(set, {
    targets,
    ...(options.label === undefined ? {} : { label: options.label }),
    lintSkipped: !options.lint,
  });
  if (built.kind === "refused") {
    await tellDiagnostics(session, files, compilation, built.diagnostics, "error");
    await say(session, "nothing was written");
    return exitCodes.policiesAtFault;
  }
  if (options.lint) {
    const found = await announceDiagnostics(session, files, compilation, options.now);
    if (found.some((d) => d.severity === "error")) {
      await tellDiagnostics(session, files, compilation, found, "error");
      await say(session, "nothing was written; --no-lint builds all the same, and the manifest says so");
      return exitCodes.policiesAtFault;
    }
  }
  const { artefacts } = built;
  const out = outFolder(session.host, options.out, files, compilation);
  await writeBundle(session.host, out, built);
  const place = shownPath(session.host, out);
  await session.host.stdout.write(finishLines(artefacts.map(({ name }) => visible(`${place}/${name}`))));
  return exitCodes.fine;
}
