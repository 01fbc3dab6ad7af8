import { execFileSync } from "node:child_process";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { folderWith, type RunOptions } from "../support/cli.ts";
import { changeOf, check, policies, refusedOf, reworded, wider, type ReviewJson } from "../support/ci.ts";
import { gitFolderWith, runGitIn, type GitFolder } from "../support/git-repository.ts";
import { holding, revision } from "../support/review-texts.ts";

/** Main went on after the change left it. */
function diverged(): GitFolder {
  const folder = changeOf(policies, wider);
  folder.git("switch", "-q", "main");
  folder.commit({ ...revision(holding("git:read on repos/*", "git:fetch on repos/*")) });
  folder.git("switch", "-q", "change");
  return folder;
}

/** A clone of it, as a CI system makes one, with the branch `change`. */
function cloneOf(folder: GitFolder, ...args: readonly string[]): GitFolder {
  const clone = gitFolderWith({});
  execFileSync("rm", ["-rf", clone.path]);
  runGitIn("/", ["clone", "-q", ...args, `file://${folder.path}`, clone.path]);
  return clone;
}

const newlyAllowed = ({ changes }: ReviewJson): string[] =>
  changes.filter(({ kind }) => kind === "widened").map(({ message }) => message);
const own = ["`ci` may now do `git:list on repos/*`"];

test("of a branch the commit where the change leaves it is compared with", async () => {
  const folder = diverged();
  const { code, review } = await check(folder);
  const common = folder.git("merge-base", "main", "change").slice(0, 10);
  expect([code, newlyAllowed(review), review.changes.length]).toEqual([1, own, 1]);
  expect(review.notes).toEqual([`compared with \`${common}\`, where the change leaves \`main\``]);
});

test("a commit, a tag and git:REF are taken as they are", async () => {
  const folder = diverged();
  folder.git("tag", "v1", "main");
  const commit = folder.git("rev-parse", "main");
  for (const base of [commit, commit.slice(0, 12), "v1", "git:v1", "main~0"]) {
    const { review } = await check(folder, ["--base", base]);
    expect([base, review.changes.map(({ kind }) => kind).sort()]).toEqual([base, ["narrowed", "widened"]]);
    expect(review.notes).toEqual([]);
  }
});

test("a folder is compared with as if it were called there", async () => {
  const folder = changeOf(policies, wider);
  const old = folderWith(revision());
  for (const base of [old.path, relative(folder.path, old.path)]) {
    const { code, review } = await check(folder, ["--base", base]);
    expect([code, newlyAllowed(review)]).toEqual([1, own]);
  }
});

test("where a folder and a branch have one name the branch is meant, and `./` the folder", async () => {
  const folder = changeOf({ ...policies, "main/policies/x.yaml": "- git:read on repos/x\n" }, wider);
  expect((await check(folder)).review.changes).toHaveLength(1);
  expect((await check(folder, ["--base", "./main"])).review.changes.length).toBeGreaterThan(1);
});

test("a base that is not there is the call's fault", async () => {
  const folder = changeOf(policies, wider);
  const failure = async (base: string): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(["ci", "--base", base]);
    expect([code, stdout]).toEqual([2, ""]);
    return stderr;
  };
  expect(await failure("origin/main")).toContain("error: git knows no commit `origin/main`");
  expect(await failure("git:nowhere")).toContain("error: git knows no commit `nowhere`");
  expect(await failure("./nowhere")).toContain("error: --base: cannot read ./nowhere: no such folder");
  expect(await failure("--upload-pack=x")).toContain("git knows no commit");
  expect(await failure("README.md/x")).toContain("git knows no commit");
});

test("a base that is a file is the call's fault", async () => {
  const folder = changeOf({ ...policies, "notes.txt": "" }, wider);
  const { code, stderr } = await folder.run(["ci", "--base", "notes.txt"]);
  expect([code, stderr]).toEqual([2, "error: notes.txt is no folder\n"]);
});

interface Environment {
  readonly title: string;
  readonly environment: (folder: GitFolder) => NonNullable<RunOptions["environment"]>;
  readonly base: string;
  /** Whether what main got meanwhile is left out. */
  readonly isOwn?: boolean;
}

