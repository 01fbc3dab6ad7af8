import { join } from "node:path";
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  fetchObject,
  findCommit,
  fullRefName,
  mergeBase,
  parentsOf,
  renamedFrom,
  stagedTree,
  symbolicRef,
} from "../../../src/cli/git-history.ts";
import { findRepository, type Repository } from "../../../src/cli/git.ts";
import { nodeHost, runGit, type GitAnswer, type GitOptions, type Host } from "../../../src/cli/host.ts";
import { folderWith } from "../../support/cli.ts";
import { failureOf } from "../../support/call-failure.ts";
import { gitFolderWith, runGitIn, type GitFolder } from "../../support/git-repository.ts";

/** Local remotes are a protocol like any other. */
const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };

function hostIn(cwd: string, git: Host["git"] = runGit): Host {
  const host = nodeHost("file:///");
  return { ...host, cwd, environment, stdout: host.stdout, stderr: host.stderr, git };
}

function opened({ path }: GitFolder): [Host, Repository] {
  const host = hostIn(path);
  return [host, findRepository(host, path)];
}

/** A merge of `side` into `main`. */
function merged(): { folder: GitFolder; base: string; main: string; side: string; merge: string } {
  const folder = gitFolderWith({ a: "1" });
  const base = folder.git("rev-parse", "HEAD");
  folder.git("switch", "-q", "-c", "side");
  const side = folder.commit({ b: "1" });
  folder.git("switch", "-q", "main");
  const main = folder.commit({ c: "1" });
  folder.git("merge", "-q", "--no-ff", "-m", "a\n\nparent of none", "side");
  return { folder, base, main, side, merge: folder.git("rev-parse", "HEAD") };
}

test("a commit's parents come in order, a root has none", () => {
  const { folder, base, main, side, merge } = merged();
  const [host, repository] = opened(folder);
  expect(parentsOf(host, repository, merge)).toEqual([main, side]);
  expect(parentsOf(host, repository, side)).toEqual([base]);
  expect(parentsOf(host, repository, base)).toEqual([]);
  expect(failureOf(() => parentsOf(host, repository, "0".repeat(40)))).toContain("could not read the commit");
});

test("the parents of a commit at which a shallow clone ends are named all the same", () => {
  const { folder, main, side, merge } = merged();
  const clone = join(folderWith({}).path, "clone");
  runGitIn("/", ["clone", "-q", "--depth=1", `file://${folder.path}`, clone]);
  const host = hostIn(clone);
  const repository = findRepository(host, clone);
  expect(repository.isShallow).toBe(true);
  expect(parentsOf(host, repository, merge)).toEqual([main, side]);
  expect(findCommit(host, repository, main)).toBe(null);
  expect(mergeBase(host, repository, merge, main)).toBe(null);
});

test("two branches have the commit in common at which one left the other", () => {
  const { folder, base, main, side } = merged();
  const [host, repository] = opened(folder);
  expect(mergeBase(host, repository, main, side)).toBe(base);
  folder.git("switch", "-q", "--orphan", "other");
  const other = folder.commit({ d: "1" });
  expect(mergeBase(host, repository, main, other)).toBe(null);
});

test("a name of a branch or tag has a full name, a commit has none", () => {
  const { folder, base } = merged();
  folder.git("tag", "v1");
  const [host, repository] = opened(folder);
  expect(fullRefName(host, repository, "side")).toBe("refs/heads/side");
  expect(fullRefName(host, repository, "v1")).toBe("refs/tags/v1");
  expect(fullRefName(host, repository, base)).toBe(null);
  expect(fullRefName(host, repository, "nowhere")).toBe(null);
  expect(symbolicRef(host, repository, "HEAD")).toBe("refs/heads/main");
  expect(symbolicRef(host, repository, "refs/remotes/origin/HEAD")).toBe(null);
});

