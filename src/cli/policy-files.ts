/**
 * Which files make the policy set, and which of them are reported (INTERFACES.md, Command line).
 *
 * INVARIANT: the set depends on the config and the files alone, never on the order in which a file
 * system lists them.
 */
import { dirname, join, resolve } from "node:path";
import { hasErrors, type Diagnostic } from "../base/diagnostic.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { SourceFile } from "../base/source.ts";
import type { UndecodedFile } from "../pipeline.ts";
import type { Located } from "../syntax/ast.ts";
import { decodeSource, type DecodedSource } from "../syntax/decode-source.ts";
import { parseConfigFile } from "../syntax/parse-file.ts";
import { collectYaml, isWithin, yamlName } from "./collect-yaml.ts";
import { CallFailure, withSystemErrors } from "./failure.ts";
import { configName, findConfig, type Finding } from "./find-config.ts";
import type { Host } from "./host.ts";
import { readSource, relativeName, shownPath } from "./read-source.ts";
import { readToolLists, type ToolListFiles } from "./tool-lists.ts";

/** What a policy read from standard input is called. */
export const stdinName = "<stdin>";

export interface PolicyFiles {
  /** Absolute; `SourceFile.path` is relative to it. */
  readonly root: string;
  /** Absolute: the folder that holds `.git`, else `root`. What other tools call the repository. */
  readonly repository: string;
  readonly config: SourceFile | null;
  /** The whole set, sorted by path. */
  readonly files: readonly SourceFile[];
  /** The tool lists that the config names; always reported. */
  readonly toolLists: readonly SourceFile[];
  /** Those that are no text; they count as part of the set. */
  readonly undecoded: readonly UndecodedFile[];
  /** Paths of the files that are reported; `null`: all, and what is about the set as a whole. */
  readonly selected: ReadonlySet<string> | null;
  /** Whether PATHs stand in place of what the config names: they are no part of it. */
  readonly isInstead: boolean;
  /** True when the config itself cannot be understood: then the call is at fault. */
  readonly configBroken: boolean;
  /** Folders to watch for changes; absolute. */
  readonly folders: readonly string[];
  /** Files that began with a byte-order mark, which `SourceFile.text` leaves out. */
  readonly marked: ReadonlySet<string>;
}

/** The set's files as the config names them, and which of them (absolute paths) are reported. */
interface Selection {
  readonly files: readonly string[];
  readonly selected: readonly string[] | null;
  readonly isInstead: boolean;
  readonly folders: readonly string[];
}

interface Config {
  readonly read: DecodedSource | null;
  readonly broken: boolean;
  /** Folders or files, as written. */
  readonly named: readonly string[];
  readonly toolLists: ToolListFiles;
}

/** A set of no files, in an absolute folder. */
export function emptyFiles(root: string): PolicyFiles {
  return {
    root,
    repository: root,
    config: null,
    files: [],
    toolLists: [],
    undecoded: [],
    selected: null,
    isInstead: false,
    configBroken: false,
    folders: [],
    marked: new Set(),
  };
}

/**
 * Finds and reads the policy set of one call. `stdin` is its content when a PATH is `-`. Where a PATH may be
 * lacking, the PATHs say which set is read and never which of it is reported.
 */
export function readPolicyFiles(
  host: Host,
  given: readonly string[],
  stdin: Uint8Array | null = null,
  finding: Finding = {},
): PolicyFiles {
  const governed = findConfig(host, given.length === 0 || stdin !== null ? ["."] : given, finding);
  const root = governed.configFolder ?? finding.from ?? host.cwd;
  const repository =
    governed.repository !== null && isWithin(governed.repository, root) ? governed.repository : root;
  const config = readConfig(host, governed.configFolder);
  const selection: Selection =
    stdin === null
      ? select(
          host,
          { ...governed, root, repository, isWhole: finding.mayLack ?? false },
          config,
          given.length === 0,
        )
      : { files: [], selected: null, isInstead: false, folders: [] };

  host.files.readAhead?.(selection.files);
  const reads = [
    ...(config.read === null ? [] : [config.read]),
    ...selection.files.map((path) => readSource(host, root, path)),
    ...(stdin === null ? [] : [decodeSource(stdinName, stdin)]),
  ];
  const texts = reads.filter(({ problem }) => problem === null);
  return {
    root,
    repository,
    config: config.read?.problem === null ? config.read.source : null,
    files: texts
      .filter((read) => read !== config.read)
      .map(({ source }) => source)
      .sort((a, b) => compareCodePoints(a.path, b.path)),
    toolLists: config.toolLists.sources,
    undecoded: [
      ...reads.flatMap(({ source, problem }) => (problem === null ? [] : [{ source, problem }])),
      ...config.toolLists.undecoded,
    ],
    selected:
      selection.selected === null
        ? null
        : new Set(selection.selected.map((path) => relativeName(root, path))),
    isInstead: selection.isInstead,
    configBroken: config.broken,
    folders: selection.folders,
    marked: new Set(texts.flatMap(({ source, marked }) => (marked ? [source.path] : []))),
  };
}

