/**
 * Questions to git about how commits hang together, and the fetch of one that a shallow clone lacks.
 *
 * INVARIANT: runs no hook and asks nobody; only `fetchObject` reaches the network, and what it authenticates with
 * is in neither arguments nor messages.
 */
import { CallFailure } from "./failure.ts";
import { ask, textOf, type Repository } from "./git.ts";
import type { Host } from "./host.ts";

const needs = "comparing with a commit";
const objectName = /^[0-9a-f]{40,64}$/;
const fetchDepth = "with actions/checkout set `fetch-depth: 0`; elsewhere run `git fetch --unshallow` first";

function lines(bytes: Uint8Array): string[] {
  return textOf(bytes).split("\n").filter(Boolean);
}

/** Full names of the parents of a commit, in order; none for a root. Of a commit at which a shallow clone ends, they are named all the same. */
export function parentsOf(host: Host, { root }: Repository, commit: string): readonly string[] {
  const { status, stdout, stderr } = ask(host, root, ["cat-file", "commit", commit], undefined, needs);
  if (status !== 0) throw new CallFailure(`git could not read the commit \`${commit}\`: ${stderr.trim()}`);
  const [header = ""] = textOf(stdout).split("\n\n");
  return header.split("\n").flatMap((line) => {
    const parent = /^parent ([0-9a-f]{40,64})$/.exec(line)?.[1];
    return parent === undefined ? [] : [parent];
  });
}

/** The commit that two others have in common last; `null`: none that this clone knows. */
export function mergeBase(host: Host, { root }: Repository, a: string, b: string): string | null {
  const { status, stdout } = ask(host, root, ["merge-base", a, b], undefined, needs);
  const [found = ""] = lines(stdout);
  return status === 0 && objectName.test(found) ? found : null;
}

/** Where a name leads in this repository, such as a branch of the remote; `null`: nowhere. */
export function findCommit(host: Host, { root }: Repository, ref: string): string | null {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { status, stdout } = ask(host, root, args, undefined, needs);
  const [found = ""] = lines(stdout);
  return status === 0 && objectName.test(found) ? found : null;
}

/** The full name of the branch or tag that a name means, such as `refs/heads/main`; `null`: it means a commit. */
export function fullRefName(host: Host, { root }: Repository, ref: string): string | null {
  const args = ["rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", ref];
  const { status, stdout } = ask(host, root, args, undefined, needs);
  return status === 0 ? (lines(stdout).find((line) => line.startsWith("refs/")) ?? null) : null;
}

/** What a symbolic ref such as `refs/remotes/origin/HEAD` stands for; `null`: there is none. */
export function symbolicRef(host: Host, { root }: Repository, name: string): string | null {
  const { status, stdout } = ask(host, root, ["symbolic-ref", "--quiet", name], undefined, needs);
  return status === 0 ? (lines(stdout)[0] ?? null) : null;
}

/** The name of the tree that a commit made now would have: what is staged. */
export function stagedTree(host: Host, { root }: Repository): string {
  const { status, stdout, stderr } = ask(host, root, ["write-tree"], undefined, "--staged");
  const [tree = ""] = lines(stdout);
  if (status === 0 && objectName.test(tree)) return tree;
  const reason = stderr.split("\n").find((line) => /error|fatal/.test(line)) ?? stderr;
  throw new CallFailure(
    `git could not tell what is staged: ${reason.trim()}`,
    "conflicts must be resolved and added first",
  );
}

/**
 * The path that a file had before it was renamed, by git's own detection among files of that name; `null`: it was not.
 * `head`: a commit or tree; `null`: the index.
 */
export function renamedFrom(
  host: Host,
  { root }: Repository,
  base: string,
  head: string | null,
  path: string,
): string | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const options = ["-r", "-z", "--name-status", "--find-renames", "--diff-filter=R"];
  const compared =
    head === null ? ["diff-index", "--cached", ...options, base] : ["diff-tree", ...options, base, head];
  const answer = ask(host, root, [...compared, "--", `:(top,glob)**/${name}`], undefined, needs);
  if (answer.status !== 0) return null;
  const fields = textOf(answer.stdout).split("\0");
  for (let i = 0; i + 2 < fields.length; i += 3) {
    if (fields[i + 2] === path) return fields[i + 1] ?? null;
  }
  return null;
}

