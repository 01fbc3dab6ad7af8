import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";
import { below, changeOf, check, policies, refusedOf, reworded, tagsOf, wider } from "../support/ci.ts";
import type { CommitFiles } from "../support/git-repository.ts";
import { configured, holding, revision } from "../support/review-texts.ts";

test("a change of the config alone is judged by the base's too", async () => {
  const strict = (level: string): CommitFiles =>
    configured(
      {
        ...revision(),
        ...holding("git:read on repos/*", "git:read on repos/mirror/*"),
      },
      `lint: {rules: {shadowed-statement: ${level}}}`,
    );
  const report = await check(changeOf(strict("warning"), strict("off")));
  expect(report.code).toBe(1);
  expect(report.review.findings).toMatchObject([{ code: "shadowed-statement", judge: "base" }]);
  expect(tagsOf(report.review)).toEqual([expect.stringContaining("level-lowered")]);
});

test("a suppression that is added is a change, and what it hides stands", async () => {
  const covered = holding("git:read on repos/*", "git:read on repos/mirror/*");
  const at = "policies/ci.yaml";
  const text = covered[at] ?? "";
  const folder = changeOf(policies, {
    [at]: text.replace(
      "  - git:read on repos/mirror/*",
      "  # sentrely-ignore shadowed-statement: for now\n  - git:read on repos/mirror/*",
    ),
  });
  const { code, review } = await check(folder);
  expect([code, tagsOf(review)]).toEqual([1, [expect.stringContaining("suppression-added")]]);
  expect(review.findings).toMatchObject([{ code: "shadowed-statement", judge: "base" }]);
});

test("a baseline is read from each side, and an entry that is added counts as a weakening", async () => {
  const covered = holding("git:read on repos/*", "git:read on repos/mirror/*");
  const folder = changeOf(policies);
  const args = ["--base", "main", "--baseline", "accepted.json"];
  folder.commit(covered);
  await folder.run(["lint", "--write-baseline", "accepted.json"]);
  const added = await check(folder, args);
  expect([added.code, tagsOf(added.review)]).toEqual([1, [expect.stringContaining("baseline-added")]]);
  folder.git("add", "-A");
  folder.git("commit", "-q", "-m", "accepted");
  folder.git("branch", "-f", "main");
  expect(await check(folder, args)).toMatchObject({ code: 0, review: { findings: [], changes: [] } });
  const gone = await folder.run(["ci", "--base", "main", "--baseline", "nowhere.json"]);
  expect([gone.code, gone.stderr]).toEqual([
    2,
    "error: cannot read nowhere.json: no such file or folder (ENOENT)\n",
  ]);
});

test("a damaged baseline of the base accepts nothing, and the head's may repair it", async () => {
  const folder = changeOf({ ...policies, "accepted.json": "[" });
  await folder.run(["lint", "--write-baseline", "new.json"]);
  folder.commit({ "accepted.json": folder.read("new.json"), "new.json": null });
  const { code, review } = await check(folder, ["--base", "main", "--baseline", "accepted.json"]);
  expect([code, review.notes]).toEqual([
    0,
    ["the baseline `accepted.json` of `main` accepts nothing: accepted.json is no baseline: it is not JSON"],
  ]);
});

