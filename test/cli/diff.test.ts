import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, type Outcome } from "../support/cli.ts";
import { gitFolderWith, runGitIn } from "../support/git-repository.ts";

const agent = (...statements: readonly string[]): string =>
  ["agent: ci-runner", "policies:", ...statements.map((s) => `  - ${JSON.stringify(s)}`), ""].join("\n");

const read = "git:read on repos/*";
const feature = "git:push on repos/*/branches/feature/*";
const wide = "git:push on repos/*/branches/f*";

interface Json {
  readonly changes: readonly {
    readonly kind: string;
    readonly agent: string | null;
    readonly tags: readonly string[];
    readonly message: string;
    readonly region?: { readonly resources: string; readonly except: string | null; readonly exact: boolean };
    readonly witness?: { readonly request: { readonly resource: string } };
    readonly before?: { readonly effect: string };
    readonly after?: { readonly effect: string };
    readonly refused?: readonly string[];
  }[];
  readonly summary: { readonly [kind: string]: number };
}

function jsonOf({ stdout }: Outcome): Json {
  return JSON.parse(stdout) as Json;
}

test("two folders that decide alike differ in nothing, however they are laid out", async () => {
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read, "git:push on repos/*/branches/{feature,fix}/*"),
    "head/policies/roles.yaml": "role: reader\npolicies:\n  - git:read on repos/*\n",
    "head/policies/elsewhere.yaml":
      "agent: ci-runner\nextends: [reader]\npolicies:\n  - git:push on repos/*/branches/fix/*\n  - git:push on repos/*/branches/feature/*\n",
  });
  const outcome = await folder.run(["diff", "base", "head"]);
  expect([outcome.code, outcome.stdout]).toEqual([
    0,
    "no difference: base and head decide every request alike\n",
  ]);
});

test("a widened star is reported alone, with a request that shows it", async () => {
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read, feature),
    "head/policies/ci-runner.yaml": agent(read, wide),
  });
  const { changes, summary } = jsonOf(await folder.run(["diff", "base", "head", "--format", "json"]));
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    kind: "widened",
    agent: "ci-runner",
    region: { resources: "repos/*/branches/f*", except: "repos/*/branches/feature/*", exact: true },
    before: { effect: "deny" },
    after: { effect: "allow" },
  });
  expect(summary).toEqual({
    widened: 1,
    narrowed: 0,
    gated: 0,
    ungated: 0,
    obligations: 0,
    limits: 0,
    config: 0,
    tests: 0,
  });
});

test("a gate refuses the kinds it names and no others", async () => {
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read, feature),
    "head/policies/ci-runner.yaml": agent(read, wide),
  });
  const refused = await folder.run(["diff", "base", "head", "--fail-on", "ungated,widened"]);
  expect(refused.code).toBe(1);
  expect(refused.stdout).toContain("refused  --fail-on widened");
  expect((await folder.run(["diff", "base", "head", "--fail-on", "narrowed"])).code).toBe(0);
  expect((await folder.run(["diff", "head", "base", "--fail-on", "narrowed"])).code).toBe(1);
});

test("a word that no gate knows is refused with the one that was meant", async () => {
  const folder = folderWith({ "a/policies/a.yaml": agent(read) });
  const outcome = await folder.run(["diff", "a", "a", "--fail-on", "widend"]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  for (const empty of ["", "widened,", ","]) {
    const { code, stderr } = await folder.run(["diff", "a", "a", "--fail-on", empty]);
    expect([code, stderr.split("\n")[0]]).toEqual([2, "error: --fail-on has an empty entry"]);
  }
  expect((await folder.run(["diff", "a", "a", "--fail-on", "widened, ungated"])).code).toBe(0);
  expect(outcome.stderr).toContain("--fail-on knows no `widend`\n  help: did you mean `widened`?");
});

test("a side that does not compile is told with its errors", async () => {
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read),
    "head/policies/ci-runner.yaml": "agent: ci-runner\npolicies:\n  - git:read on\n",
  });
  const outcome = await folder.run(["diff", "base", "head"]);
  expect([outcome.code, outcome.stdout]).toEqual([1, ""]);
  expect(outcome.stderr).toContain("the policies of head do not compile:");
  expect(outcome.stderr).toContain("head/policies/ci-runner.yaml:3");
});

test("a side whose config is broken is the call's fault", async () => {
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read),
    "head/policies/ci-runner.yaml": agent(read),
    "head/sentrely.yaml": "polices: [x]\n",
  });
  expect((await folder.run(["diff", "base", "head"])).code).toBe(2);
});

