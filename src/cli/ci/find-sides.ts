/**
 * Which two revisions `ci` compares: what the call names, else what the CI system says of the merge request.
 *
 * INVARIANT: a base that is named, by the call or by a CI system, and is not found is a failure; another is never
 * taken in its place.
 */
import { dirname, join, resolve } from "node:path";
import { quoted } from "../../report/sanitize.ts";
import { CallFailure } from "../failure.ts";
import { findCommit, fullRefName, mergeBase, stagedTree, symbolicRef } from "../git-history.ts";
import { findRepository, resolveCommit, type Repository } from "../git.ts";
import type { Host } from "../host.ts";
import type { RevisionRef } from "./place.ts";

export interface SideOptions {
  /** As given: a branch, tag or commit, `git:REF`, a folder, or `none`. */
  readonly base?: string;
  /** As given: a branch, tag or commit. */
  readonly head?: string;
  readonly staged: boolean;
}

export interface ChosenSides {
  readonly head: RevisionRef;
  readonly base: RevisionRef | null;
  /** How they were chosen, where that does not go without saying; one sentence each. */
  readonly notes: readonly string[];
}

const noBase = "none";

/** What CI systems call the branch that a change is to be merged into; an empty value is none. */
const targetBranches: readonly string[] = [
  "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
  "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
  "CHANGE_TARGET",
  "GITHUB_BASE_REF",
];

/** GitLab's commits to compare with, the better one first: it is there where the result of the merge is checked. */
const baseCommits: readonly string[] = [
  "CI_MERGE_REQUEST_TARGET_BRANCH_SHA",
  "CI_MERGE_REQUEST_DIFF_BASE_SHA",
];

/** Finds both sides; what is named and not there is a failure. */
export function findSides(host: Host, options: SideOptions): ChosenSides {
  const { base, head, staged } = options;
  for (const [name, value] of Object.entries({ base, head })) {
    // An empty variable must not make the comparison go away.
    if (value === "") throw new CallFailure(`--${name} is empty`, `name a commit, or leave --${name} out`);
  }
  if (head !== undefined && staged) throw new CallFailure("--head and --staged exclude each other");
  let found: Repository | null = null;
  const repository = (): Repository => (found ??= findRepository(host, host.cwd, "comparing with a commit"));
  const headCommit = (): string => resolveCommit(host, repository(), head ?? "HEAD");
  const headRef: RevisionRef =
    head !== undefined
      ? { kind: "commit", commit: headCommit(), name: head }
      : staged
        ? { kind: "tree", tree: stagedTree(host, repository()), name: "what is staged" }
        : { kind: "working-tree", name: "the working tree" };
  const finder: Finder = { host, repository, headCommit };
  if (base === noBase) return { head: headRef, base: null, notes: [] };
  if (base !== undefined) return { head: headRef, ...namedBase(finder, base) };
  if (staged) return { head: headRef, ...lastCommit(finder) };
  return { head: headRef, ...usualBase(finder) };
}

interface Finder {
  readonly host: Host;
  readonly repository: () => Repository;
  readonly headCommit: () => string;
}

type Base = Pick<ChosenSides, "base" | "notes">;

/** What a person means: a commit if git knows one of that name, else a folder. */
function namedBase(finder: Finder, given: string): Base {
  const { host, repository } = finder;
  const isRef = given.startsWith("git:");
  const name = isRef ? given.slice("git:".length) : given;
  const looksLikePath = !isRef && /^(?:\.{1,2}$|\.{0,2}[\\/])/.test(given);
  if (!looksLikePath && (isRef || isInRepository(host))) {
    const commit = findCommit(host, repository(), name);
    if (commit !== null) return atCommit(finder, name, commit, fullRefName(host, repository(), name));
  }
  if (!isRef && host.files.stat(resolve(host.cwd, given)) !== null) {
    return { base: { kind: "folder", path: given, name: given }, notes: [] };
  }
  if (looksLikePath) throw new CallFailure(`--base: cannot read ${given}: no such folder`);
  // Its message says how to get one that a shallow clone lacks.
  resolveCommit(host, repository(), name);
  throw new CallFailure(`--base: git knows no commit \`${name}\``);
}

