import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  pullRequestEvent,
  pullRequestTargetEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from "../support/github-events.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { agentFile, baseFiles, refactored, testsFile, widened } from "../support/scenario-files.ts";

test("a pull request with a star too many fails, on its line, in one comment and in the summary", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  const run = await scenario.run(pullRequestEvent(pr));
  expect(run.exitCode).toBe(1);
  expect(run.outputs).toMatchObject({ conclusion: "failed", widened: "1", errors: "0", "tests-failed": "0" });
  expect(run.annotations.filter((a) => a.level === "error" && a.file !== null)).toMatchObject([
    { file: "policies/ci-runner.yaml", line: 4, message: expect.stringContaining("repos/*/branches/f*") },
  ]);
  for (const text of [soleComment(scenario), run.summary]) {
    expect(text).toContain("ci-runner");
    expect(text).toContain("repos/*/branches/f*");
    expect(text).toContain("policies/ci-runner.yaml");
  }
  expect(run.report().changes).toMatchObject([{ kind: "widened", agent: "ci-runner", refused: ["widened"] }]);
});

test("a pull request that says the same in other words passes, and its comment is short", async () => {
  const scenario = await startScenario();
  const run = await scenario.run(pullRequestEvent(scenario.propose(refactored)));
  expect([run.exitCode, run.outputs["conclusion"], run.report().changes]).toEqual([0, "passed", []]);
  expect(run.annotations.filter(({ level }) => level !== "notice")).toEqual([]);
  expect(soleComment(scenario).split("\n").length).toBeLessThan(15);
});

