/**
 * The files that run the check, and so decide what it sees: whoever changes them changes the judge.
 *
 * INVARIANT: a file that cannot be read on a side counts as changed.
 */
import { join } from "node:path";
import { sortedUnique } from "../../base/order.ts";
import type { ReviewInput } from "../../review/review-change.ts";
import type { Files } from "../host.ts";
import type { Place } from "./place.ts";

type JudgingFiles = NonNullable<ReviewInput["judgingFiles"]>;

const folders: readonly string[] = [".github/workflows", ".buildkite"];
const actionsFolder = ".github/actions";
const actionNames: readonly string[] = ["action.yml", "action.yaml"];
const lone: readonly string[] = [".gitlab-ci.yml", "Jenkinsfile", ".pre-commit-config.yaml"];
/** Such files do much else, and most changes of them are about that. */
const mention = "sentrely-policy";

/** A repository's files that may run the check; relative to it, with `/`. */
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
  const paths = sortedUnique(judgingPaths(base));
  return paths.flatMap((path): JudgingFiles => {
    const [before, after] = [contentOf(base, path), contentOf(head, path)];
    if (before === null || (!speaks(before) && !speaks(after))) return [];
    if (after === null) return [{ path, what: "removed" }];
    const isSame = before !== "unreadable" && after !== "unreadable" && Buffer.compare(before, after) === 0;
    return isSame ? [] : [{ path, what: "changed" }];
  });
}

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
