/**
 * A repository on a server, as GitHub keeps it: a bare one with branches, `refs/pull/N/head` and `refs/pull/N/merge`,
 * and checkouts of it as `actions/checkout` makes them.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import type { CommitFiles } from "./git-repository.ts";

/** What a pull request is to git. */
export interface PullRequestRefs {
  readonly number: number;
  readonly branch: string;
  readonly baseBranch: string;
  /** The base branch's head when it was merged for trying. */
  readonly base: string;
  readonly head: string;
  /** The commit of `refs/pull/N/merge`: first parent base, second parent head. */
  readonly merge: string;
  /** The branch's own commits, oldest first. */
  readonly commits: readonly string[];
}

export interface CommitOptions {
  readonly message?: string;
  /** Login of the author and committer; their address is GitHub's for that login. */
  readonly by?: string;
}

export interface CheckoutOptions {
  /** A commit to check out. */
  readonly commit: string;
  /** The ref it is known by: `refs/pull/7/merge`, `refs/heads/main`; `null`: checked out by its name alone. */
  readonly ref: string | null;
  /** 0 for all of the history, as `fetch-depth: 0` does. */
  readonly depth: number;
  /** Is put into the checkout's configuration, as `persist-credentials` does. */
  readonly token?: string;
  /** Instead of the server's own. */
  readonly remote?: string;
  readonly serverUrl?: string;
}

export interface PolicyRepository {
  /** Everything of this repository lies below. */
  readonly folder: string;
  readonly origin: string;
  /** Runs git in the clone from which everything is pushed. */
  readonly git: (...args: readonly string[]) => string;
  /** Runs git in the bare repository. */
  readonly serverGit: (...args: readonly string[]) => string;
  readonly headOf: (branch: string) => string;
  /** One commit on a branch, made from `from` where the branch is new, and pushed. */
  readonly commit: (branch: string, files: CommitFiles, options?: CommitOptions) => string;
  /** Sets `refs/pull/N/head` and `refs/pull/N/merge` for a branch that was pushed. */
  readonly pullRequest: (number: number, branch: string, baseBranch?: string) => PullRequestRefs;
  /** A branch of one commit on top of `main`, and its pull request. */
  readonly propose: (number: number, files: CommitFiles, options?: CommitOptions) => PullRequestRefs;
  /** A merge commit of a branch on top of a commit, as a merge queue makes it, at a ref. */
  readonly mergeInto: (base: string, branch: string, ref: string, message: string) => string;
  readonly checkout: (options: CheckoutOptions) => string;
}

const identity = {
  PATH: process.env["PATH"],
  LC_ALL: "C",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
};

function runGit(cwd: string, args: readonly string[], by = "author"): string {
  return execFileSync("git", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...identity,
      GIT_AUTHOR_NAME: by,
      GIT_AUTHOR_EMAIL: `${by}@users.noreply.github.com`,
      GIT_COMMITTER_NAME: by,
      GIT_COMMITTER_EMAIL: `${by}@users.noreply.github.com`,
    },
  }).trim();
}

function writeInto(folder: string, files: CommitFiles): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    rmSync(path, { force: true, recursive: true });
    if (content === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === "string") writeFileSync(path, content);
    else symlinkSync(content.link, path);
    if (typeof content === "string" && content.startsWith("#!")) chmodSync(path, 0o755);
  }
}

