/**
 * The files that run the check, and so decide what it sees: whoever changes them changes the judge.
 *
 * INVARIANT: a file that cannot be read on a side counts as changed. What another of them calls or includes is one of
 * them, and what leads to a check is one as well.
 */
import { join, posix } from "node:path";
import { compareCodePoints, sortedUnique } from "../../base/order.ts";
import type { ReviewInput } from "../../review/review-change.ts";
import { configName } from "../find-config.ts";
import type { Files } from "../host.ts";
import type { Place } from "./place.ts";

export type JudgingFiles = NonNullable<ReviewInput["judgingFiles"]>;

const folders: readonly string[] = [".github/workflows", ".buildkite"];
const actionsFolder = ".github/actions";
const actionNames: readonly string[] = ["action.yml", "action.yaml"];
const lone: readonly string[] = [".gitlab-ci.yml", "Jenkinsfile", ".pre-commit-config.yaml"];
/** Such files do much else, and most changes of them are about that. */
const mention = "sentrely-policy";

/** A repository's files that CI systems start from; relative to it, with `/`. */
export function judgingPaths({ host: { files }, repository }: Place): readonly string[] {
  if (repository === null) return [];
  const actions = namesIn(files, repository, actionsFolder).flatMap((name) =>
    actionNames.map((file) => `${actionsFolder}/${name}/${file}`),
  );
  const workflows = folders.flatMap((folder) =>
    namesIn(files, repository, folder)
      .filter((name) => /\.ya?ml$/i.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return [...lone, ...workflows, ...actions];
}

function namesIn(files: Files, repository: string, folder: string): readonly string[] {
  try {
    if (files.stat(join(repository, folder))?.kind !== "folder") return [];
    return files.list(join(repository, folder)).map(({ name }) => name);
  } catch {
    // Not a folder that can be looked into; what is in it cannot run either.
    return [];
  }
}

/** Those of the base that the head changes, sorted by path. A check that is added loosens none that is there. */
export function changedJudgingFiles(head: Place, base: Place): JudgingFiles {
  const found = reachedFrom(base);
  const judges = speakersAmong(found);
  return [...found]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .flatMap(([path, before]): JudgingFiles => {
      const after = contentOf(head, path);
      if (!judges.has(path) && !speaks(after)) return [];
      if (after === null) return [{ path, what: "removed" }];
      const isSame = before !== "unreadable" && after !== "unreadable" && Buffer.compare(before, after) === 0;
      return isSame ? [] : [{ path, what: "changed" }];
    });
}

/** The files that CI systems start from, and those that they name, by path. */
function reachedFrom(place: Place): ReadonlyMap<string, There> {
  const found = new Map<string, There>();
  const open = [...judgingPaths(place)];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const content = found.has(path) ? null : contentOf(place, path);
    if (content === null) continue;
    found.set(path, content);
    open.push(...namedIn(content));
  }
  return found;
}

/** Those that speak of this program, and those that name one of them, however far away. */
function speakersAmong(files: ReadonlyMap<string, There>): ReadonlySet<string> {
  const callers = new Map<string, string[]>();
  for (const [path, content] of files) {
    for (const name of namedIn(content)) callers.set(name, [...(callers.get(name) ?? []), path]);
  }
  const speakers = new Set<string>();
  const open = [...files].flatMap(([path, content]) => (speaks(content) ? [path] : []));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (speakers.has(path)) continue;
    speakers.add(path);
    open.push(...(callers.get(path) ?? []));
  }
  return speakers;
}

/** Files of the repository that a file may call or include: what looks like a YAML file, and local actions. */
function namedIn(content: There): readonly string[] {
  if (content === "unreadable") return [];
  const words =
    Buffer.from(content)
      .toString("utf8")
      .match(/[\w./@-]+/g) ?? [];
  return sortedUnique(words).flatMap((word) => {
    const path = posix.normalize(word.replace(/^\.?\/+/, ""));
    // A config is judged by what it says.
    if (path.startsWith("../") || posix.basename(path) === configName) return [];
    if (/\.ya?ml$/i.test(path)) return [path];
    return word.startsWith("./") ? actionNames.map((name) => posix.join(path, name)) : [];
  });
}

type There = NonNullable<Content>;

/** `null`: not there. */
type Content = Uint8Array | "unreadable" | null;

function contentOf({ host: { files }, repository }: Place, path: string): Content {
  if (repository === null) return null;
  const at = join(repository, path);
  try {
    if (!files.taken(at)) return null;
    return files.stat(at)?.kind === "file" ? files.read(at) : "unreadable";
  } catch {
    return "unreadable";
  }
}

function speaks(content: Content): boolean {
  if (content === null) return false;
  return content === "unreadable" || Buffer.from(content).includes(mention);
}
