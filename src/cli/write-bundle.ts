/** A bundle's files in their folder, and which are asked for. */
import { resolve } from "node:path";
import { artefactNames, type BuiltBundle, type BundleTarget } from "../bundle/build-bundle.ts";
import { usualTargets } from "../build.ts";
import type { Compilation } from "../pipeline.ts";
import { writeFolder } from "./atomic-write.ts";
import { CallFailure } from "./failure.ts";
import type { Host } from "./host.ts";
import type { PolicyFiles } from "./policy-files.ts";

const supported: readonly BundleTarget[] = ["js", "njs", "wasm", "lua", "json"];

const manifestName = "manifest.json";

/** Those named, in a fixed order; a name that is none is a failure. `where` begins the message. */
export function readTargets(names: readonly string[], where: string): readonly BundleTarget[] {
  if (names.length === 0) throw new CallFailure(`${where} names no target`);
  for (const name of names) {
    if (!supported.some((target) => target === name)) {
      throw new CallFailure(`${where}: \`${name}\` is no target`, `the targets are ${supported.join(", ")}`);
    }
  }
  return supported.filter((target) => names.includes(target));
}

/** Those that the call asks for, else the config, else the usual ones. */
export function targetsOf(
  asked: readonly BundleTarget[] | null,
  { config }: Compilation,
): readonly BundleTarget[] {
  const configured = config?.build.targets?.map(({ value }) => value) ?? null;
  return asked ?? (configured === null ? usualTargets : readTargets(configured, "build.targets"));
}

/** Absolute: the folder that the call names, relative to the working folder, else the config's, else `dist`. */
export function outFolder(
  host: Host,
  out: string | undefined,
  { root }: PolicyFiles,
  { config }: Compilation,
): string {
  return out === undefined ? resolve(root, config?.build.out?.value ?? "dist") : resolve(host.cwd, out);
}

/** Replaces what is in an absolute folder as a whole; artefacts of an earlier bundle that this one lacks are removed. */
export async function writeBundle(
  host: Host,
  folder: string,
  { artefacts }: Pick<BuiltBundle, "artefacts">,
): Promise<void> {
  const obsolete = Object.values(artefactNames).filter(
    (name) => !artefacts.some((file) => file.name === name) && isOurs(host, folder, name),
  );
  // The manifest, which vouches for the others by their hashes, is the last and takes its place last.
  await writeFolder(host, folder, artefacts, obsolete);
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