/** A temporary folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sentrely-action-")));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** A repository whose branch `main` has one commit for each map of files. */
export function createRepository(...commits: readonly CommitFiles[]): PolicyRepository {
  const folder = temporaryFolder();
  const origin = join(folder, "origin.git");
  const clone = join(folder, "clone");
  mkdirSync(clone);
  runGit(folder, ["init", "-q", "--bare", "--template=", "-b", "main", origin]);
  // As GitHub does: any commit that something reaches can be fetched by its name.
  runGit(origin, ["config", "uploadpack.allowAnySHA1InWant", "true"]);
  runGit(clone, ["init", "-q", "--template=", "-b", "main"]);
  runGit(clone, ["remote", "add", "origin", origin]);
  const git = (...args: readonly string[]): string => runGit(clone, args);
  const headOf = (branch: string): string => runGit(origin, ["rev-parse", `refs/heads/${branch}`]);

  const commit = (branch: string, files: CommitFiles, options: CommitOptions = {}): string => {
    writeInto(clone, files);
    const by = options.by ?? "author";
    runGit(clone, ["add", "-A"], by);
    runGit(clone, ["commit", "-q", "--allow-empty", "-m", options.message ?? "change"], by);
    runGit(clone, ["push", "-q", "--force", "origin", `HEAD:refs/heads/${branch}`]);
    return git("rev-parse", "HEAD");
  };
  const switchTo = (branch: string): void => {
    git("checkout", "-q", "--force", "--detach", headOf(branch));
  };
  const commitOn = (branch: string, files: CommitFiles, options?: CommitOptions): string => {
    const isNew = runGit(origin, ["for-each-ref", `refs/heads/${branch}`]) === "";
    switchTo(isNew ? "main" : branch);
    return commit(branch, files, options);
  };
  const mergeInto = (base: string, branch: string, ref: string, message: string): string => {
    git("checkout", "-q", "--force", "--detach", base);
    runGit(clone, ["merge", "-q", "--no-ff", "-m", message, headOf(branch)], "web-flow");
    git("push", "-q", "--force", "origin", `HEAD:${ref}`);
    return git("rev-parse", "HEAD");
  };
  const pullRequest = (number: number, branch: string, baseBranch = "main"): PullRequestRefs => {
    const base = headOf(baseBranch);
    const head = headOf(branch);
    runGit(origin, ["update-ref", `refs/pull/${String(number)}/head`, head]);
    const merge = mergeInto(base, branch, `refs/pull/${String(number)}/merge`, `Merge ${head} into ${base}`);
    const commits = git("rev-list", "--reverse", `${base}..${head}`).split("\n");
    return { number, branch, baseBranch, base, head, merge, commits };
  };

  commits.forEach((files, i) => {
    if (i > 0) switchTo("main");
    commit("main", files, { by: "maintainer" });
  });
  let checkouts = 0;
  return {
    folder,
    origin,
    git,
    serverGit: (...args) => runGit(origin, args),
    headOf,
    commit: commitOn,
    pullRequest,
    propose: (number, files, options) => {
      const branch = `change-${String(number)}`;
      commitOn(branch, files, options);
      return pullRequest(number, branch);
    },
    mergeInto,
    checkout: (options) =>
      checkOut(join(folder, `checkout-${String(checkouts++)}`), pathToFileURL(origin).href, options),
  };
}

/** The commands of `actions/checkout`. */
function checkOut(workspace: string, origin: string, options: CheckoutOptions): string {
  const { commit, ref, depth, token, serverUrl = "https://github.com" } = options;
  const git = (...args: readonly string[]): string => runGit(workspace, args);
  mkdirSync(workspace);
  git("init", "-q", "--template=");
  const basic = Buffer.from(`x-access-token:${token ?? ""}`).toString("base64");
  // What `git remote add` and `git config` would write, with fewer processes.
  const configure = (remote: string): void => {
    writeFileSync(
      join(workspace, ".git/config"),
      [
        "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true",
        `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*`,
        "[gc]\n\tauto = 0",
        ...(token === undefined
          ? []
          : [`[http "${serverUrl}/"]\n\textraheader = AUTHORIZATION: basic ${basic}`]),
        "",
      ].join("\n"),
    );
  };
  configure(origin);
  const local = ref
    ?.replace(/^refs\/heads\//, "refs/remotes/origin/")
    .replace(/^refs\/pull\//, "refs/remotes/pull/");
  const branch = ref?.startsWith("refs/heads/") === true ? ref.slice("refs/heads/".length) : null;
  const spec = local === undefined ? commit : `+${commit}:${local}`;
  const fetch = [
    "-c",
    "protocol.version=2",
    "fetch",
    "-q",
    "--no-tags",
    "--prune",
    "--no-recurse-submodules",
  ];
  if (depth > 0) git(...fetch, `--depth=${String(depth)}`, "origin", spec);
  else {
    const all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
    git(...fetch, "origin", ...all, ...(branch === null ? [spec] : []));
  }
  if (branch === null) git("checkout", "-q", "--force", local ?? commit);
  else git("checkout", "-q", "--force", "-B", branch, local ?? commit);
  if (options.remote !== undefined) configure(options.remote);
  return workspace;
}
