/** `build`: the policy set as bundles that gateways load. */
import { resolve } from "node:path";
import { artefactNames, type BundleTarget } from "../../bundle/build-bundle.ts";
import { build as buildSet, usualTargets } from "../../build.ts";
import { finishLines, visible } from "../../report/sanitize.ts";
import { writeFolder } from "../atomic-write.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { announceDiagnostics } from "../find-diagnostics.ts";
import type { Host } from "../host.ts";
import { compileFailureCode, loadSet } from "../load-set.ts";
import { shownPath } from "../read-source.ts";
import { say, type Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";

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

const supported: readonly BundleTarget[] = ["js", "njs", "wasm", "lua", "json"];

const manifestName = "manifest.json";

export async function build(
  session: Session,
  paths: readonly string[],
  options: BuildOptions,
): Promise<number> {
  const asked = options.target === undefined ? null : readTargets(options.target, "--target");
  const { files, compilation } = await loadSet(session, paths);
  const { set, config } = compilation;
  if (set === null) {
    await tellDiagnostics(session, files, compilation, compilation.diagnostics, "error");
    await say(session, "nothing was written");
    return compileFailureCode(files);
  }
  const configured = config?.build.targets?.map(({ value }) => value) ?? null;
  const targets = asked ?? (configured === null ? usualTargets : readTargets(configured, "build.targets"));
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
  const out =
    options.out === undefined
      ? resolve(files.root, config?.build.out?.value ?? "dist")
      : resolve(session.host.cwd, options.out);
  const obsolete = Object.values(artefactNames).filter(
    (name) => !artefacts.some((file) => file.name === name) && isOurs(session.host, out, name),
  );
  // The manifest, which vouches for the others by their hashes, is the last and takes its place last.
  await writeFolder(session.host, out, artefacts, obsolete);
  const place = shownPath(session.host, out);
  await session.host.stdout.write(finishLines(artefacts.map(({ name }) => visible(`${place}/${name}`))));
  return exitCodes.fine;
}

function readTargets(names: readonly string[], where: string): readonly BundleTarget[] {
  if (names.length === 0) throw new CallFailure(`${where} names no target`);
  for (const name of names) {
    if (!supported.some((target) => target === name)) {
      throw new CallFailure(`${where}: \`${name}\` is no target`, `the targets are ${supported.join(", ")}`);
    }
  }
  return supported.filter((target) => names.includes(target));
}

/** Whether an artefact in the folder is one that an earlier manifest there lists. */
function isOurs(host: Host, folder: string, name: string): boolean {
  const path = resolve(folder, manifestName);
  try {
    if (!host.files.taken(resolve(folder, name)) || !host.files.taken(path)) return false;
    return new TextDecoder().decode(host.files.read(path)).includes(JSON.stringify(name));
  } catch {
    return false;
  }
}