test("a workflow that runs the check is one of the judges, others are not", async () => {
  const workflow = (text: string): CommitFiles => ({ ".github/workflows/policy.yml": text });
  const tagged = async (base: CommitFiles, head: CommitFiles): Promise<[number, string[]]> => {
    const { code, review } = await check(changeOf({ ...policies, ...base }, { "note.txt": "", ...head }));
    return [code, tagsOf(review)];
  };
  const changed: [number, string[]] = [1, ["workflow-changed"]];
  expect(
    await tagged(workflow("run: sentrely-policy ci"), workflow("run: sentrely-policy ci --no-gate")),
  ).toEqual(changed);
  expect(await tagged(workflow("run: sentrely-policy ci"), workflow("run: true"))).toEqual(changed);
  expect(await tagged(workflow("run: sentrely-policy ci"), { ".github/workflows/policy.yml": null })).toEqual(
    changed,
  );
  // A check that is added loosens none that is there.
  expect(await tagged({}, workflow("run: sentrely-policy ci"))).toEqual([0, []]);
  expect(await tagged(workflow("run: make"), workflow("run: make test"))).toEqual([0, []]);
  expect(await tagged(workflow("run: sentrely-policy ci"), {})).toEqual([0, []]);
  for (const path of [
    ".gitlab-ci.yml",
    "Jenkinsfile",
    ".buildkite/pipeline.yml",
    ".pre-commit-config.yaml",
    ".github/actions/check/action.yml",
  ]) {
    expect(await tagged({ [path]: "sentrely-policy ci" }, { [path]: "true" })).toEqual(changed);
    expect(await tagged({ [path]: "sentrely-policy ci" }, { [path]: null })).toEqual(changed);
    expect(await tagged({ [path]: "sentrely-policy ci" }, {})).toEqual([0, []]);
    expect(await tagged({ [path]: "make" }, { [path]: "make test" })).toEqual([0, []]);
  }
});

test.each([
  [
    "a workflow that calls one that checks",
    {
      ".github/workflows/a.yml": "uses: ./.github/workflows/b.yml",
      ".github/workflows/b.yml": "sentrely-policy",
    },
    { ".github/workflows/a.yml": "run: true" },
  ],
  [
    "a workflow that uses an action that uses an action that checks",
    {
      ".github/workflows/a.yml": "uses: ./.github/actions/deep/one",
      ".github/actions/deep/one/action.yml": "uses: ./tools/two",
      "tools/two/action.yaml": "sentrely-policy",
    },
    { ".github/workflows/a.yml": "uses: ./tools/three" },
  ],
  [
    "an action that another folder holds",
    { ".github/workflows/a.yml": "uses: ./tools/two", "tools/two/action.yaml": "sentrely-policy" },
    { "tools/two/action.yaml": "run: true" },
  ],
  [
    "a file that is included",
    { ".gitlab-ci.yml": "include: /ci/check.yml", "ci/check.yml": "script: sentrely-policy ci" },
    { "ci/check.yml": "script: true" },
  ],
  [
    "files that include each other",
    {
      ".gitlab-ci.yml": "include: b.yml",
      "b.yml": "include: [.gitlab-ci.yml, c.yml]",
      "c.yml": "sentrely-policy",
    },
    { "b.yml": "script: true" },
  ],
])("%s is one of the judges", async (_, base, head: CommitFiles) => {
  const { code, review } = await check(changeOf({ ...policies, ...base }, head));
  expect([code, tagsOf(review)]).toEqual([1, ["workflow-changed"]]);
  const beside = await check(changeOf({ ...policies, ...base, "d.yml": "a" }, { "d.yml": "b" }));
  expect([beside.code, beside.review.changes]).toEqual([0, []]);
});

test("a config that a workflow names is judged by what it says", async () => {
  const workflow = { ".github/workflows/a.yml": "sentrely-policy ci --config ./sentrely.yaml" };
  const config = (more: string): CommitFiles => configured(revision(), `# sentrely-policy${more}`);
  const { code, review } = await check(changeOf({ ...config(""), ...workflow }, config(", ours")));
  expect([code, review.changes]).toEqual([0, []]);
});

test("a judge that cannot be read counts as changed", async () => {
  const link = { ".gitlab-ci.yml": { link: "../elsewhere.yml" } };
  const { code, review } = await check(changeOf({ ...policies, ...link }, reworded), [
    ...["--base", "main", "--head", "change"],
  ]);
  expect([code, tagsOf(review)]).toEqual([1, ["workflow-changed"]]);
});