test("with policies on one side only, everything is newly allowed", async () => {
  const folder = folderWith({
    "head/policies/ci-runner.yaml": agent(read),
    "base/README.md": "nothing yet\n",
  });
  const outcome = await folder.run(["diff", "base", "head", "--format", "json", "--fail-on", "widened"]);
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toBe("base holds no policy file, so it permits nothing\n");
  expect(jsonOf(outcome).changes).toHaveLength(1);
});

test("with policies on neither side there is nothing to compare", async () => {
  const folder = folderWith({ "a/x.txt": "", "b/x.txt": "" });
  expect(await folder.run(["diff", "a", "b"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("neither a nor b holds a policy file") as string,
  });
});

test("a side that is no folder is refused, and a branch's name gets advice", async () => {
  const folder = folderWith({ "a/policies/a.yaml": agent(read) });
  const missing = await folder.run(["diff", "main", "a"]);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain("for a commit, branch or tag write `git:main`");
  expect((await folder.run(["diff", "a", "a/policies/a.yaml"])).stderr).toContain("is no folder");
  expect((await folder.run(["diff", "a"])).code).toBe(2);
  expect((await folder.run(["diff", "git:", "a"])).stderr).toContain("`git:` needs a ref after it");
});

test("sides may be commits, each read with its own config", async () => {
  const folder = gitFolderWith(
    {
      "policies/ci-runner.yaml": agent("push on main"),
      "sentrely.yaml": "vocabulary: {actions: {push: git:push}, resources: {main: repos/a/branches/main}}\n",
    },
    {
      "sentrely.yaml": "vocabulary: {actions: {push: git:push}, resources: {main: repos/*/branches/main}}\n",
    },
  );
  const outcome = await folder.run(["diff", "git:HEAD~1", "git:main", "--format", "json"]);
  expect(outcome.code).toBe(0);
  const kinds = jsonOf(outcome).changes.map(({ kind }) => kind);
  expect(kinds).toContain("widened");
  expect(kinds).toContain("config");
});

test("the working tree is compared with a commit, from a folder below the config too", async () => {
  const folder = gitFolderWith({
    "sentrely.yaml": "version: 1\n",
    "policies/ci-runner.yaml": agent(read, feature),
  });
  folder.write({ "policies/ci-runner.yaml": agent(read, wide) });
  const outcome = await folder.run(["diff", "git:HEAD", "."]);
  expect(outcome.stdout).toContain("newly allowed for ci-runner: git:push on repos/*/branches/f*");
});

test("a policy folder that the base does not have yet is an empty base", async () => {
  const folder = gitFolderWith({ "README.md": "x\n" }, { "policies/ci-runner.yaml": agent(read) });
  const outcome = await folder.run(["diff", "git:HEAD~1", "git:HEAD", "--format", "json"]);
  expect(outcome.stderr).toBe("git:HEAD~1 holds no policy file, so it permits nothing\n");
  expect(jsonOf(outcome).changes.map(({ kind }) => kind)).toEqual(["agent"]);
});

test("a working folder that the base does not have yet is an empty base", async () => {
  const folder = gitFolderWith({ "README.md": "x\n" }, { "web/policies/ci-runner.yaml": agent(read) });
  const outcome = await folder.run(["diff", "git:HEAD~1", "."], { cwd: "web" });
  expect(outcome.code).toBe(0);
  expect(outcome.stderr).toContain("permits nothing");
});

test("a renamed policy file is no change", async () => {
  const folder = gitFolderWith(
    { "policies/one.yaml": agent(read, feature) },
    { "policies/one.yaml": null, "policies/two.yaml": agent(read, feature) },
  );
  expect((await folder.run(["diff", "git:HEAD~1", "git:HEAD"])).stdout).toContain("no difference");
});

test("a ref that does not exist is the call's fault, and a shallow clone is told which fetch helps", async () => {
  const folder = gitFolderWith({ "policies/a.yaml": agent(read) }, { "policies/a.yaml": agent(feature) });
  const outcome = await folder.run(["diff", "git:mian", "git:HEAD"]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toContain("git knows no commit `mian`");
  const clone = folderWith({});
  rmSync(join(clone.path, ".git"), { recursive: true });
  runGitIn(clone.path, ["clone", "-q", "--depth=1", `file://${folder.path}`, "."]);
  const shallow = await clone.run(["diff", "git:HEAD~1", "git:HEAD"]);
  expect(shallow.code).toBe(2);
  expect(shallow.stderr).toContain("`git fetch --unshallow`");
  expect(shallow.stderr).toContain("fetch-depth: 0");

  folder.git("branch", "old", "HEAD~1");
  for (const ref of ["old", "origin/old"]) {
    const missing = await clone.run(["diff", `git:${ref}`, "git:HEAD"]);
    const call = /`git (fetch [^`]*)`/.exec(missing.stderr)?.[1] ?? "";
    runGitIn(clone.path, call.split(" "));
    expect((await clone.run(["diff", `git:${ref}`, "git:HEAD"])).code).toBe(0);
  }
});

test("a link that leads out of the repository is refused on either side", async () => {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "sentrely-outside-")));
  onTestFinished(() => {
    rmSync(outside, { recursive: true, force: true });
  });
  execFileSync("sh", ["-c", `printf '%s' 'agent: x' > ${outside}/a.yaml`]);
  const folder = gitFolderWith(
    { "policies/a.yaml": agent(read) },
    { "policies/b.yaml": { link: join(outside, "a.yaml") } },
  );
  const commit = await folder.run(["diff", "git:HEAD~1", "git:HEAD"]);
  expect(commit.code).toBe(2);
  expect(commit.stderr).toContain("policies/b.yaml");
  expect(commit.stderr).toMatch(/leads out of the repository|leads nowhere/);
  const tree = await folder.run(["diff", "git:HEAD~1", "."]);
  expect(tree.code).toBe(2);
  expect(tree.stderr).toContain("the symbolic link leads out of the repository");

  const withFolder = gitFolderWith(
    { "policies/a.yaml": agent(read) },
    { "policies/more": { link: outside } },
  );
  for (const head of ["git:HEAD", "."]) {
    const { code, stderr } = await withFolder.run(["diff", "git:HEAD~1", head]);
    expect(code).toBe(2);
    expect(stderr).toContain("policies/more: the symbolic link leads out of the repository");
  }
});

test("policies inside a submodule are not read from a commit", async () => {
  const other = gitFolderWith({ "a.yaml": agent(read) });
  const folder = gitFolderWith({ "sentrely.yaml": "policies: [vendor/policies]\n", "tests/.keep": "" });
  folder.git("submodule", "add", "-q", `file://${other.path}`, "vendor");
  folder.git("commit", "-q", "-m", "vendor");
  const outcome = await folder.run(["diff", "git:HEAD", "git:HEAD"]);
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain("vendor is a submodule at that commit");

  const below = gitFolderWith({ "policies/a.yaml": agent(read) });
  below.git("submodule", "add", "-q", `file://${other.path}`, "policies/more");
  below.git("commit", "-q", "-m", "more");
  const unseen = await below.run(["diff", "git:HEAD~1", "git:HEAD"]);
  expect(unseen.code).toBe(2);
  expect(unseen.stderr).toContain("policies/more is a submodule at that commit");
});

test("Markdown holds policy text in code spans that it cannot leave", async () => {
  const hostile = 'mcp:x:`y`@team on "docs/`(http://evil)|<img>"';
  const folder = folderWith({
    "base/policies/ci-runner.yaml": agent(read),
    "head/policies/ci-runner.yaml": agent(read, hostile),
  });
  const { stdout } = await folder.run(["diff", "base", "head", "--format", "markdown"]);
  const row = stdout.split("\n").find((line) => line.startsWith("| newly allowed"));
  expect(row).toContain("``mcp:x:`y`@team on docs/`(http://evil)\\|<img>``");
});

test("the report goes into a file when one is named", async () => {
  const folder = folderWith({ "a/policies/a.yaml": agent(read), "b/policies/a.yaml": agent(feature) });
  const outcome = await folder.run(["diff", "a", "b", "--output-file", "diff.txt"]);
  expect([outcome.code, outcome.stdout]).toEqual([0, ""]);
  expect(folder.read("diff.txt")).toContain("newly allowed");
});

test("the same sides give the same bytes in other folders and file orders", async () => {
  const sides = (first: string, second: string): { readonly [path: string]: string } => ({
    [`base/policies/${first}`]: agent(read),
    [`base/policies/${second}`]: agent(feature).replace("ci-runner", "docs-bot"),
    [`head/policies/${first}`]: agent(wide),
    [`head/policies/${second}`]: agent(read).replace("ci-runner", "docs-bot"),
  });
  const [one, two] = [folderWith(sides("a.yaml", "b.yaml")), folderWith(sides("a.yaml", "b.yaml"))];
  const run = async (folder: typeof one): Promise<string> =>
    (await folder.run(["diff", "base", "head", "--format", "json"])).stdout;
  expect(await run(one)).toBe(await run(two));
});

test("a link as a side is the folder that it leads to", async () => {
  const folder = folderWith({ "a/policies/a.yaml": agent(read) });
  symlinkSync("a", join(folder.path, "b"));
  expect((await folder.run(["diff", "a", "b"])).stdout).toContain("no difference");
});