test("pull_request_target reads the head as data: nothing of it is checked out, and none of its code runs", async () => {
  const scenario = await startScenario();
  const pwned = join(scenario.repository.folder, "pwned");
  const trap = `#!/bin/sh\ntouch ${pwned}\n`;
  const pr = scenario.propose(
    {
      ...widened,
      ".gitattributes": "* filter=trap diff=trap merge=trap\n",
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ./x\n\tupdate = !touch ${pwned}\n`,
      ".githooks/post-checkout": trap,
      ".githooks/post-index-change": trap,
      ".githooks/reference-transaction": trap,
      "package.json": JSON.stringify({
        scripts: { preinstall: `touch ${pwned}`, prepare: `touch ${pwned}` },
      }),
    },
    { headRepository: "stranger/policies" },
  );
  const event = pullRequestTargetEvent(pr, { headRepository: "stranger/policies" });
  const workspace = scenario.checkout(event);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: workspace, encoding: "utf8" }).trim();
  git("config", "core.hooksPath", ".githooks");
  for (const what of ["clean", "smudge", "process"]) git("config", `filter.trap.${what}`, `touch ${pwned}`);
  git("config", "diff.trap.textconv", `touch ${pwned}`);
  const run = await scenario.run(event, { workspace });
  expect([run.exitCode, run.outputs["widened"]]).toEqual([1, "1"]);
  expect(run.report().changes).toMatchObject([{ kind: "widened" }]);
  expect(git("rev-parse", "HEAD")).toBe(pr.base);
  expect(git("status", "--porcelain")).toBe("");
  expect(readFileSync(join(workspace, "policies/ci-runner.yaml"), "utf8")).toBe(agentFile());
  expect(existsSync(pwned)).toBe(false);
});

test("pull_request_target judges the head of its event, not that of a later push, and leaves the comment to the later run", async () => {
  const scenario = await startScenario();
  const first = scenario.propose(refactored);
  const second = scenario.push(first, widened);
  const early = await scenario.run(pullRequestTargetEvent(first), { inputs: { comment: "always" } });
  expect([early.exitCode, early.outputs["widened"], scenario.comments()]).toEqual([0, "0", []]);
  expect(early.summary).toContain("another head");
  const late = await scenario.run(pullRequestTargetEvent(second));
  expect([late.exitCode, late.outputs["widened"]]).toEqual([1, "1"]);
  expect(soleComment(scenario)).toContain("repos/*/branches/f*");
});

test("a push tells what changed and does not gate, but its own lint and tests fail it", async () => {
  const scenario = await startScenario();
  const before = scenario.repository.headOf("main");
  const after = scenario.repository.commit("main", widened);
  const run = await scenario.run(pushEvent(before, after));
  expect([run.exitCode, run.outputs["conclusion"], run.outputs["widened"]]).toEqual([0, "passed", "1"]);
  expect(run.summary).toContain("repos/*/branches/f*");
  expect(scenario.server.requests.filter(({ method }) => method !== "GET")).toEqual([]);

  const broken = scenario.repository.commit("main", {
    "tests/ci-runner.test.yaml": testsFile(["ci-runner cannot push on repos/*/branches/feature/*"]),
  });
  const failed = await scenario.run(pushEvent(after, broken));
  expect([failed.exitCode, failed.outputs["conclusion"], failed.outputs["tests-failed"]]).toEqual([
    1,
    "failed",
    "1",
  ]);
  expect(failed.annotations).toContainEqual(
    expect.objectContaining({ level: "error", file: "tests/ci-runner.test.yaml", line: 2 }),
  );
});

test("a push that makes a branch has nothing to be compared with, and says so", async () => {
  const scenario = await startScenario();
  const sha = scenario.repository.commit("release", widened);
  const run = await scenario.run(pushEvent(null, sha, "release"));
  expect([run.exitCode, run.outputs["widened"]]).toEqual([0, "0"]);
  expect(run.report().changes).toEqual([]);
});

test("a push after which the old head is gone from the server still checks the new one", async () => {
  const scenario = await startScenario();
  const sha = scenario.repository.headOf("main");
  const run = await scenario.run(pushEvent("1234567890".repeat(4), sha));
  expect(run.exitCode).toBe(0);
  expect(`${run.summary}${run.stdout}`).toContain("1234567");
});

test("schedule and workflow_dispatch check what is there, without a comment", async () => {
  const scenario = await startScenario();
  const sha = scenario.repository.headOf("main");
  for (const event of [scheduleEvent(sha), workflowDispatchEvent(sha)]) {
    const run = await scenario.run(event);
    expect([event.name, run.exitCode, run.outputs["conclusion"]]).toEqual([event.name, 0, "passed"]);
    expect(run.outputs["revision"]).toMatch(/^sha256:[0-9a-f]{64}$/);
  }
  expect(scenario.server.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a schedule fails on the night on which a grant has ended that a test needs", async () => {
  const scenario = await startScenario([
    {
      ...baseFiles,
      "policies/ci-runner.yaml": agentFile().replace(
        "  - git:push on repos/*/branches/feature/*\n",
        "  - statement: git:push on repos/*/branches/feature/*\n    expires: 2020-01-01\n",
      ),
    },
  ]);
  const run = await scenario.run(scheduleEvent(scenario.repository.headOf("main")));
  expect(run.exitCode).toBe(1);
  expect(run.summary).toContain("ci-runner can push on");
});

test("workflow_dispatch with a base tells the difference and does not gate", async () => {
  const scenario = await startScenario();
  const base = scenario.repository.headOf("main");
  const head = scenario.repository.commit("main", widened);
  const run = await scenario.run(workflowDispatchEvent(head), { inputs: { base } });
  expect([run.exitCode, run.outputs["widened"]]).toEqual([0, "1"]);
});

test("an event that says nothing of policies is refused", async () => {
  const scenario = await startScenario();
  const sha = scenario.repository.headOf("main");
  const run = await scenario.run({ ...workflowDispatchEvent(sha), name: "issue_comment" });
  expect(run.exitCode).not.toBe(0);
  expect(run.annotations).toContainEqual(
    expect.objectContaining({ level: "error", message: expect.stringContaining("issue_comment") }),
  );
});

test("a pull request cannot choose what it is compared with", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  const run = await scenario.run(pullRequestEvent(pr), { inputs: { base: pr.head } });
  expect(run.exitCode).not.toBe(0);
  expect(run.stdout).toContain("`base`");
});

test("nothing to check is never green", async () => {
  const cases = [
    {
      name: "no policies",
      files: { "sentrely.yaml": baseFiles["sentrely.yaml"], "README.md": "x\n" },
      inputs: {},
    },
    { name: "no tests", files: { ...baseFiles, "tests/ci-runner.test.yaml": null }, inputs: {} },
    { name: "a path that matches nothing", files: baseFiles, inputs: { paths: "elsewhere/*.yaml" } },
    { name: "a folder that is not there", files: baseFiles, inputs: { "working-directory": "elsewhere" } },
    { name: "a config that is not there", files: baseFiles, inputs: { config: "other.yaml" } },
  ];
  for (const { name, files, inputs } of cases) {
    const scenario = await startScenario([files]);
    const sha = scenario.repository.headOf("main");
    for (const event of [pushEvent(sha, sha), scheduleEvent(sha)]) {
      const run = await scenario.run(event, { inputs });
      expect([name, event.name, run.exitCode === 0], run.stdout).toEqual([name, event.name, false]);
      expect(run.annotations.filter(({ level }) => level === "error").length, name).toBeGreaterThan(0);
    }
  }
});

test("an environment that is not as a runner makes it is named, and never green", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  const text = join(scenario.repository.folder, "event.txt");
  writeFileSync(text, "not JSON");
  const cases: readonly (readonly [name: string, value: string, told: string])[] = [
    ["GITHUB_EVENT_PATH", join(scenario.repository.folder, "none.json"), "GITHUB_EVENT_PATH"],
    ["GITHUB_EVENT_PATH", text, "GITHUB_EVENT_PATH"],
    ["GITHUB_SHA", "", "GITHUB_SHA"],
    ["GITHUB_REPOSITORY", "octo-org", "GITHUB_REPOSITORY"],
    ["GITHUB_API_URL", "file:///etc", "GITHUB_API_URL"],
    ["GITHUB_WORKSPACE", scenario.repository.folder, "git repository"],
  ];
  const workspace = scenario.checkout(event);
  for (const [name, value, told] of cases) {
    const run = await scenario.run(event, { workspace, environment: { [name]: value } });
    expect([name, run.exitCode, run.outputs["conclusion"]]).toEqual([name, 1, "failed"]);
    expect(run.annotations.find(({ level }) => level === "error")?.message).toContain(told);
  }
});

test("a payload without what it must have is never green", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(refactored);
  const event = pullRequestEvent(pr);
  const workspace = scenario.checkout(event);
  for (const payload of [
    {},
    { pull_request: null },
    { pull_request: { number: 7, head: { sha: "HEAD" } } },
    [],
  ]) {
    const run = await scenario.run({ ...event, payload }, { workspace });
    expect([payload, run.exitCode]).toEqual([payload, 1]);
    expect(run.stdout).toContain("payload");
  }
});