test("a folder in no repository has no judges to compare, which is noted", async () => {
  const folder = changeOf({ ...policies, Jenkinsfile: "sh 'make'" });
  const old = folderWith({ ...revision(), Jenkinsfile: "sh 'sentrely-policy ci'" });
  const judged = await check(folder, ["--base", old.path]);
  expect([judged.code, tagsOf(judged.review)]).toEqual([1, ["workflow-changed"]]);
  rmSync(`${old.path}/.git`, { recursive: true });
  const { code, review } = await check(folder, ["--base", old.path]);
  expect([code, review.changes]).toEqual([0, []]);
  expect(review.notes).toEqual([
    `the files that run the check were not compared: \`${old.path}\` is in no repository`,
  ]);
});

test("a base that cannot be read permits nothing, and a change may repair it", async () => {
  const folder = changeOf(
    configured(revision(), "policies: [policies, nowhere]"),
    configured({}, "timezone: UTC"),
  );
  const { code, review } = await check(folder);
  expect([code, review.base_state, review.head]).toEqual([1, "broken", "the working tree"]);
  expect(review.notes).toEqual([
    "the policies of `main` cannot be read, so it permits nothing: sentrely.yaml names nowhere, and nothing is there",
  ]);
  expect((await check(folder, ["--base", "main", "--acknowledged-by", "Ada"])).code).toBe(0);
});

test("a base whose policies are in another repository permits nothing, and a change may take them in", async () => {
  const folder = changeOf({ "tests/ci.test.yaml": policies["tests/ci.test.yaml"] ?? "" });
  const elsewhere = folder.git("rev-parse", "HEAD");
  folder.git("update-index", "--add", "--cacheinfo", `160000,${elsewhere},policies`);
  folder.git("commit", "-q", "-m", "a submodule");
  folder.git("branch", "-f", "main");
  folder.git("rm", "-q", "--cached", "policies");
  folder.commit(policies);
  for (const args of [[], ["policies", "tests"]]) {
    const { code, review } = await check(folder, ["--base", "main", ...args]);
    expect([code, review.base_state]).toEqual([1, "broken"]);
    expect(review.notes[0]).toContain("policies is a submodule at that commit");
  }
});

test("a base where a PATH is a link that leads nowhere permits nothing, and a change may repair it", async () => {
  const folder = changeOf(
    { ...policies, extra: { link: "nowhere" } },
    { extra: null, ...below("extra", reworded) },
  );
  const { code, review } = await check(folder, ["--base", "main", "extra"]);
  expect([code, review.base_state]).toEqual([1, "broken"]);
  expect(review.notes).toEqual([
    "the policies of `main` cannot be read, so it permits nothing: cannot read extra: the symbolic link leads nowhere",
  ]);
});

test("a base that does not compile permits nothing, and a change may repair it", async () => {
  const folder = changeOf({ ...policies, "policies/ci.yaml": "agent: [" }, policies);
  const report = await check(folder);
  expect([report.code, report.review.base_state, refusedOf(report)]).toEqual([1, "broken", ["widened"]]);
});

test("a config that leaves the PATHs that are checked, for whoever goes by it to read others, is told", async () => {
  const elsewhere = {
    ...configured({}, "policies: [extra]", "tests: [more]"),
    "extra/ci.yaml": wider["policies/ci.yaml"] ?? "",
    "more/ci.test.yaml": wider["tests/ci.test.yaml"] ?? "",
  };
  const args = ["--base", "main", "policies", "tests"];
  const named = configured(revision(), "policies: [policies]");
  for (const base of [named, policies]) {
    const { code, review } = await check(changeOf(base, elsewhere), args);
    expect([code, tagsOf(review)]).toEqual([1, ["workflow-changed"]]);
  }
  const before = { ...policies, ...elsewhere };
  const { code, review } = await check(changeOf(before, configured({}, "policies: [more]")), args);
  expect([code, tagsOf(review)]).toEqual([0, []]);
});
