/** `dist/action.mjs`: what is committed is what the sources give, and what it says where there is no runner. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { actionText } from "../../scripts/build-action.ts";
import { temporaryFolder } from "../support/policy-repository.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The file as git has it staged, which is as it is committed unless it is about to be: `npm run build` writes over the one on disk. */
function staged(): string {
  return execFileSync("git", ["cat-file", "blob", ":dist/action.mjs"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}

test("the committed action is, byte for byte, what its sources give", async () => {
  const built = await actionText(root);
  // Not `toBe`: the difference of two files of megabytes helps nobody.
  expect(staged() === built, "build it and commit it: npm run build:action && git add dist/action.mjs").toBe(
    true,
  );
});

test("it is the same where the sources and the packages are links to elsewhere", async () => {
  const folder = temporaryFolder();
  for (const name of ["src", "node_modules", "package.json", "tsconfig.json"]) {
    symlinkSync(join(root, name), join(folder, name));
  }
  expect((await actionText(folder)) === (await actionText(root))).toBe(true);
});

test("the action is one file, with the licences of what it carries", async () => {
  const text = await actionText(root);
  expect([...text.matchAll(/from"([^"]+)"/g)].filter(([, name = ""]) => !isBuiltin(name))).toEqual([]);
  for (const name of ["@actions/core", "@octokit/core", "chevrotain", "yaml"]) {
    expect(text.includes(`\n${name} `), name).toBe(true);
  }
  // What speaks HTTP for the toolkit is not needed, and is a third of the bytes.
  expect(text.includes("\nundici ")).toBe(false);
});

test.each([
  ["nothing of a runner", {}],
  ["another CI system", { CI: "true", GITHUB_ACTIONS: "false", GITHUB_EVENT_PATH: "/x" }],
  ["no event", { GITHUB_ACTIONS: "true" }],
])("outside of GitHub, with %s, it says what it is and how to use it, and fails", async (_, environment) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "dist"));
  const file = join(folder, "dist/action.mjs");
  writeFileSync(file, await actionText(root));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...environment },
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("sentrely-policy");
  expect(stderr).toContain("GitHub Action");
  expect(stderr).toContain("uses: ");
  expect(stderr).toContain("sentrely-policy ci");
});
