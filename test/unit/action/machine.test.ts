import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actionHost, outputPath, temporaryPath } from "../../../src/action/machine.ts";
import { readRunner, type Runner } from "../../../src/action/runner.ts";
import { CallFailure } from "../../../src/cli/failure.ts";
import { nodeHost, type Host } from "../../../src/cli/host.ts";
import { temporaryFolder } from "../../support/policy-repository.ts";

const environment = {
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_NAME: "push",
  GITHUB_EVENT_PATH: "/event.json",
  GITHUB_REPOSITORY: "acme/policies",
  GITHUB_SERVER_URL: "https://github.example/",
  GITHUB_API_URL: "https://github.example/api/v3",
  GITHUB_SHA: "a".repeat(40),
  GITHUB_WORKSPACE: "/workspace",
  GITHUB_RUN_ID: "44",
  GITHUB_ACTION: "__acme_policies-2",
  RUNNER_TEMP: "/temp",
};

interface Place {
  readonly folder: string;
  readonly runner: Runner;
  readonly host: Host;
}

function place(workingDirectory = "."): Place {
  const folder = temporaryFolder();
  const workspace = join(folder, "workspace");
  mkdirSync(join(workspace, "sub"), { recursive: true });
  const runner = { ...readRunner(environment), workspace, temp: join(folder, "temp") };
  return { folder, runner, host: actionHost(nodeHost("file:///"), runner, workingDirectory) };
}

test("the runner's word is read", () => {
  expect(readRunner(environment)).toEqual({
    eventName: "push",
    eventPath: "/event.json",
    repository: "acme/policies",
    serverUrl: "https://github.example",
    apiUrl: "https://github.example/api/v3",
    sha: "a".repeat(40),
    workspace: "/workspace",
    temp: "/temp",
    runUrl: "https://github.example/acme/policies/actions/runs/44",
    step: "__acme_policies-2",
  });
});

test("what a runner would not say is refused by the variable's name, without what it holds", () => {
  const wrong: { readonly [name: string]: readonly string[] } = {
    GITHUB_EVENT_NAME: [""],
    GITHUB_REPOSITORY: ["", "policies", "a/b/c", "a b/c", "../x/y", "-/--upload-pack=x;y"],
    GITHUB_SERVER_URL: ["", "github.com", "ssh://git@github.com", "--upload-pack=x", "file:///etc"],
    GITHUB_API_URL: ["", "ftp://x"],
    GITHUB_SHA: ["", "main", "--all", "0".repeat(40)],
    GITHUB_WORKSPACE: [""],
    GITHUB_RUN_ID: ["", "x", "1/../2"],
    RUNNER_TEMP: [""],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const read = (): Runner => readRunner({ ...environment, [name]: value });
      expect(read, `${name}=${value}`).toThrow(CallFailure);
      expect(read, `${name}=${value}`).toThrow(name);
    }
  }
});

test("steps of a job write to files of their own", () => {
  const runner = readRunner(environment);
  expect(temporaryPath(runner, "report.json")).toBe("/temp/sentrely-policy/__acme_policies-2/report.json");
  const hostile = readRunner({ ...environment, GITHUB_ACTION: "../../x" });
  expect(temporaryPath(hostile, "report.json")).toBe("/temp/sentrely-policy/______x/report.json");
});

test("the working directory is in the workspace", () => {
  const { runner } = place();
  for (const given of ["..", "../other", "sub/../..", "/etc"]) {
    expect(() => actionHost(nodeHost("file:///"), runner, given)).toThrow("`working-directory`");
  }
  expect(place("sub").host.cwd).toMatch(/workspace\/sub$/);
});

test("a relative path stays in the workspace, an absolute one is taken as it is", () => {
  const { host, runner, folder } = place("sub");
  const { workspace } = runner;
  expect(outputPath(host, runner, "out", "dist/new")).toBe(join(workspace, "sub/dist/new"));
  expect(outputPath(host, runner, "out", "../top.sarif")).toBe(join(workspace, "top.sarif"));
  expect(outputPath(host, runner, "out", join(folder, "elsewhere"))).toBe(join(folder, "elsewhere"));
  for (const given of ["../../x", "../..", "x/../../../y"]) {
    expect(() => outputPath(host, runner, "sarif-file", given)).toThrow("input `sarif-file`");
  }
});

test("a symbolic link of a pull request leads nothing out of the workspace", () => {
  const { host, runner, folder } = place();
  const { workspace } = runner;
  mkdirSync(join(folder, "outside"));
  symlinkSync(join(folder, "outside"), join(workspace, "dist"));
  symlinkSync(join(folder, "nowhere"), join(workspace, "gone"));
  symlinkSync(join(workspace, "sub"), join(workspace, "inside"));
  for (const given of ["dist", "dist/x.json", "gone", "gone/x.json", "sub/../dist/x"]) {
    expect(() => outputPath(host, runner, "out", given), given).toThrow("leads out of the workspace");
  }
  expect(outputPath(host, runner, "out", "inside/x.json")).toBe(join(workspace, "inside/x.json"));
  rmSync(join(workspace, "dist"));
  expect(outputPath(host, runner, "out", "dist")).toBe(join(workspace, "dist"));
});