test("a renamed file is found by what it says, among files of its name", () => {
  const text = [...Array(20).keys()].map((i) => `line ${String(i)}`).join("\n");
  const folder = gitFolderWith({ "old/x.yaml": text, "other/x.yaml": "unlike" });
  const before = folder.git("rev-parse", "HEAD");
  const after = folder.commit({ "old/x.yaml": null, "new/x.yaml": `${text}\nmore` });
  const [host, repository] = opened(folder);
  expect(renamedFrom(host, repository, before, after, "new/x.yaml")).toBe("old/x.yaml");
  expect(renamedFrom(host, repository, before, null, "new/x.yaml")).toBe("old/x.yaml");
  expect(renamedFrom(host, repository, before, after, "other/x.yaml")).toBe(null);
  const rewritten = folder.commit({ "new/x.yaml": null, "newer/x.yaml": "quite another text" });
  expect(renamedFrom(host, repository, before, rewritten, "newer/x.yaml")).toBe(null);
});

test("the tree of what is staged holds what a commit would", () => {
  const folder = gitFolderWith({ a: "1" });
  folder.write({ a: "2" });
  const [host, repository] = opened(folder);
  expect(stagedTree(host, repository)).toBe(folder.git("rev-parse", "HEAD^{tree}"));
  folder.git("add", "a");
  expect(folder.git("show", `${stagedTree(host, repository)}:a`)).toBe("2");
});

/** A clone of depth 1, and what it lacks. */
function shallowClone(): {
  host: Host;
  repository: Repository;
  lacking: string;
  remote: string;
  path: string;
} {
  const folder = gitFolderWith({ a: "1" }, { a: "2" });
  folder.git("config", "uploadpack.allowAnySHA1InWant", "true");
  const path = join(folderWith({}).path, "clone");
  const remote = `file://${folder.path}`;
  runGitIn("/", ["clone", "-q", "--depth=1", remote, path]);
  const host = hostIn(path);
  const lacking = folder.git("rev-parse", "HEAD~1");
  return { host, repository: findRepository(host, path), lacking, remote, path };
}

test("a commit that a shallow clone lacks is fetched by its name, and leaves no ref", () => {
  const { host, repository, lacking, remote, path } = shallowClone();
  expect(findCommit(host, repository, lacking)).toBe(null);
  expect(fetchObject(host, repository, remote, lacking, { depth: 1 })).toBe(lacking);
  expect(findCommit(host, repository, lacking)).toBe(lacking);
  expect(runGitIn(path, ["for-each-ref", "refs/sentrely-policy"])).toBe("");
  expect(existsSync(join(path, ".git/FETCH_HEAD"))).toBe(false);
});

test("a fetch runs no hook and fetches no tag", () => {
  const { host, repository, lacking, remote, path } = shallowClone();
  runGitIn(remote.slice("file://".length), ["tag", "v1", lacking]);
  const hook = "#!/bin/sh\ntouch ../hooked\n";
  for (const name of ["reference-transaction", "post-checkout", "post-merge"]) {
    writeFileSync(join(path, ".git/hooks", name), hook, { mode: 0o755 });
  }
  fetchObject(host, repository, remote, lacking, { depth: 1 });
  expect(existsSync(join(path, "../hooked"))).toBe(false);
  expect(runGitIn(path, ["tag"])).toBe("");
});

test("what cannot be fetched is a failure that says how to have it", () => {
  const { host, repository, remote } = shallowClone();
  for (const [from, what] of [
    [remote, "refs/heads/nowhere"],
    [remote, "0".repeat(39) + "1"],
    ["file:///nowhere", "main"],
  ] as const) {
    const failure = failureOf(() => fetchObject(host, repository, from, what, { depth: 1 }));
    expect(failure).toContain(`git could not fetch \`${what}\` from \`${from}\``);
    expect(failure).toContain("`fetch-depth: 0`");
  }
});

