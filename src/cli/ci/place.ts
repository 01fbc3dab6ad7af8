/** Where one side of a review is read: the working tree, a folder, or a commit as data. */
import { dirname, join, resolve } from "node:path";
import { CallFailure, withSystemErrors } from "../failure.ts";
import { treeFiles } from "../git-files.ts";
import { findRepository, resolveCommit, type Repository } from "../git.ts";
import type { Host } from "../host.ts";

/** A revision of the policies: the files of the working folder, or a commit's, read as data. */
export type RevisionRef =
  | { readonly kind: "working-tree"; readonly name: string }
  | { readonly kind: "folder"; readonly path: string; readonly name: string }
  /** `commit`: whatever git resolves; `name`: what reports call it. */
  | { readonly kind: "commit"; readonly commit: string; readonly name: string }
  /** `tree`: the full name of a tree object, such as that of what is staged. */
  | { readonly kind: "tree"; readonly tree: string; readonly name: string };

export interface Place {
  /** As reports call it. */
  readonly name: string;
  /** Its files are this side's; the working folder is the call's. */
  readonly host: Host;
  /** Absolute: what stands here for the working folder. */
  readonly folder: string;
  /** Absolute: the folder that holds `.git`; `null`: there is none. */
  readonly repository: string | null;
  /** The repository and the commit or tree (`null`: its index) by which git knows this side; `null`: it does not. */
  readonly git: { readonly repository: Repository; readonly tree: string | null } | null;
}

/** Opens sides; the repository is looked up once for both. */
export function placeOpener(host: Host): (ref: RevisionRef) => Place {
  let found: Repository | null = null;
  const repository = (): Repository => (found ??= findRepository(host, host.cwd, "comparing with a commit"));
  const atTree = (name: string, tree: string): Place => ({
    name,
    host: { ...host, files: treeFiles(host, repository(), tree) },
    folder: host.cwd,
    repository: repository().root,
    git: { repository: repository(), tree },
  });
  return (ref) => {
    switch (ref.kind) {
      case "commit":
        return atTree(ref.name, resolveCommit(host, repository(), ref.commit));
      case "tree":
        return atTree(ref.name, ref.tree);
      case "folder":
        return openFolder(host, ref.name, ref.path);
      case "working-tree": {
        const top = topOf(host, host.cwd);
        const isKnown = top !== null && found !== null;
        return {
          name: ref.name,
          host,
          folder: host.cwd,
          repository: top,
          git: isKnown ? { repository: repository(), tree: null } : null,
        };
      }
    }
  };
}

function openFolder(host: Host, name: string, path: string): Place {
  if (path === "") throw new CallFailure("a side to compare is empty", "give a folder, or a commit");
  const folder = resolve(host.cwd, path);
  const info = withSystemErrors(`read ${path}`, () => host.files.stat(folder));
  if (info === null) throw new CallFailure(`cannot read ${path}: no such folder`);
  if (info.kind !== "folder") throw new CallFailure(`${path} is no folder`);
  return { name, host, folder, repository: topOf(host, folder), git: null };
}

/** The nearest folder, that or above, that holds `.git`, by names alone; `null`: there is none. */
export function topOf({ files }: Host, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (files.taken(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return null;
  }
}
