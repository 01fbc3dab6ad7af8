/**
 * One side of a review: its files, and the set that they make.
 *
 * INVARIANT: what the head lacks is a failure or an empty set; what the base lacks or what is wrong with it makes it
 * permit nothing, and is noted. Neither is ever read in the other's place.
 */
import { basename, dirname, join, relative, resolve } from "node:path";
import { compile, type Compilation } from "../../pipeline.ts";
import { quoted } from "../../report/sanitize.ts";
import type { Revision } from "../../review/review.ts";
import { readBaseline } from "../baseline.ts";
import { isWithin } from "../collect-yaml.ts";
import { CallFailure } from "../failure.ts";
import { configName, findConfig } from "../find-config.ts";
import { MissingObject } from "../git.ts";
import { compileFiles } from "../load-set.ts";
import { emptyFiles, readPolicyFiles, type PolicyFiles } from "../policy-files.ts";
import { readSource, shownPath } from "../read-source.ts";
import type { Place } from "./place.ts";

export interface SideSettings {
  readonly paths: readonly string[];
  readonly config: string | null;
  readonly baseline: string | null;
}

export interface Side {
  readonly revision: Revision;
  readonly files: PolicyFiles;
}

const nothing: ReadonlySet<string> = new Set();

/** The folder whose set is read when no PATH is given. */
export function startOf({ folder }: Place, { config }: SideSettings): string {
  return config === null ? folder : dirname(resolve(folder, config));
}

/** The PATHs that a side has not. */
export function lackingPaths({ host, folder }: Place, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => findConfig(host, [path], { from: folder, mayLack: true }).paths.length === 0);
}

/** What a base that cannot be read is taken for, of what `read` asks; that git lacks an object is a failure all the same. */
function tolerant<T>(read: () => T, otherwise: (failure: CallFailure) => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CallFailure) || error instanceof MissingObject) throw error;
    return otherwise(error);
  }
}

/** Whether a folder of the base is there, be it that it cannot be looked into. */
export function standsInBase({ host }: Place, folder: string): boolean {
  return tolerant(
    () => host.files.stat(folder) !== null,
    () => true,
  );
}

/** The PATHs that the base has not; one that cannot be looked at is there. */
export function lackingInBase(place: Place, paths: readonly string[]): readonly string[] {
  return paths.filter((path) =>
    tolerant(
      () => lackingPaths(place, [path]).length > 0,
      () => false,
    ),
  );
}

/** Reads the head; `mayLack`: there is a base that may have what it lacks. */
export function readHead(place: Place, settings: SideSettings, mayLack: boolean): Side {
  const { host, folder } = place;
  const { paths, config, baseline } = settings;
  if (config !== null) checkConfig(place, config);
  const from = paths.length === 0 ? startOf(place, settings) : folder;
  const isGone = paths.length === 0 && host.files.stat(from) === null;
  const files = isGone ? emptyFiles(from) : readPolicyFiles(host, paths, null, { from, mayLack });
  if (config !== null && files.root !== startOf(place, settings)) {
    throw new CallFailure(
      `the PATHs are not governed by ${config}, which --config names`,
      "leave --config out, or give PATHs of its folder",
    );
  }
  const isEmpty = holdsNothing(files);
  return {
    files,
    revision: {
      compilation: compileFiles(files, isEmpty),
      baseline: baseline === null ? nothing : readBaseline(host, resolve(folder, baseline)).findings,
      isEmpty,
    },
  };
}

function checkConfig({ host, folder, name }: Place, config: string): void {
  if (basename(config) !== configName) {
    throw new CallFailure(`--config \`${config}\` is no \`${configName}\``, `name a file of that name`);
  }
  if (host.files.stat(resolve(folder, config))?.kind !== "file") {
    throw new CallFailure(`cannot read ${config}, which --config names: no such file in ${name}`);
  }
}

function holdsNothing({ files, undecoded }: PolicyFiles): boolean {
  return files.length === 0 && undecoded.length === 0;
}

/** Where the base is read: the folder that the head's became by a rename, if it was one. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}

/** Reads the base. `headRoot`: the folder of the head's set, absolute and as this side has it. */
export function readBase(
  place: Place,
  settings: SideSettings,
  headRoot: string,
  moved: Moved | null,
  note: (text: string) => void,
): Side {
  const { folder } = place;
  const before = (path: string): string =>
    moved !== null && isWithin(moved.to, path) ? join(moved.from, relative(moved.to, path)) : path;
  const root = before(headRoot);
  const from = before(settings.paths.length === 0 ? startOf(place, settings) : folder);
  const paths = settings.paths.map((path) => relative(from, before(resolve(folder, path))) || ".");

  const { files, compilation } = standsInBase(place, root)
    ? readTolerantly(place, paths, from, note)
    : absent(root);
  const { baseline } = settings;
  return {
    files,
    revision: {
      compilation,
      baseline:
        baseline === null ? nothing : readBaseBaseline(place, before(resolve(folder, baseline)), note),
      isEmpty: compilation.set !== null && holdsNothing(files),
    },
  };
}

interface Read {
  readonly files: PolicyFiles;
  readonly compilation: Compilation;
}

function absent(root: string): Read {
  const files = emptyFiles(root);
  return { files, compilation: compileFiles(files, true) };
}

function readTolerantly(
  { host, name }: Place,
  paths: readonly string[],
  from: string,
  note: (text: string) => void,
): Read {
  return tolerant(
    () => {
      const files = readPolicyFiles(host, paths, null, { from, mayLack: true });
      return { files, compilation: compileFiles(files, true) };
    },
    ({ message }) => {
      note(`the policies of ${quoted(name)} cannot be read, so it permits nothing: ${message}`);
      return brokenBase(host, paths, from);
    },
  );
}

/** What a base that cannot be read is taken for: one that does not compile, with its config where that can be read. */
function brokenBase(host: Place["host"], paths: readonly string[], from: string): Read {
  const folder = configFolder(host, paths, from);
  const files = emptyFiles(folder ?? from);
  const read = folder === null ? null : readSource(host, folder, join(folder, configName));
  const config = read?.problem === null ? read.source : null;
  return {
    files: { ...files, config },
    compilation: { ...compile({ files: [], config, mayBeEmpty: true }), set: null },
  };
}

function configFolder(host: Place["host"], paths: readonly string[], from: string): string | null {
  return tolerant(
    () => findConfig(host, paths.length === 0 ? ["."] : paths, { from, mayLack: true }).configFolder,
    () => null,
  );
}

function readBaseBaseline(
  { host, name }: Place,
  path: string,
  note: (text: string) => void,
): ReadonlySet<string> {
  if (!host.files.taken(path)) return nothing;
  return tolerant(
    () => readBaseline(host, path).findings,
    ({ message }) => {
      const shown = quoted(shownPath(host, path));
      note(`the baseline ${shown} of ${quoted(name)} accepts nothing: ${message}`);
      return nothing;
    },
  );
}
