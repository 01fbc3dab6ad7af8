import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Outcome } from "../support/cli.ts";
import { below, changeOf, check, policies, refusedOf, reviewJson, wider } from "../support/ci.ts";
import type { CommitFiles, GitFolder } from "../support/git-repository.ts";
import { configured, holding, policy, revision, tests } from "../support/review-texts.ts";
import { runGit } from "../../src/cli/host.ts";

/** What takes a folder's files away. */
function without(folder: string, files: CommitFiles): CommitFiles {
  return Object.fromEntries(Object.keys(files).map((path) => [`${folder}/${path}`, null]));
}

test("a policy folder that is renamed together with the config's entry is no change", async () => {
  const texts = configured(revision(), "policies: [policies]");
  const folder = changeOf(texts, {
    ...configured({}, "policies: [rules]"),
    "rules/ci.yaml": texts["policies/ci.yaml"] ?? "",
    "policies/ci.yaml": null,
  });
  const { code, review } = await check(folder);
  expect([code, review.base_state, review.changes]).toEqual([0, "compared", []]);
});

test("a set whose folder is renamed is compared with what it was", async () => {
  const set = configured(revision(), "timezone: UTC");
  const folder = changeOf(below("old/team", set), {
    ...without("old/team", set),
    ...below("new", { ...set, ...holding("git:read on repos/*", "git:list on repos/*") }),
  });
  for (const args of [["new"], ["--config", "new/sentrely.yaml"], ["--head", "change", "new"]]) {
    const report = await check(folder, ["--base", "main", ...args]);
    expect([args, report.code, report.review.base_state]).toEqual([args, 1, "compared"]);
    expect(report.review.changes.map(({ kind }) => kind)).toEqual(["widened"]);
    expect(report.review.notes).toEqual(["`new` was `old/team` in `main`, and is compared with it"]);
  }
  const inside = await check(folder, ["--base", "main"], { cwd: "new" });
  expect(inside.review.changes.map(({ kind }) => kind)).toEqual(["widened"]);
});

test("the files of a renamed set are named as they are on each side", async () => {
  const set = configured(holding("git:read on repos/*", "git:list on repos/*"), "timezone: UTC");
  const folder = changeOf(below("old", set), {
    ...without("old", set),
    ...below("new", { ...set, ...revision() }),
  });
  const { stdout } = await folder.run(["ci", "--base", "main", "--format", "markdown", "new"]);
  expect(stdout).toContain("old/policies/ci.yaml:5");
});

test("a set whose folder is new permits nothing before", async () => {
  const folder = changeOf(below("one", policies), below("two", configured(revision(), "timezone: UTC")));
  for (const options of [{}, { cwd: "two" }]) {
    const args = options.cwd === undefined ? ["two"] : [];
    const report = await check(folder, ["--base", "main", ...args], options);
    expect([report.code, report.review.base_state]).toEqual([1, "empty"]);
    expect(refusedOf(report)).toContain("widened");
  }
});

test("the first policies of a repository are all newly allowed", async () => {
  const report = await check(changeOf({ "README.md": "" }, policies));
  expect([report.code, report.review.base_state, refusedOf(report)]).toEqual([1, "empty", ["widened"]]);
});

test("a change that deletes all policies fails, whoever acknowledges it", async () => {
  const folder = changeOf(policies, { "policies/ci.yaml": null, "tests/ci.test.yaml": null });
  for (const args of [[], ["policies", "tests"], ["policies"]]) {
    const report = await check(folder, ["--base", "main", "--acknowledged-by", "Ada", ...args]);
    expect([args, report.code, report.review.conclusion]).toEqual([args, 1, "failed"]);
    expect(report.review.reasons).toContainEqual({
      kind: "empty",
      message: "the head holds no policy",
      waived: false,
    });
  }
});

test("a head without policies is told where they were looked for, and nothing is called allowed", async () => {
  const folder = changeOf({ "README.md": "", ...below("team", policies) }, { "README.md": "more" });
  const nowhere =
    "the top folder has neither a `sentrely.yaml` nor policies in `policies` or `tests`: if they lie elsewhere, name their folder";
  expect((await check(folder)).review.notes).toEqual([nowhere]);
  for (const format of ["pretty", "markdown"]) {
    const { code, stdout } = await folder.run(["ci", "--base", "main", "--format", format]);
    expect(code).toBe(1);
    expect(stdout).toContain("the head holds no policy");
    expect(stdout).not.toMatch(/newly allowed|alike|as before|tests pass/);
  }
  const named = changeOf({ "team/sentrely.yaml": "policies: [rules]\n", "team/rules/x.txt": "" }, { a: "" });
  const report = await check(named, ["--base", "main"], { cwd: "team" });
  expect(report.review.notes).toEqual(["the `sentrely.yaml` of `team` names no policy file that is there"]);
});

