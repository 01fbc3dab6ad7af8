import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { version } from "../../src/base/version.ts";
import { folderWith } from "../support/cli.ts";

const commands = [
  "init",
  "lint",
  "test",
  "build",
  "decide",
  "explain",
  "diff",
  "ci",
  "query",
  "fmt",
  "rules",
  "version",
  "completion",
];

test("the version is that of the package", async () => {
  const { version: expected } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  expect(version).toBe(expected);
  for (const argument of ["version", "--version", "-V"]) {
    expect(await folderWith({}).run([argument])).toEqual({ code: 0, stdout: `${expected}\n`, stderr: "" });
  }
});

test.each(commands)("%s --help says what it does, its flags, exit codes and an example", async (command) => {
  const { code, stdout, stderr } = await folderWith({}).run([command, "--help"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`Usage: sentrely-policy ${command}`);
  expect(stdout).toContain("Exit codes:");
  if (command !== "version") expect(stdout).toMatch(/Examples?:\n/);
  expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
});

test("--help lists every command", async () => {
  const { stdout } = await folderWith({}).run(["--help"]);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"));
});

test.each([
  [["lnt"], "unknown command 'lnt'\n(Did you mean lint?)"],
  [["lint", "--fromat", "json"], "unknown option '--fromat'\n(Did you mean --format?)"],
  [["lint", "--format", "xml"], "Allowed choices are pretty, compact, json, github, sarif, junit."],
  [["decide"], "required option '--bundle <file>' not specified"],
  [["rules", "a", "b"], "too many arguments for 'rules'"],
  [["lint", "--now", "soon"], "--now `soon` is no point in time"],
  [["lint", "--now", "2026-02-30"], "is no point in time"],
  [["lint", "--dry-run"], "--dry-run needs --fix"],
  [["completion", "tcsh"], "no completion for the shell `tcsh`"],
])("%j exits 2 and says why on stderr", async (argv, message) => {
  const { code, stdout, stderr } = await folderWith({}).run(argv);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test.each([
  [["test", "--coverage"]],
  [["test", "--mutate=80"]],
  [["test", "--suggest"]],
  [["build", "--sign", "key"]],
])("%j, which a later version brings, is refused like any unknown flag", async (argv) => {
  const { code, stderr } = await folderWith({}).run(argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: unknown option '--/);
});

test("colour follows the flag, then FORCE_COLOR and NO_COLOR, then the terminal", async () => {
  const folder = folderWith({ "policies/a.yaml": "- git:read on repos/*\n" });
  const isColoured = async (
    argv: readonly string[],
    terminal: boolean,
    environment: Record<string, string> = {},
  ): Promise<boolean> =>
    (await folder.run(["lint", ...argv], { terminal, environment })).stdout.includes("\u001b[");
  expect(await isColoured([], false)).toBe(false);
  expect(await isColoured([], true)).toBe(true);
  expect(await isColoured([], true, { NO_COLOR: "1" })).toBe(false);
  expect(await isColoured([], true, { TERM: "dumb" })).toBe(false);
  expect(await isColoured([], false, { FORCE_COLOR: "1" })).toBe(true);
  expect(await isColoured(["--color", "never"], true, { FORCE_COLOR: "1" })).toBe(false);
  expect(await isColoured(["--color", "always"], false, { NO_COLOR: "1" })).toBe(true);
});

test("a bug in the program exits 3 and says how to report it", async () => {
  const folder = folderWith({ "policies/a.yaml": "- git:read on repos/*\n" });
  const { code, stderr } = await folder.run(["lint"], {
    faults: {
      list: () => {
        throw new TypeError("x is \u001b[31m undefined");
      },
    },
  });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^internal error: this is a bug in sentrely-policy/);
  expect(stderr).toContain("x is \\u{1b}[31m undefined");
  expect(stderr).toContain("Please report it");
});

test("rules lists every code with its severity, and shows the page of one", async () => {
  const folder = folderWith({});
  const { stdout } = await folder.run(["rules"]);
  expect(stdout).toMatch(/^ {2}unknown-key +error +\S/m);
  expect(stdout).toMatch(
    /^structure\n {2}unknown-key +error +review +A key that does not exist at its place\.\n/,
  );
  expect(stdout).toMatch(/\n\nlimits\n {2}missing-budget +warning {10}An agent /);
  expect(stdout).toMatch(/\n\nerrors of reading and compiling\n {2}adjacent-stars +error {11,}/);
  expect((await folder.run(["rules", "unknown-key"])).stdout).toMatch(/^# unknown-key\n/);
  expect((await folder.run(["rules", "unknown-kee"])).stderr).toContain("did you mean `unknown-key`?");
});

test("completion scripts know every command and flag", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { stdout } = await folderWith({}).run(["completion", shell]);
    for (const command of commands) expect(stdout).toContain(command);
    expect(stdout).toMatch(/fail-level/);
    expect(stdout).toContain("pretty compact json github sarif junit");
    // No text of a description ends a quoted word.
    for (const line of stdout.split("\n")) expect(line.split("'").length % 2, line).toBe(1);
  }
});

test("bash loads its script and completes commands, flags and values", async () => {
  const { stdout: script } = await folderWith({}).run(["completion", "bash"]);
  const complete = (...words: readonly string[]): string[] => {
    const call = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sentrely_policy; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const argv = ["-c", `${script}\n${call}`, "bash", "sentrely-policy", ...words];
    const { stdout, stderr } = spawnSync("bash", argv, {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  };
  expect(complete("l")).toEqual(["lint"]);
  expect(complete("lint", "--f")).toEqual(["--format", "--fail-level", "--fix", "--fix=review"]);
  expect(complete("lint", "--format", "s")).toEqual(["sarif"]);
  expect(complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(complete("help", "")).toEqual(commands);
});