export interface FetchOptions {
  /** Commits of history; `null`: all. */
  readonly depth: number | null;
  /** A header for the server, such as `authorization: basic …`; never told. */
  readonly extraHeader?: string;
}

/** Fetches a ref or commit; returns the full name of what came. Fails with advice when it cannot. */
export function fetchObject(
  host: Host,
  { root }: Repository,
  remote: string,
  refspec: string,
  { depth, extraHeader }: FetchOptions,
): string {
  if (refspec.startsWith("-") || remote.startsWith("-") || remote === "" || refspec === "") {
    throw new CallFailure(`git cannot fetch \`${refspec}\` from \`${remote}\``);
  }
  const config: readonly (readonly [string, string])[] = [
    ["credential.interactive", "false"],
    ["fetch.recurseSubmodules", "false"],
    ["gc.auto", "0"],
    ["maintenance.auto", "false"],
    ["protocol.ext.allow", "never"],
    ...headerConfig(remote, extraHeader),
  ];
  const before = Number(host.environment["GIT_CONFIG_COUNT"] ?? "0");
  const first = Number.isSafeInteger(before) && before >= 0 ? before : 0;
  const environment: { [name: string]: string } = {
    GIT_CONFIG_COUNT: String(first + config.length),
    GIT_ASKPASS: "true",
    SSH_ASKPASS: "true",
    GIT_SSH_COMMAND: host.environment["GIT_SSH_COMMAND"] ?? "ssh -o BatchMode=yes",
    // Where these are on, git writes the headers that it sends to stderr or a file.
    GIT_TRACE: "0",
    GIT_TRACE_CURL: "0",
    GIT_CURL_VERBOSE: "0",
  };
  config.forEach(([key, value], i) => {
    environment[`GIT_CONFIG_KEY_${String(first + i)}`] = key;
    environment[`GIT_CONFIG_VALUE_${String(first + i)}`] = value;
  });
  const args = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"];
  const target = "refs/sentrely-policy/fetched";
  const limit = depth === null ? [] : [`--depth=${String(depth)}`];
  const answer = host.git(root, [...args, ...limit, "--", remote, `+${refspec}:${target}`], "", {
    network: true,
    environment,
  });
  const found = answer.status === 0 ? findCommit(host, { root, isShallow: true }, target) : null;
  host.git(root, ["update-ref", "-d", target]);
  if (found !== null) return found;
  const reason = answer.error ?? reasonOf(answer.stderr, extraHeader);
  throw new CallFailure(
    `git could not fetch \`${refspec}\` from \`${remote}\`${reason === "" ? "" : `: ${reason}`}`,
    fetchDepth,
  );
}

/**
 * The header in place of those that the clone's configuration has for the same server, such as the one that
 * actions/checkout leaves: two of them are refused.
 */
function headerConfig(remote: string, header: string | undefined): readonly (readonly [string, string])[] {
  if (header === undefined) return [];
  const key = /^https?:/.test(remote) ? `http.${remote}.extraHeader` : "http.extraHeader";
  return [
    [key, ""],
    [key, header],
  ];
}

/** Git's own sentence of what went wrong, without what was sent and without what a URL may carry. */
function reasonOf(stderr: string, secret: string | undefined): string {
  const line = stderr.split("\n").find((text) => /^(?:fatal|error|remote):/.test(text)) ?? "";
  const plain = line.replace(/^(?:fatal|error): /, "").replace(/:\/\/[^@/\s]*@/g, "://");
  return secret !== undefined && secret.split(/\s+/).some((part) => part.length > 7 && plain.includes(part))
    ? ""
    : plain.trim();
}