const environments: readonly Environment[] = [
  {
    title: "GitLab's commit of a merge request",
    environment: ({ git }) => ({
      CI_MERGE_REQUEST_DIFF_BASE_SHA: git("merge-base", "main", "change"),
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "no-such-branch",
    }),
    base: "sha",
  },
  {
    title: "GitLab's commit of a result that is merged on trial",
    environment: ({ git }) => ({
      CI_MERGE_REQUEST_TARGET_BRANCH_SHA: git("merge-base", "main", "change"),
      CI_MERGE_REQUEST_DIFF_BASE_SHA: git("rev-parse", "main"),
    }),
    base: "sha",
  },
  {
    title: "GitLab's target branch",
    environment: () => ({
      CI_MERGE_REQUEST_DIFF_BASE_SHA: "",
      CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
    }),
    base: "origin/main",
  },
  {
    title: "Buildkite's base branch",
    environment: () => ({ BUILDKITE_PULL_REQUEST_BASE_BRANCH: "main" }),
    base: "origin/main",
  },
  { title: "Jenkins' target", environment: () => ({ CHANGE_TARGET: "main" }), base: "origin/main" },
  { title: "GitHub's base", environment: () => ({ GITHUB_BASE_REF: "main" }), base: "origin/main" },
  { title: "origin's default branch", environment: () => ({}), base: "origin/main" },
];

for (const { title, environment, base } of environments) {
  test(`without --base, ${title} is compared with`, async () => {
    const folder = diverged();
    folder.git("switch", "-q", "main");
    const clone = cloneOf(folder);
    clone.git("switch", "-q", "change");
    // A local branch of that name may be old.
    clone.git("branch", "-f", "main", "change");
    const values = environment(folder);
    const { code, review } = await check(clone, [], { environment: values });
    expect([code, newlyAllowed(review), review.changes.length]).toEqual([1, own, 1]);
    const sha = Object.values(values)[0]?.slice(0, 10);
    expect(review.base).toBe(base === "sha" ? sha : base);
  });
}

test("a local branch serves where the remote's is not there", async () => {
  const folder = diverged();
  const { review } = await check(folder, [], { environment: { CHANGE_TARGET: "main" } });
  expect([review.base, newlyAllowed(review)]).toEqual(["main", own]);
});

