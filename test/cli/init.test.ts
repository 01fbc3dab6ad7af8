import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";

const files = [
  ".github/workflows/policy.yml",
  ".pre-commit-config.yaml",
  "README.md",
  "policies/ci-runner.yaml",
  "policies/guardrails.yaml",
  "sentrely.yaml",
  "tests/ci-runner.test.yaml",
];

test("init leaves a repository on which fmt, lint, test and build pass", async () => {
  const folder = folderWith({});
  expect((await folder.run(["init", "new/repo"])).code).toBe(0);
  expect(folder.list()).toEqual(files.map((file) => `new/repo/${file}`));
  for (const argv of [["fmt", "--check"], ["lint"], ["test"], ["build"]]) {
    const { code, stdout, stderr } = await folder.run(argv, { cwd: "new/repo" });
    expect([argv, code, code === 0 ? "" : stdout + stderr]).toEqual([argv, 0, ""]);
  }
});

test("every policy file has the line by which editors find its schema", async () => {
  const folder = folderWith({});
  await folder.run(["init"]);
  for (const file of files.filter((f) => f === "sentrely.yaml" || /^(policies|tests)/.test(f))) {
    expect(folder.read(file)).toMatch(
      /^# yaml-language-server: \$schema=.*\/schemas\/[a-z-]+\.schema\.json\n/,
    );
  }
});

test("init overwrites nothing: it refuses a folder with policies, and keeps a README", async () => {
  const folder = folderWith({ "README.md": "mine" });
  const first = await folder.run(["init"]);
  expect([first.code, folder.read("README.md")]).toEqual([0, "mine"]);
  expect(first.stderr).toContain("kept README.md, which was there already");
  const again = await folder.run(["init"]);
  expect([again.code, again.stdout]).toEqual([2, ""]);
  expect(again.stderr).toContain("sentrely.yaml is there already");
});

test("init writes the first of the example workflows, byte for byte", async () => {
  const folder = folderWith({});
  await folder.run(["init"]);
  const example = new URL("../../examples/github/policy.yml", import.meta.url);
  expect(folder.read(".github/workflows/policy.yml")).toBe(readFileSync(example, "utf8"));
});

test("what init says to do next can be pasted, whatever the folder is called", async () => {
  const folder = folderWith({});
  for (const [name, word] of [
    ["team", "team"],
    ["my policies", "'my policies'"],
    ["it's $(id)", String.raw`'it'\''s $(id)'`],
  ] as const) {
    const { stderr } = await folder.run(["init", name]);
    expect(stderr).toContain(`next: cd ${word} && sentrely-policy lint`);
  }
});
