/**
 * The YAML files below a folder.
 *
 * INVARIANT: terminates on any tree of links; a link that leads nowhere, in a circle or out of the
 * repository is a failure, never left out in silence.
 */
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { CallFailure, systemErrorCode, withSystemErrors } from "./failure.ts";
import { configName } from "./find-config.ts";
import type { Host } from "./host.ts";
import { shownPath } from "./read-source.ts";

/** True when `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A folder and all above it. */
export function ancestorsOf(folder: string): readonly string[] {
  return folder === dirname(folder) ? [folder] : [folder, ...ancestorsOf(dirname(folder))];
}

export const yamlName: RegExp = /\.ya?ml$/i;
/** Editors' lock files, and folders that never hold policies. */
const ignored = (name: string): boolean =>
  name === ".git" || name === "node_modules" || name.startsWith(".#");

export interface Walk {
  readonly host: Host;
  /** Real path that links may not lead out of. */
  readonly bounds: string;
  readonly found: Set<string>;
  /** Configs, which are never policy files. */
  readonly configs: Set<string>;
}

/** Adds the YAML files at or below a path; `trail` holds the real paths of the folders it came through. */
export function collectYaml(walk: Walk, path: string, trail: readonly string[]): void {
  const { host, bounds } = walk;
  const shown = shownPath(host, path);
  const info = withSystemErrors(`read ${shown}`, () => host.files.stat(path));
  if (info === null) throw new CallFailure(`cannot read ${shown}: the symbolic link leads nowhere`);
  if (info.kind !== "folder") {
    keep(walk, path);
    return;
  }
  const real = withSystemErrors(`read ${shown}`, () => host.files.realPath(path));
  if (trail.includes(real)) throw new CallFailure(`cannot read ${shown}: symbolic links form a loop`);
  for (const { name, kind } of withSystemErrors(`read ${shown}`, () => host.files.list(path))) {
    if (ignored(name)) continue;
    const entry = join(path, name);
    if (kind === "link") {
      const target = linkTarget(host, entry);
      if (target !== null && !isWithin(bounds, target) && (yamlName.test(name) || mayBeFolder(host, entry))) {
        throw new CallFailure(
          `will not read ${shownPath(host, entry)}: the symbolic link leads out of the repository`,
          "policies are reviewed with the repository that holds them; copy the file into it",
        );
      }
    }
    if (kind === "folder" || (kind === "link" && isFolder(host, entry)))
      collectYaml(walk, entry, [...trail, real]);
    else if (yamlName.test(name) && (kind === "file" || kind === "link")) {
      withSystemErrors(`read ${shownPath(host, entry)}`, () => {
        if (host.files.stat(entry) === null)
          throw new CallFailure(`cannot read ${shownPath(host, entry)}: the symbolic link leads nowhere`);
      });
      keep(walk, entry);
    }
  }
}

function keep({ found, configs }: Walk, path: string): void {
  (basename(path) === configName ? configs : found).add(path);
}

function isFolder(host: Host, path: string): boolean {
  return withSystemErrors(`read ${shownPath(host, path)}`, () => host.files.stat(path)?.kind === "folder");
}

/** Of a link out of a commit nothing is known. */
function mayBeFolder(host: Host, path: string): boolean {
  const info = withSystemErrors(`read ${shownPath(host, path)}`, () => host.files.stat(path));
  return info === null || info.kind === "folder";
}

function linkTarget(host: Host, path: string): string | null {
  try {
    return host.files.realPath(path);
  } catch (error) {
    // Leads nowhere, or in a circle: told when its content is asked for.
    if (systemErrorCode(error) === "ENOENT") return null;
    return withSystemErrors(`read ${shownPath(host, path)}`, () => {
      throw error;
    });
  }
}