test("without --base and without anything that names one, the call says how to give it", async () => {
  const inGit = changeOf(policies, wider);
  const outside = folderWith(revision());
  execFileSync("rm", ["-rf", `${outside.path}/.git`]);
  for (const [folder, why] of [
    [inGit, "git knows no default branch of `origin`"],
    [outside, "this folder is in no git repository"],
  ] as const) {
    const { code, stdout, stderr } = await folder.run(["ci"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error: what to compare with is not known");
    expect(stderr).toContain(why);
    expect(stderr).toContain("--base main");
    expect(stderr).toContain("--base none");
  }
});

test("a default branch that holds the head already is said to leave nothing to compare", async () => {
  const folder = diverged();
  folder.git("switch", "-q", "main");
  const clone = cloneOf(folder);
  const note = "`origin/main` holds this commit already, so no commit of a change is compared";
  expect((await check(clone, [])).review.notes).toEqual([note]);
  clone.git("switch", "-q", "change");
  expect((await check(clone, [])).review.notes).not.toContain(note);
});

test("what a CI system names and git does not hold is no reason to compare with something else", async () => {
  const folder = diverged();
  folder.git("switch", "-q", "main");
  const clone = cloneOf(folder);
  clone.git("switch", "-q", "change");
  const lacking = "0123456789012345678901234567890123456789";
  for (const environment of [
    { CI_MERGE_REQUEST_DIFF_BASE_SHA: lacking },
    { CI_MERGE_REQUEST_TARGET_BRANCH_SHA: lacking },
    { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "release" },
    { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "release" },
    { CHANGE_TARGET: "$(id)" },
    { GITHUB_BASE_REF: "release" },
  ]) {
    const { code, stdout, stderr } = await clone.run(["ci"], { environment });
    expect([code, stdout]).toEqual([2, ""]);
    const [[variable = "", value = ""] = []] = Object.entries(environment);
    expect(stderr).toContain(`error: git knows no \`${value}\`, which ${variable} names`);
    expect(stderr.includes(`git fetch origin ${value}`)).toBe(!value.startsWith("$"));
  }
});

test("the commit of a target branch that a merge request had before is compared with nothing", async () => {
  const folder = diverged();
  folder.git("branch", "wide", "change");
  folder.git("switch", "-q", "main");
  const clone = cloneOf(folder);
  clone.git("switch", "-q", "change");
  const environment = (target: string): NodeJS.ProcessEnv => ({
    CI_MERGE_REQUEST_DIFF_BASE_SHA: folder.git("rev-parse", "wide"),
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: target,
  });
  expect((await check(clone, [], { environment: environment("wide") })).code).toBe(0);
  const { code, stdout, stderr } = await clone.run(["ci"], { environment: environment("main") });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("is no commit of the target branch `main`");
});

test("a shallow clone says what it lacks, and how to have it fetched", async () => {
  const folder = diverged();
  const clone = cloneOf(folder, "--depth=1", "--branch=change", "--no-single-branch");
  for (const args of [["--base", "origin/main"], []]) {
    const { code, stdout, stderr } = await clone.run(["ci", ...args], {
      environment: { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main" },
    });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("have in common: this clone is shallow");
    expect(stderr).toContain("`fetch-depth: 0`");
    expect(stderr).toContain("`GIT_DEPTH: 0`");
  }
  const missing = await clone.run(["ci"], {
    environment: { CI_MERGE_REQUEST_DIFF_BASE_SHA: folder.git("rev-parse", "main~1") },
  });
  expect([missing.code, missing.stdout]).toEqual([2, ""]);
  expect(missing.stderr).toContain("which CI_MERGE_REQUEST_DIFF_BASE_SHA names: this clone is shallow");
});

test("branches that have no commit in common are compared by naming one", async () => {
  const folder = changeOf(policies, wider);
  folder.git("switch", "-q", "--orphan", "other");
  folder.commit({ ...policies, ...wider });
  const { code, stderr } = await folder.run(["ci", "--base", "main"]);
  expect(code).toBe(2);
  expect(stderr).toContain("git knows no commit that the head and `main` have in common");
  const commit = folder.git("rev-parse", "main");
  expect(refusedOf(await check(folder, ["--base", commit]))).toEqual(["widened"]);
});

test("the head may be a commit, which is read as data and not from the working tree", async () => {
  const folder = changeOf(policies, wider);
  folder.write({ "policies/ci.yaml": "broken: [" });
  const { review } = await check(folder, ["--base", "main", "--head", "change"]);
  expect([review.head, newlyAllowed(review)]).toEqual(["change", own]);
  const { code, stderr } = await folder.run(["ci", "--base", "main", "--head", "nowhere"]);
  expect([code, stderr.split("\n")[0]]).toEqual([2, "error: git knows no commit `nowhere`"]);
});

test("what is staged is what counts, whatever the working tree holds", async () => {
  const folder = changeOf(policies, reworded);
  const at = "policies/ci.yaml";
  folder.write({ [at]: holding("git:read on repos/*", "git:list on repos/*")[at] ?? "" });
  expect((await check(folder, ["--staged"])).review).toMatchObject({ changes: [], base: "HEAD" });
  folder.git("add", "-A");
  folder.write({ [at]: "broken: [" });
  const { review } = await check(folder, ["--staged"]);
  expect([review.head, newlyAllowed(review)]).toEqual(["what is staged", own]);
  expect((await check(folder, ["--staged", "--base", "main"])).code).toBe(1);
});

test("the first commit has nothing before it to be compared with", async () => {
  const folder = gitFolderWith({ ...policies });
  folder.git("update-ref", "-d", "HEAD");
  const { code, review } = await check(folder, ["--staged"]);
  expect([code, review.base_state, review.notes]).toEqual([
    0,
    "none",
    ["there is no commit yet to compare with"],
  ]);
});

test("what is staged with a conflict cannot be told", async () => {
  const folder = diverged();
  expect(() => folder.git("merge", "-q", "main")).toThrow();
  const { code, stdout, stderr } = await folder.run(["ci", "--staged"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("error: git could not tell what is staged");
});

test("without git, a folder serves", async () => {
  const folder = folderWith({ ...(revision() as { readonly [path: string]: string }) });
  const old = folderWith(revision());
  const git = (): { status: null; stdout: Uint8Array; stderr: string; error: string } => ({
    status: null,
    stdout: new Uint8Array(),
    stderr: "",
    error: "ENOENT",
  });
  const named = await folder.run(["ci", "--base", "main"], { git });
  expect([named.code, named.stderr.split("\n")[0]]).toEqual([
    2,
    "error: git is not installed, and comparing with a commit needs it",
  ]);
  expect((await folder.run(["ci", "--base", `${old.path}/`], { git })).code).toBe(0);
});
