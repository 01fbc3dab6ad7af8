/** `.pre-commit-hooks.yaml`: what it offers to https://pre-commit.com runs, passes what is right and fails what is not. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../package.json" with { type: "json" };
import { starterFiles } from "../src/cli/starter.ts";
import { gitFolderWith, type GitFolder } from "./support/git-repository.ts";

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly entry: string;
  readonly language: string;
  readonly files?: string;
  readonly pass_filenames?: boolean;
}

const hooks = parse(
  readFileSync(new URL("../.pre-commit-hooks.yaml", import.meta.url), "utf8"),
) as readonly Hook[];
const start = Object.fromEntries(starterFiles.map(({ name, content }) => [name, content]));
const policy = "policies/ci-runner.yaml";

/** Runs a hook as pre-commit does: its entry, and the files that it matches. */
async function runHook({ entry, files, pass_filenames }: Hook, folder: GitFolder): Promise<number> {
  const [program = "", ...argv] = entry.split(" ");
  expect(Object.keys(packageJson.bin)).toContain(program);
  const tracked = folder.git("ls-files").split("\n");
  const matched = tracked.filter((file) => new RegExp(files ?? "").test(file));
  expect(matched).not.toEqual([]);
  const { code, stderr } = await folder.run([...argv, ...(pass_filenames === false ? [] : matched)]);
  expect(stderr).not.toMatch(/unknown option|too many arguments/);
  return code;
}

/** A clone of a repository on a branch of its own, with one commit more. */
function branchWith(files: { readonly [path: string]: string }): GitFolder {
  const folder = gitFolderWith(start);
  folder.git("update-ref", "refs/remotes/origin/main", "HEAD");
  folder.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
  folder.git("checkout", "-q", "-b", "topic");
  folder.commit(files);
  return folder;
}

/** What each hook must not let through. */
const wrong: { readonly [id: string]: { readonly [path: string]: string } } = {
  "sentrely-policy-fmt": { [policy]: (start[policy] ?? "").replace("  - git:read", "      -    git:read") },
  "sentrely-policy-lint": { [policy]: (start[policy] ?? "").replace("git:read on repos/*", "git:*") },
  "sentrely-policy-test": {
    "policies/guardrails.yaml": "guardrails: []\n",
    [policy]: (start[policy] ?? "").replace("branches/feature/*", "branches/*"),
  },
  "sentrely-policy-ci": { [policy]: (start[policy] ?? "").replace("git:read on repos/*", "git:read on **") },
};

test("the hooks are those that are documented, each with what pre-commit needs", () => {
  expect(hooks.map(({ id }) => id)).toEqual(Object.keys(wrong));
  for (const { name, description, language } of hooks) {
    expect([name, description].every((text) => text.length > 0)).toBe(true);
    // pre-commit installs this package with npm, which builds it (scripts/prepare.mjs).
    expect([language, packageJson.scripts.prepare]).toEqual(["node", "node scripts/prepare.mjs"]);
  }
});

test.each(hooks)("$id passes a set on which nothing is wrong", async (hook) => {
  expect(await runHook(hook, branchWith({ "notes.txt": "nothing\n" }))).toBe(0);
});

test.each(hooks)("$id fails for what it is there to find", async (hook) => {
  const files = wrong[hook.id] ?? {};
  expect(Object.entries(files).filter(([path, text]) => start[path] === text)).toEqual([]);
  expect(await runHook(hook, branchWith(files))).toBe(1);
});

test("hooks of files are called for policies, tests and the config, wherever they are, and for nothing else", () => {
  const patterns = hooks.flatMap(({ files }) => (files === undefined ? [] : [new RegExp(files)]));
  expect(patterns.length).toBeGreaterThan(0);
  const matching = ["policies/a.yaml", "ops/policies/team/a.yml", "tests/a.test.yaml", "sentrely.yaml"];
  const others = ["src/policies.ts", "compose.yaml", "policies/README.md", "my-sentrely.yaml"];
  for (const pattern of patterns) {
    expect([...matching, ...others].filter((file) => pattern.test(file))).toEqual(matching);
  }
});