test("a working folder that the head has no more holds no policy", async () => {
  const folder = changeOf(below("team", policies), without("team", policies));
  folder.write({ "team/notes.txt": "" });
  const report = await check(folder, ["--base", "main", "--head", "change"], { cwd: "team" });
  expect([report.code, report.review.reasons.some(({ kind }) => kind === "empty")]).toEqual([1, true]);
});

test("a head that cannot be read is no pass", async () => {
  const folder = changeOf(policies, configured({}, "policies: [policies, nowhere]"));
  for (const args of [[], ["--head", "change"]]) {
    const { code, stdout, stderr } = await folder.run(["ci", "--base", "main", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe("error: sentrely.yaml names nowhere, and nothing is there\n");
  }
});

test("a PATH that one side lacks is dropped there and noted, one that both lack is an error", async () => {
  const other = "extra/reader.yaml";
  const folder = changeOf(policies, { [other]: policy("reader", "git:read on docs/*") });
  const paths = ["policies", "tests", "extra"];
  const { code, review } = await check(folder, ["--base", "main", ...paths]);
  expect([code, review.notes]).toEqual([1, ["`main` has no `extra`"]]);
  expect(review.changes).toMatchObject([{ kind: "agent", agent: "reader", refused: ["widened"] }]);
  folder.git("branch", "-f", "main");
  folder.commit({ [other]: null });
  const gone = await check(folder, ["--base", "main", "--head", "change", ...paths]);
  expect([gone.code, gone.review.notes]).toEqual([0, ["`change` has no `extra`"]]);
  for (const path of ["nowhere", "nowhere/*.yaml"]) {
    const { code: exit, stdout, stderr } = await folder.run(["ci", "--base", "main", ...paths, path]);
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`error: cannot read ${path}: neither the working tree nor main has it\n`);
  }
});

test("a PATH within the set chooses the set, all of which is checked", async () => {
  const folder = changeOf(policies, { "policies/reader.yaml": policy("reader", "git:read on docs/*") });
  for (const path of ["policies/ci.yaml", "policies/reader.yaml", "policies/*.yaml", "tests"]) {
    const { code, review } = await check(folder, ["--base", "main", path]);
    expect([path, code, review.base_state]).toEqual([path, 1, "compared"]);
    expect(review.changes).toMatchObject([{ kind: "agent", agent: "reader", refused: ["widened"] }]);
  }
});

test("--config names the set, and a file that is no config or is not there is refused", async () => {
  const set = configured(revision(), "timezone: UTC");
  const folder = changeOf({ ...below("a", set), ...below("b", set) }, below("b", wider));
  expect((await check(folder, ["--base", "main", "--config", "a/sentrely.yaml"])).code).toBe(0);
  expect((await check(folder, ["--base", "main", "--config", "b/sentrely.yaml"])).code).toBe(1);
  expect((await check(folder, ["--base", "main", "--config", "../b/sentrely.yaml"], { cwd: "a" })).code).toBe(
    1,
  );
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(["ci", "--base", "main", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    return stderr;
  };
  expect(await refused("--config", "c/sentrely.yaml")).toContain(
    "error: cannot read c/sentrely.yaml, which --config names: no such file in the working tree",
  );
  expect(await refused("--config", "a/policies/ci.yaml")).toContain("is no `sentrely.yaml`");
  expect(await refused("--config", "a/sentrely.yaml", "b")).toContain("the PATHs are not governed by");
});

test("a config that a change adds lower down does not take the base's policies out of sight", async () => {
  const folder = changeOf(configured({ ...policies, "infra/README.md": "" }, "policies: [policies, infra]"), {
    ...below("infra", configured({}, "policies: [own]")),
    "infra/own/x.yaml": policy("x", "git:read on x/*"),
    "infra/tests/x.test.yaml": tests("x can git:read x/y"),
  });
  const { code, review } = await check(folder, ["--base", "main"], { cwd: "infra" });
  expect([code, review.base_state]).toEqual([1, "compared"]);
  expect(review.changes.map(({ message }) => message)).toContain(
    "base test `ci can git:read repos/app` no longer holds: no agent of this set matches `ci`",
  );
});

test("text of names stands in notes and messages as text", async () => {
  const name = "a`::error::\u202e";
  const folder = changeOf(policies, { [`${name}/x.yaml`]: policy("x", "git:read on x/*") });
  const { review } = await check(folder, ["--base", "main", "policies", "tests", name]);
  expect(review.notes).toEqual(["`main` has no `a\\u{60}::error::\\u{202e}`"]);
});

async function processesOf(folder: GitFolder, args: readonly string[]): Promise<[string[], Outcome]> {
  const called: string[] = [];
  const outcome = await folder.run(["ci", ...args, "--format", "json"], {
    git: (cwd, given, input, options) => {
      called.push(given[0] ?? "");
      return runGit(cwd, given, input, options);
    },
  });
  return [called, outcome];
}

test("a commit is read by few calls of git, however many folders hold its policies", async () => {
  const many: CommitFiles = Object.fromEntries(
    [...Array(30).keys()].map((i) => [
      `policies/team-${String(i)}/agent.yaml`,
      policy(`agent-${String(i)}`, "git:read on repos/*"),
    ]),
  );
  const folder = changeOf({ ...policies, ...many, ".github/workflows/a.yml": "", Jenkinsfile: "" }, wider);
  const commit = folder.git("rev-parse", "main");
  const [called, outcome] = await processesOf(folder, ["--base", commit, "--head", "change"]);
  expect(reviewJson(outcome).changes).toHaveLength(1);
  expect(called.filter((name) => name === "ls-tree")).toHaveLength(2);
  expect(called.filter((name) => name === "cat-file").length).toBeLessThanOrEqual(4);
  expect(called.length).toBeLessThanOrEqual(14);
});

test("an object that git lacks is a failure, not an empty base", async () => {
  const folder = changeOf(policies, wider);
  const lost = folder.git("rev-parse", "main:policies/ci.yaml");
  rmSync(`${folder.path}/.git/objects/${lost.slice(0, 2)}/${lost.slice(2)}`);
  const { code, stdout, stderr } = await folder.run(["ci", "--base", "main"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("git does not hold the content of a file of that commit");
});

test("a working folder that the head makes a link to a looser set is compared with what it was", async () => {
  const set = configured(revision(), "timezone: UTC");
  const looser = { ...set, ...holding("git:read on repos/*", "git:list on repos/*") };
  const folder = changeOf(
    { ...below("pol", set), ...below("loose", looser) },
    { ...without("pol", set), pol: { link: "loose" } },
  );
  const here = join(folder.path, "pol");
  // A shell says in PWD by which name it came to the folder that processes know by its real one.
  for (const options of [{ cwd: "pol" }, { cwd: "loose", environment: { PWD: here } }]) {
    for (const head of [[], ["--head", "change"]]) {
      const report = await check(folder, ["--base", "main", ...head], options);
      expect([options, head, report.code, refusedOf(report)]).toEqual([options, head, 1, ["widened"]]);
    }
  }
  const inLoose = await check(folder, ["--base", "main"], {
    cwd: "loose",
    environment: { PWD: folder.path },
  });
  expect([inLoose.code, inLoose.review.changes]).toEqual([0, []]);
});

test("a working folder that a commit filled like a repository of git is not taken for one", async () => {
  const folder = changeOf(below("pol", configured(revision(), "timezone: UTC")), below("pol", wider));
  folder.git("init", "-q", "--bare", "like");
  for (const name of ["HEAD", "objects", "refs", "config"]) {
    renameSync(join(folder.path, "like", name), join(folder.path, "pol", name));
  }
  folder.git("config", "-f", "pol/config", "core.bare", "false");
  folder.git("config", "-f", "pol/config", "core.worktree", "..");
  for (const head of [[], ["--head", "change"]]) {
    const { code, stderr } = await folder.run(["ci", "--base", "main", ...head], { cwd: "pol" });
    expect([code, stderr]).toEqual([2, expect.stringContaining("cannot use bare repository")]);
  }
});