function readConfig(host: Host, folder: string | null): Config {
  if (folder === null) {
    const toolLists = { sources: [], undecoded: [] };
    return { read: null, broken: false, named: ["policies", "tests"], toolLists };
  }
  const read = readSource(host, folder, join(folder, configName));
  const found: Diagnostic[] = [];
  const node = read.problem === null ? parseConfigFile(read.source, (d) => found.push(d)) : null;
  return {
    read,
    broken: node === null || hasErrors(found),
    named: [...named(node?.policies, "policies"), ...named(node?.tests, "tests")],
    toolLists: readToolLists(host, folder, node?.catalog.mcp ?? []),
  };
}

function named(entries: readonly Located<string>[] = [], byDefault: string): readonly string[] {
  return entries.length === 0 ? [byDefault] : entries.map(({ value }) => value);
}

interface Place {
  readonly root: string;
  readonly repository: string;
  readonly configFolder: string | null;
  readonly paths: readonly string[];
  readonly absent: readonly string[];
  /** Whether all of the set is reported, whatever the PATHs are. */
  readonly isWhole: boolean;
}

function select(host: Host, place: Place, config: Config, byDefault: boolean): Selection {
  const { root, configFolder, paths, absent } = place;
  const folders = configuredFolders(host, place, config.named);

  const isWhole = (path: string): boolean =>
    path === join(root, configName) ||
    (path === root && (configFolder !== null || byDefault || folders.length > 0));
  const isPart = (path: string): boolean =>
    folders.some((folder) => isWithin(folder, path) || isWithin(path, folder));
  const wouldBePart = (path: string): boolean =>
    config.named.some((name) => isWithin(resolve(root, name), path) || isWithin(path, resolve(root, name)));
  const replaced =
    paths.some((path) => !isWhole(path) && !isPart(path)) ||
    absent.some((path) => !isWhole(path) && !wouldBePart(path));
  const sources = replaced ? paths.flatMap((path) => (isWhole(path) ? folders : [path])) : folders;

  const found = new Set<string>();
  const configs = new Set<string>();
  for (const path of sources) {
    withSystemErrors(`read ${shownPath(host, path)}`, () => {
      const bounds = host.files.realPath(place.repository);
      const real = host.files.realPath(path);
      // A path that the caller names may lie anywhere; links below it may not lead further out.
      collectYaml({ host, bounds: isWithin(bounds, real) ? bounds : real, found, configs }, path, []);
    });
  }
  refuseOtherSets(host, root, configFolder, configs);
  const files = [...found];
  const wrong = files.find((path) => !yamlName.test(path));
  if (wrong !== undefined) {
    throw new CallFailure(
      `${shownPath(host, wrong)} is no policy file: its name ends in neither .yaml nor .yml`,
    );
  }
  const watched = sources.map((path) => (host.files.stat(path)?.kind === "folder" ? path : dirname(path)));
  if (replaced || place.isWhole || paths.some(isWhole))
    return { files, selected: null, isInstead: replaced, folders: watched };

  const barren = paths.find((path) => !files.some((file) => isWithin(path, file)));
  if (barren !== undefined) throw new CallFailure(`${shownPath(host, barren)} holds no policy file`);
  return {
    files,
    selected: files.filter((file) => paths.some((path) => isWithin(path, file))),
    isInstead: false,
    folders: watched,
  };
}

/** A config below the PATHs governs what lies beside it; a call is about one set. */
function refuseOtherSets(
  host: Host,
  root: string,
  configFolder: string | null,
  configs: ReadonlySet<string>,
): void {
  const own = join(root, configName);
  const others = [...configs].filter((path) => path !== own).sort(compareCodePoints);
  const [first] = others;
  if (first === undefined) return;
  const shown = [...(configFolder === null ? [] : [own]), ...others].map((path) => shownPath(host, path));
  const folder = shownPath(host, dirname(first));
  throw new CallFailure(
    shown.length === 1
      ? `${shown.join("")}, below the PATHs, governs a policy set of its own`
      : `the PATHs hold different policy sets: ${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`,
    `check each set in a call of its own; give the PATH \`${folder}\` for the one of ${shownPath(host, first)}`,
  );
}

/** The folders and files that the config names and that are there. Only the two defaults may be missing. */
function configuredFolders(
  host: Host,
  { root, repository }: Place,
  named: readonly string[],
): readonly string[] {
  const folders = sortedUnique(named.map((name) => resolve(root, name)));
  const outside = folders.find((folder) => !isWithin(repository, folder));
  if (outside !== undefined) {
    throw new CallFailure(
      `${configName} names ${shownPath(host, outside)}, which lies outside the repository`,
    );
  }
  const isThere = (folder: string): boolean =>
    withSystemErrors(`read ${shownPath(host, folder)}`, () => host.files.stat(folder) !== null);
  const defaults = [resolve(root, "policies"), resolve(root, "tests")];
  const missing = folders.find((folder) => !isThere(folder) && !defaults.includes(folder));
  if (missing !== undefined) {
    throw new CallFailure(`${configName} names ${shownPath(host, missing)}, and nothing is there`);
  }
  return folders.filter(isThere);
}
