/**
 * A commit as a file system: what `git:REF` reads instead of the working tree, at the same paths.
 *
 * INVARIANT: read-only; links are followed inside the commit and never out of it.
 */
import { dirname, join, normalize, relative, sep } from "node:path";
import { CallFailure } from "./failure.ts";
import {
  findRepository,
  listTree,
  readObjects,
  resolveCommit,
  type Repository,
  type TreeEntry,
} from "./git.ts";
import type { Files, FolderEntry, Host } from "./host.ts";

/** Links that are followed one after the other. */
const linkLimit = 40;

function noEntry(path: string): Error {
  return Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT", syscall: "open", errno: -2 });
}

function loop(path: string): Error {
  return Object.assign(new Error(`ELOOP: ${path}`), { code: "ELOOP", syscall: "stat", errno: -40 });
}

const readOnly = (): never => {
  throw new CallFailure("a commit cannot be written to");
};

/** Bytes of a file that is read although nobody asked for it. */
const aheadLimit = 5 * 1024 * 1024;

/** The files of a commit, at the absolute paths that they have in the working tree. */
export function gitFiles(host: Host, folder: string, ref: string): Files {
  const repository = findRepository(host, folder);
  return treeFiles(host, repository, resolveCommit(host, repository, ref));
}

/** The same of a commit, or a tree, by its object name. */
export function treeFiles(host: Host, repository: Repository, tree: string): Files {
  const { root } = repository;
  const entries = new Map<string, TreeEntry>([[".", { kind: "folder", object: "", size: 0, path: "." }]]);
  const children = new Map<string, TreeEntry[]>();
  for (const entry of listTree(host, repository, tree)) {
    entries.set(entry.path, entry);
    const parent = entry.path.includes("/") ? entry.path.slice(0, entry.path.lastIndexOf("/")) : ".";
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [entry]);
    else siblings.push(entry);
  }
  const contents = new Map<string, Uint8Array>();

  /** The name in the commit of an absolute path; `null` outside of the repository. */
  const nameOf = (path: string): string | null => {
    const way = relative(root, path).split(sep).join("/");
    return way === "" ? "." : way === ".." || way.startsWith("../") ? null : way;
  };
  const fetchContents = (wanted: readonly TreeEntry[]): void => {
    const objects = [...new Set(wanted.map((e) => e.object))].filter((object) => !contents.has(object));
    if (objects.length === 0) return;
    readObjects(host, repository, objects).forEach((bytes, i) => contents.set(objects[i] ?? "", bytes));
  };
  const content = (entry: TreeEntry): Uint8Array => {
    const known = contents.get(entry.object);
    if (known !== undefined) return known;
    // A folder's files are read together: each call of git costs some milliseconds.
    const parent = entry.path.includes("/") ? entry.path.slice(0, entry.path.lastIndexOf("/")) : ".";
    const wanted = (children.get(parent) ?? []).filter(
      (e) => e === entry || (e.kind === entry.kind && /\.ya?ml$/i.test(e.path) && e.size <= aheadLimit),
    );
    fetchContents(wanted);
    return contents.get(entry.object) ?? new Uint8Array();
  };

  /** The absolute path with all links followed. */
  const resolveLinks = (path: string, followed = 0): string => {
    if (followed > linkLimit) throw loop(path);
    const name = nameOf(path);
    if (name === null || name === ".") return path;
    const segments = name.split("/");
    for (let i = 1; i <= segments.length; i++) {
      const part = segments.slice(0, i).join("/");
      const entry = entries.get(part);
      if (entry?.kind !== "link") continue;
      const target = new TextDecoder().decode(content(entry));
      const at = normalize(join(target.startsWith("/") ? "/" : join(root, dirname(part)), target));
      return resolveLinks(join(at, ...segments.slice(i)), followed + 1);
    }
    return path;
  };
  const find = (path: string): TreeEntry | null => {
    const name = nameOf(resolveLinks(path));
    if (name === null) return null;
    const entry = entries.get(name) ?? null;
    const above = name.split("/");
    for (let i = 1; i <= above.length; i++) {
      const part = above.slice(0, i).join("/");
      if (entries.get(part)?.kind === "submodule") {
        throw new CallFailure(
          `${part} is a submodule at that commit: its files are in another repository`,
          "compare the commits of that repository, or give folders",
        );
      }
    }
    return entry;
  };

  return {
    stat: (path) => {
      const entry = find(path);
      if (entry === null) return null;
      return { kind: entry.kind === "folder" ? "folder" : "file", size: entry.size, mode: 0o644 };
    },
    // `.git` is not part of a commit, and marks the top of the repository all the same.
    taken: (path) => path === join(root, ".git") || entries.has(nameOf(path) ?? ""),
    list: (path) =>
      (children.get(nameOf(resolveLinks(path)) ?? "") ?? []).map((entry): FolderEntry => ({
        name: entry.path.slice(entry.path.lastIndexOf("/") + 1),
        // Looking into it fails: what it holds is in another repository.
        kind: entry.kind === "submodule" ? "folder" : entry.kind,
      })),
    read: (path) => {
      const entry = find(path);
      if (entry?.kind !== "file") throw noEntry(path);
      return content(entry);
    },
    readAhead: (paths) => {
      fetchContents(
        paths.flatMap((path) => {
          const entry = entries.get(nameOf(path) ?? "");
          return entry?.kind === "file" && entry.size <= aheadLimit ? [entry] : [];
        }),
      );
    },
    realPath: (path) => {
      const real = resolveLinks(path);
      const name = nameOf(real);
      if (name !== null && !entries.has(name)) throw noEntry(path);
      return real;
    },
    makeFolder: readOnly,
    create: readOnly,
    rename: readOnly,
    remove: readOnly,
    watch: readOnly,
  };
}
