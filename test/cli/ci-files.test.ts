import { expect, test } from "vitest";
import { systemError } from "../support/cli.ts";
import { changeOf, check, policies, reviewJson, reworded, wider } from "../support/ci.ts";
import { gitFolderWith } from "../support/git-repository.ts";
import { holding, revision } from "../support/review-texts.ts";

const reportFiles = {
  "--sarif-file": "out/policy.sarif",
  "--junit-file": "out/junit.xml",
  "--code-quality-file": "out/quality.json",
  "--markdown-file": "out/note.md",
  "--json-file": "out/report.json",
  "--output-file": "out/main.md",
} as const;

test("every report file is written when the review fails, and says the same", async () => {
  const folder = changeOf(policies, wider);
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--format", "markdown"],
    ...Object.entries(reportFiles).flat(),
  ]);
  expect(outcome).toEqual({ code: 1, stdout: "", stderr: "" });
  const text = (option: keyof typeof reportFiles): string => folder.read(reportFiles[option]);
  expect(JSON.parse(text("--json-file"))).toMatchObject({ conclusion: "failed" });
  expect(JSON.parse(text("--sarif-file"))).toMatchObject({
    version: "2.1.0",
    runs: [{ results: [{ level: "error" }] }],
  });
  expect(text("--junit-file")).toMatch(/<testsuites>[^]*<failure /);
  expect(JSON.parse(text("--code-quality-file"))).toMatchObject([
    { severity: "blocker", location: { path: "policies/ci.yaml" } },
  ]);
  for (const option of ["--markdown-file", "--output-file"] as const) {
    expect(text(option)).toContain("1 change is refused");
    expect(text(option)).toContain("git:list on repos/*");
  }
});

test("a report file that cannot be written is the machine's fault, and no other is written", async () => {
  const folder = changeOf(policies, wider);
  folder.write({ "out/junit.xml": "old", "out/note.md/in-the-way": "" });
  const before = folder.list();
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--build", "--junit-file", "out/junit.xml", "--json-file", "out/new.json"],
    ...["--markdown-file", "out/note.md"],
  ]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toContain("error: cannot write out/note.md");
  expect(folder.list()).toEqual(before);
  expect(folder.read("out/junit.xml")).toBe("old");
});

test("a full disk is the machine's fault, and leaves what was there", async () => {
  const folder = changeOf(policies, reworded);
  folder.write({ "junit.xml": "old" });
  const outcome = await folder.run(["ci", "--base", "main", "--junit-file", "junit.xml"], {
    faults: {
      create: () => {
        throw systemError("ENOSPC");
      },
    },
  });
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain("no space is left on the disk");
  expect(folder.read("junit.xml")).toBe("old");
});

test("each format goes to stdout", async () => {
  const folder = changeOf(policies, wider);
  const firstLine = async (format: string): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(["ci", "--base", "main", "--format", format]);
    expect([format, code, stderr]).toEqual([format, 1, ""]);
    return stdout.split("\n")[0] ?? "";
  };
  expect(await firstLine("json")).toBe("{");
  expect(await firstLine("markdown")).toBe("## Policies");
  expect(await firstLine("github")).toMatch(/^::error /);
  expect(await firstLine("sarif")).toBe("{");
  expect(await firstLine("junit")).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  expect(await firstLine("code-quality")).toBe("[");
});

test("the bundle of a head that passes is written, and names stand on stderr", async () => {
  const folder = changeOf(policies, reworded);
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--format", "json", "--build", "--out", "bundle", "--target", "json,js"],
  ]);
  expect(outcome.code).toBe(0);
  expect(reviewJson(outcome).conclusion).toBe("passed");
  expect(outcome.stderr).toBe(
    "wrote bundle/policy.json\nwrote bundle/policy.mjs\nwrote bundle/manifest.json\n",
  );
  expect(folder.list().filter((path) => path.startsWith("bundle/"))).toEqual([
    "bundle/manifest.json",
    "bundle/policy.json",
    "bundle/policy.mjs",
  ]);
});

test("the bundle of an acknowledged head is written, that of a refused one is not", async () => {
  const folder = changeOf(policies, wider);
  folder.write({ "dist/manifest.json": "old" });
  const refused = await folder.run(["ci", "--base", "main", "--build"]);
  expect([refused.code, refused.stderr]).toEqual([1, "no bundle was written, since the review failed\n"]);
  expect(folder.read("dist/manifest.json")).toBe("old");
  const accepted = await folder.run(["ci", "--base", "main", "--build", "--acknowledged-by", "Ada"]);
  expect(accepted.code).toBe(0);
  expect(folder.read("dist/manifest.json")).toContain('"artefacts"');
});

test("the bundle is that of the commit which was checked", async () => {
  const folder = changeOf(policies, reworded);
  folder.write({ "policies/ci.yaml": "broken: [" });
  const outcome = await folder.run(["ci", "--base", "main", "--head", "change", "--build"]);
  expect(outcome.code).toBe(0);
  expect(folder.list()).toContain("dist/policy.json");
});

test("actions that wildcards admit are recorded, and those that came since are told", async () => {
  const folder = gitFolderWith({ ...revision(holding("aws:s3:Get* on arn:aws:s3:::logs/*")) });
  const written = await folder.run(["ci", "--base", "none", "--write-known-actions", "known.json"]);
  expect(written).toMatchObject({ code: 1 });
  const record = JSON.parse(folder.read("known.json")) as { actions: string[] };
  expect(record.actions).toContain("aws:s3:GetObject");
  expect(record.actions).toEqual([...record.actions].sort());

  const quiet = await check(folder, ["--base", "none", "--known-actions", "known.json"]);
  expect(quiet.review.new_actions).toEqual([]);
  const older = { ...record, actions: record.actions.filter((action) => action !== "aws:s3:GetObject") };
  folder.write({ "known.json": JSON.stringify(older) });
  const told = await check(folder, ["--base", "none", "--known-actions", "known.json"]);
  expect(told.review.new_actions).toEqual([{ action: "aws:s3:GetObject", agents: ["ci"] }]);
});

test("a record of known actions that is none is refused, and never replaced", async () => {
  const folder = gitFolderWith({ ...policies, "known.json": "{}", "other.json": "[" });
  for (const args of [
    ["--known-actions", "known.json"],
    ["--known-actions", "other.json"],
    ["--write-known-actions", "known.json"],
  ]) {
    const outcome = await folder.run(["ci", "--base", "none", ...args]);
    expect([args, outcome.code, outcome.stdout]).toEqual([args, 2, ""]);
    expect(outcome.stderr).toContain("is no record of known actions");
  }
  expect(folder.read("known.json")).toBe("{}");
  const missing = await folder.run(["ci", "--base", "none", "--known-actions", "nowhere.json"]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    "error: cannot read nowhere.json: no such file or folder (ENOENT)\n",
  ]);
});
