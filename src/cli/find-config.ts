/** From the PATHs of a call to the one `sentrely.yaml` that governs them. */
import { dirname, join, resolve } from "node:path";
import { CallFailure, withSystemErrors } from "./failure.ts";
import type { Files, Host } from "./host.ts";
import { expandGlob, globStart, looksLikeGlob } from "./path-glob.ts";
import { shownPath } from "./read-source.ts";

export const configName = "sentrely.yaml";

export interface Governed {
  /** Absolute, existing. */
  readonly paths: readonly string[];
  /** Absolute: PATHs that are not there, where that is allowed; of a glob that matches nothing, what comes before its first star. */
  readonly absent: readonly string[];
  /** The folder of `sentrely.yaml`; `null`: there is none. */
  readonly configFolder: string | null;
  /** The folder that holds `.git`; `null`: none above the PATHs. */
  readonly repository: string | null;
}

export interface Finding {
  /** Absolute: the folder that PATHs are relative to; the working folder unless given. */
  readonly from?: string;
  /** Whether a PATH may lead nowhere: one side of a comparison may lack what the other has. Absent: no. */
  readonly mayLack?: boolean;
}

type Discovery = Pick<Governed, "configFolder" | "repository">;

/** Walks up from a folder to the config, no further than the folder that holds `.git`. */
function discover(files: Files, from: string): Discovery {
  let configFolder: string | null = null;
  for (let folder = from; ; folder = dirname(folder)) {
    if (configFolder === null && files.stat(join(folder, configName))?.kind === "file") configFolder = folder;
    if (files.taken(join(folder, ".git"))) return { configFolder, repository: folder };
    if (folder === dirname(folder)) return { configFolder, repository: null };
  }
}

/** The paths given, absolute, globs expanded. One that finds nothing is a failure, unless it may. */
function resolvePaths(
  host: Host,
  given: readonly string[],
  { from = host.cwd, mayLack = false }: Finding,
): Pick<Governed, "paths" | "absent"> {
  const absent: string[] = [];
  const paths = given.flatMap((text) =>
    withSystemErrors(`read ${text}`, () => {
      if (text === "") throw new CallFailure("a PATH is empty");
      const path = resolve(from, text);
      if (host.files.stat(path) !== null) return [path];
      if (host.files.taken(path))
        throw new CallFailure(`cannot read ${text}: the symbolic link leads nowhere`);
      const isGlob = looksLikeGlob(text);
      const found = isGlob ? expandGlob(host.files, from, text) : [];
      if (found.length > 0) return found;
      if (!mayLack) {
        throw new CallFailure(
          isGlob ? `no file matches ${text}` : `cannot read ${text}: no such file or folder`,
        );
      }
      absent.push(isGlob ? resolve(from, globStart(text)) : path);
      return [];
    }),
  );
  return { paths, absent };
}

/** Finds the config of a call's PATHs; PATHs of two policy sets are a failure. */
export function findConfig(host: Host, given: readonly string[], finding: Finding = {}): Governed {
  const { paths, absent } = resolvePaths(host, given, finding);
  const discoveries = [...paths, ...absent].map((path) =>
    withSystemErrors(`read ${shownPath(host, path)}`, () =>
      discover(host.files, host.files.stat(path)?.kind === "folder" ? path : dirname(path)),
    ),
  );
  const [first = { configFolder: null, repository: null }] = discoveries;
  const other = discoveries.find((d) => d.configFolder !== first.configFolder);
  if (other !== undefined) {
    const name = ({ configFolder }: Discovery): string =>
      configFolder === null ? "no config" : shownPath(host, join(configFolder, configName));
    throw new CallFailure(
      `the PATHs belong to different policy sets: ${name(first)} and ${name(other)}`,
      "check each set in a call of its own",
    );
  }
  return { ...first, paths, absent };
}