test("a name that would be taken for an option reaches no git", () => {
  const host = hostIn("/", () => {
    throw new Error("git was called");
  });
  const repository = { root: "/", isShallow: true };
  for (const [remote, what] of [
    ["--upload-pack=touch /tmp/x", "main"],
    ["origin", "--upload-pack=x"],
    ["", "main"],
    ["origin", ""],
  ] as const) {
    expect(failureOf(() => fetchObject(host, repository, remote, what, { depth: 1 }))).toContain(
      "cannot fetch",
    );
  }
});

const token = "c2VjcmV0LXRva2Vu";

/** What one fetch hands to git. */
function spied(answer: Partial<GitAnswer>): {
  calls: [readonly string[], GitOptions | undefined][];
  host: Host;
} {
  const calls: [readonly string[], GitOptions | undefined][] = [];
  const host = hostIn("/", (_, args, __, options) => {
    calls.push([args, options]);
    return { status: 128, stdout: new Uint8Array(), stderr: "", error: null, ...answer };
  });
  return { calls, host };
}

test("what authenticates a fetch is in the environment, in place of what the clone has for that server", () => {
  const { calls, host } = spied({});
  const remote = "https://github.com/octo-org/policies.git";
  const extraHeader = `authorization: basic ${token}`;
  failureOf(() =>
    fetchObject(host, { root: "/", isShallow: true }, remote, "main", { depth: 1, extraHeader }),
  );
  const [args, options] = calls[0] ?? [];
  expect(JSON.stringify(args)).not.toContain(token);
  expect(options?.network).toBe(true);
  const set = options?.environment ?? {};
  const count = Number(set["GIT_CONFIG_COUNT"]);
  const config = [...Array(count).keys()].map((i) => [
    set[`GIT_CONFIG_KEY_${String(i)}`],
    set[`GIT_CONFIG_VALUE_${String(i)}`],
  ]);
  expect(config.slice(-2)).toEqual([
    [`http.${remote}.extraHeader`, ""],
    [`http.${remote}.extraHeader`, extraHeader],
  ]);
  // The others ask nothing of the network.
  expect(calls.slice(1).map(([, others]) => others)).toEqual(calls.slice(1).map(() => undefined));
});

test("settings that the environment gives to git already are kept", () => {
  const { calls, host } = spied({});
  const given = {
    ...host,
    environment: { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "http.proxy", GIT_CONFIG_VALUE_0: "x" },
  };
  failureOf(() => fetchObject(given, { root: "/", isShallow: true }, "origin", "main", { depth: null }));
  const set = calls[0]?.[1]?.environment ?? {};
  expect([set["GIT_CONFIG_KEY_0"], set["GIT_CONFIG_KEY_1"]]).toEqual([undefined, "credential.interactive"]);
  expect(calls[0]?.[0].some((argument) => argument.startsWith("--depth"))).toBe(false);
});

test("no message of a failed fetch tells the secret, be it that git repeats it", () => {
  for (const stderr of [
    `fatal: bad header authorization: basic ${token}`,
    `remote: https://x-access-token:${token}@github.com/a/b refused`,
    `fatal: unable to access 'https://x:hunter2@github.com/a/b': 403`,
  ]) {
    const { host } = spied({ stderr });
    const failure = failureOf(() =>
      fetchObject(host, { root: "/", isShallow: true }, "origin", "main", {
        depth: 1,
        extraHeader: `authorization: basic ${token}`,
      }),
    );
    expect(failure).toContain("git could not fetch `main`");
    expect(failure).not.toContain(token);
    expect(failure).not.toContain("hunter2");
  }
});

test("git reaches no remote unless that is asked for", () => {
  const { host, lacking, remote, path } = shallowClone();
  const args = ["fetch", "-q", "--depth=1", remote, lacking];
  const answer = host.git(path, args);
  expect([answer.status, answer.stderr]).toEqual([
    128,
    expect.stringContaining("transport 'file' not allowed"),
  ]);
  expect(host.git(path, args, "", { network: true, environment: {} }).status).toBe(0);
  expect(execFileSync("git", ["cat-file", "-t", lacking], { cwd: path, encoding: "utf8" })).toBe("commit\n");
});