function usualBase(finder: Finder): Base {
  const { host, repository } = finder;
  const { environment } = host;
  for (const variable of baseCommits) {
    const commit = environment[variable] ?? "";
    if (commit === "") continue;
    const known = findCommit(host, repository(), commit);
    if (known === null) throw lacking(repository(), commit, variable);
    refuseFormerTarget(finder, known, variable);
    return { base: { kind: "commit", commit: known, name: commit.slice(0, 10) }, notes: [] };
  }
  for (const variable of targetBranches) {
    const branch = environment[variable] ?? "";
    if (branch === "") continue;
    for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
      const commit = findCommit(host, repository(), ref);
      if (commit !== null) return atCommit(finder, shortRef(ref), commit, ref);
    }
    throw lacking(repository(), branch, variable);
  }
  if (!isInRepository(host)) {
    throw new CallFailure(
      "what to compare with is not known: this folder is in no git repository",
      howToName,
    );
  }
  const remoteHead = symbolicRef(host, repository(), "refs/remotes/origin/HEAD");
  const commit = remoteHead === null ? null : findCommit(host, repository(), remoteHead);
  if (remoteHead === null || commit === null) throw notKnown();
  const found = atCommit(finder, shortRef(remoteHead), commit, remoteHead);
  if (found.base?.kind !== "commit" || found.base.commit !== finder.headCommit()) return found;
  // As on the branch itself, in a CI system that is not known: it must not look as if a change was judged.
  const held = `${quoted(found.base.name)} holds this commit already, so no commit of a change is compared`;
  return { ...found, notes: [...found.notes, held] };
}

/** GitLab may keep the commit of the former target after a merge request has been given another one. */
function refuseFormerTarget({ host, repository }: Finder, commit: string, variable: string): void {
  const name = host.environment["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] ?? "";
  const target = name === "" ? null : findCommit(host, repository(), `refs/remotes/origin/${name}`);
  if (target === null || mergeBase(host, repository(), commit, target) === commit) return;
  throw new CallFailure(
    `\`${commit.slice(0, 10)}\`, which ${variable} names, is no commit of the target branch \`${name}\``,
    "the merge request had another target, or that branch was rewritten: rebase the change, or give --base",
  );
}

/** What a commit of the staged files is compared with: the one before it. */
function lastCommit({ host, repository }: Finder): Base {
  const commit = findCommit(host, repository(), "HEAD");
  if (commit !== null) return { base: { kind: "commit", commit, name: "HEAD" }, notes: [] };
  return { base: null, notes: ["there is no commit yet to compare with"] };
}

/** Of a branch, which goes on by itself, the commit at which the head left it; of anything else the commit. */
function atCommit(finder: Finder, name: string, commit: string, ref: string | null): Base {
  const at = (object: string): RevisionRef => ({ kind: "commit", commit: object, name });
  if (ref === null || !/^refs\/(?:heads|remotes)\//.test(ref)) return { base: at(commit), notes: [] };
  const { host, repository, headCommit } = finder;
  const common = mergeBase(host, repository(), commit, headCommit());
  if (common === null) {
    const { isShallow } = repository();
    throw new CallFailure(
      `git knows no commit that the head and \`${name}\` have in common${isShallow ? ": this clone is shallow" : ""}`,
      isShallow ? howToFetch : "name the commit to compare with, such as `--base HEAD~1`",
    );
  }
  const notes =
    common === commit
      ? []
      : [`compared with ${quoted(common.slice(0, 10))}, where the change leaves ${quoted(name)}`];
  return { base: at(common), notes };
}

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, "");
}

const howToFetch =
  "let the whole history be fetched: `GIT_DEPTH: 0` in GitLab CI, `fetch-depth: 0` with actions/checkout, else `git fetch --unshallow`";

function lacking({ isShallow }: Repository, name: string, variable: string): CallFailure {
  return new CallFailure(
    `git knows no \`${name}\`, which ${variable} names${isShallow ? ": this clone is shallow" : ""}`,
    isShallow ? howToFetch : `fetch it first${fetchOf(name)}; or give --base`,
  );
}

/** A command to copy, of names that a shell takes as they are. */
function fetchOf(name: string): string {
  return /^[\w./][\w./-]*$/.test(name) ? `: \`git fetch origin ${name}\`` : "";
}

function notKnown(): CallFailure {
  return new CallFailure(
    "what to compare with is not known: no CI system names a target branch, and git knows no default branch of `origin`",
    howToName,
  );
}

const howToName =
  "give it, such as `--base main` or `--base ../old-policies`; `--base none` compares with nothing";

function isInRepository({ files, cwd }: Host): boolean {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (files.taken(join(folder, ".git"))) return true;
    if (folder === dirname(folder)) return false;
  }
}
