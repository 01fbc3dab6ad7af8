/**
 * Questions to git: which commit a name means, what its tree holds, and what is in its files.
 *
 * INVARIANT: reads the repository's objects and nothing else: no hook, filter, pager or network.
 */
import { dirname } from "node:path";
import { CallFailure } from "./failure.ts";
import type { GitAnswer, Host } from "./host.ts";

export interface TreeEntry {
  readonly kind: "file" | "link" | "submodule" | "folder";
  /** Object name of its content. */
  readonly object: string;
  /** Bytes; 0 for what is no file. */
  readonly size: number;
  /** Relative to the repository, with `/`. */
  readonly path: string;
}

export interface Repository {
  /** Absolute: the folder that holds `.git`. */
  readonly root: string;
  readonly isShallow: boolean;
}

/** Git does not hold what it names: a partial clone, or a damaged one. */
export class MissingObject extends CallFailure {}

/** The text of what git answers, whatever it begins with. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** What git answers; that it cannot be run is a failure. `needs` is what it is asked for. */
export function ask(
  host: Host,
  cwd: string,
  args: readonly string[],
  input?: string,
  needs = "`git:REF`",
): GitAnswer {
  const answer = host.git(cwd, args, input);
  if (answer.error === "ENOENT") {
    throw new CallFailure(`git is not installed, and ${needs} needs it`, "give a folder instead");
  }
  if (answer.error !== null) throw new CallFailure(`git could not be run (${answer.error})`);
  return answer;
}

/** The repository of a folder, which need not be there; `needs` is what it is looked for. */
export function findRepository(host: Host, folder: string, needs = "`git:REF`"): Repository {
  let from = folder;
  while (host.files.stat(from)?.kind !== "folder" && from !== dirname(from)) from = dirname(from);
  const args = ["rev-parse", "--show-toplevel", "--is-shallow-repository"];
  const answer = ask(host, from, args, undefined, needs);
  const [root, shallow] = textOf(answer.stdout).split("\n");
  if (answer.status !== 0 || root === undefined || root === "") {
    const reason = answer.stderr.split("\n")[0]?.replace(/^fatal: /, "") ?? "";
    throw new CallFailure(
      `${needs} needs a git repository, and ${host.cwd === folder ? "the working folder" : folder} is in none that git reads${reason === "" ? "" : `: ${reason}`}`,
    );
  }
  return { root, isShallow: shallow === "true" };
}

/** The object name of the commit that a ref means. */
export function resolveCommit(host: Host, { root, isShallow }: Repository, ref: string): string {
  const answer = ask(host, root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  const commit = textOf(answer.stdout).trim();
  // A shallow clone may know the name of a commit and not hold it.
  if (answer.status === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new CallFailure(
    isShallow
      ? `git knows no commit \`${ref}\`: this clone is shallow and does not hold it`
      : `git knows no commit \`${ref}\``,
    isShallow
      ? `fetch it first: \`git fetch ${whatToFetch(ref)}\`; with actions/checkout set \`fetch-depth: 0\``
      : "give a branch, a tag or a commit that `git log` lists; `git fetch` gets those of the remote",
  );
}

/** The arguments of the fetch that makes a shallow clone know a ref by that name. */
function whatToFetch(ref: string): string {
  // A commit by its full name comes as it is; counted from another, or by a short name, only all of them help.
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)) return `--depth=1 origin ${ref}`;
  if (/[~^@{:]|^[0-9a-f]{4,}$/i.test(ref)) return "--unshallow";
  const branch = /^(?:refs\/remotes\/)?origin\/(.+)$/.exec(ref)?.[1];
  return `--depth=1 origin ${branch === undefined ? `${ref}:${ref}` : `${branch}:refs/remotes/origin/${branch}`}`;
}

const kinds: { readonly [mode: string]: TreeEntry["kind"] } = {
  "040000": "folder",
  "120000": "link",
  "160000": "submodule",
};

/** Everything that a commit holds. */
export function listTree(host: Host, { root }: Repository, commit: string): readonly TreeEntry[] {
  const answer = ask(host, root, ["ls-tree", "-r", "-t", "-z", "-l", "--full-tree", commit]);
  if (answer.status !== 0) throw new CallFailure(`git could not list \`${commit}\`: ${answer.stderr.trim()}`);
  return textOf(answer.stdout)
    .split("\0")
    .filter((line) => line !== "")
    .map((line): TreeEntry => {
      // Of an object that it does not hold, git says `BAD` for the size.
      const parts = /^([0-7]{6}) \w+ ([0-9a-f]+) +(-|BAD|[0-9]+)\t(.*)$/s.exec(line);
      const [, mode = "", object = "", size = "", path = ""] = parts ?? [];
      if (parts === null) throw new CallFailure(`git listed \`${commit}\` in a way that is not understood`);
      return { kind: kinds[mode] ?? "file", object, size: /^[0-9]/.test(size) ? Number(size) : 0, path };
    });
}

/** The contents of objects, in their order. */
export function readObjects(
  host: Host,
  { root }: Repository,
  objects: readonly string[],
): readonly Uint8Array[] {
  const { stdout, status, stderr } = ask(host, root, ["cat-file", "--batch"], `${objects.join("\n")}\n`);
  const contents: Uint8Array[] = [];
  let at = 0;
  while (contents.length < objects.length) {
    const end = stdout.indexOf(0x0a, at);
    const header = end === -1 ? "" : textOf(stdout.subarray(at, end));
    const size = /^[0-9a-f]+ blob ([0-9]+)$/.exec(header)?.[1];
    if (status !== 0 || size === undefined) {
      throw new MissingObject(
        `git does not hold the content of a file of that commit${stderr === "" ? "" : `: ${stderr.trim()}`}`,
        "in a partial clone, fetch it first: `git fetch --refetch origin`",
      );
    }
    contents.push(stdout.subarray(end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}
