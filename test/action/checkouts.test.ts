import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { pullRequestEvent, pullRequestTargetEvent } from "../support/github-events.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { agentFile, refactored, widened } from "../support/scenario-files.ts";

test("the verdict is the same however the pull request was checked out", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  const event = pullRequestEvent(pr);
  const checkouts = {
    "refs/pull/7/merge, shallow": {},
    "refs/pull/7/merge, all of it": { depth: 0 },
    "the branch's head, shallow": { commit: pr.head, ref: null },
    "the branch's head, all of it": { commit: pr.head, ref: null, depth: 0 },
    "the base": { commit: pr.base, ref: "refs/heads/main" },
    "two commits of the merge": { depth: 2 },
  };
  for (const [name, checkout] of Object.entries(checkouts)) {
    const run = await scenario.run(event, { checkout });
    expect([name, run.exitCode, run.outputs["widened"]], run.stdout).toEqual([name, 1, "1"]);
    expect(run.report().changes).toMatchObject([{ kind: "widened", refused: ["widened"] }]);
  }
});

test("what main got since the branch was made is no part of the change", async () => {
  const scenario = await startScenario();
  const { repository } = scenario;
  repository.commit("change", refactored, { by: "author" });
  repository.commit("main", {
    "policies/reader.yaml": "agent: reader\npolicies:\n  - git:read on repos/docs/*\n",
  });
  const pr = repository.pullRequest(7, "change");
  scenario.server.pullRequest(7, { author: "author", headSha: pr.head, headRef: "change", baseSha: pr.base });
  for (const checkout of [{}, { depth: 0 }, { commit: pr.head, ref: null }]) {
    const run = await scenario.run(pullRequestEvent(pr), { checkout });
    expect([run.exitCode, run.report().changes]).toEqual([0, []]);
  }
});

test("a base that is missing is fetched with the token, where the checkout kept no credentials", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  const workspace = scenario.repository.checkout({
    commit: event.sha,
    ref: event.ref,
    depth: 1,
    remote: `${scenario.gitServer.url}/octo-org/policies`,
  });
  const run = await scenario.run(event, { workspace });
  expect([run.exitCode, run.outputs["widened"]], run.stdout).toEqual([1, "1"]);
  expect(scenario.gitServer.requests.map(({ status }) => status)).toContain(200);
});

test("a whole clone stays whole when something is fetched into it", async () => {
  const scenario = await startScenario();
  const event = pullRequestTargetEvent(scenario.propose(widened));
  const workspace = scenario.checkout(event, { depth: 0 });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: workspace, encoding: "utf8" }).trim();
  const refs = git("for-each-ref");
  const run = await scenario.run(event, { workspace });
  expect([run.exitCode, run.outputs["widened"]]).toEqual([1, "1"]);
  expect(git("rev-parse", "--is-shallow-repository")).toBe("false");
  expect(git("for-each-ref")).toBe(refs);
});

test("a base that can be had nowhere names `fetch-depth`, and is no pass", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  for (const status of [403, 404, 500]) {
    scenario.gitServer.fail(status);
    const run = await scenario.run(event);
    expect([status, run.exitCode === 0, run.outputs["conclusion"]]).toEqual([status, false, "failed"]);
    expect(run.annotations.find(({ level }) => level === "error")?.message).toContain("fetch-depth");
  }
  scenario.gitServer.fail(null);
  const deep = scenario.checkout(event, { depth: 0 });
  scenario.gitServer.fail(500);
  expect((await scenario.run(event, { workspace: deep })).exitCode).toBe(0);
});

test("the base comes from the workflow's repository, whatever the checkout's remote is", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  const fork = await startScenario([{ "README.md": "x\n" }]);
  const run = await scenario.run(pullRequestEvent(pr), {
    checkout: { remote: `file://${fork.repository.origin}` },
  });
  expect([run.exitCode, run.outputs["widened"]]).toEqual([1, "1"]);
});

test("a force push is judged by what it pushed", async () => {
  const scenario = await startScenario();
  const first = scenario.propose(widened);
  const before = await scenario.run(pullRequestEvent(first));
  const second = scenario.push(first, refactored, { forced: true });
  const after = await scenario.run(pullRequestEvent(second, { action: "synchronize" }));
  expect([before.exitCode, after.exitCode]).toEqual([1, 0]);
  expect(soleComment(scenario)).not.toContain("repos/*/branches/f*");
});

test("a re-run of an event whose merge commit is replaced still judges the commit of that event", async () => {
  const scenario = await startScenario();
  const first = scenario.propose(widened);
  scenario.push(first, refactored, { forced: true });
  for (const event of [pullRequestEvent(first), pullRequestTargetEvent(first)]) {
    const run = await scenario.run(event);
    expect([event.name, run.exitCode], run.stdout).toEqual([event.name, 1]);
    expect([run.outputs["widened"], scenario.comments()]).toEqual(["1", []]);
  }
});

test("a pull request whose branch conflicts with its base is judged by the branch itself, and says so", async () => {
  const scenario = await startScenario();
  const { repository } = scenario;
  const base = repository.headOf("main");
  const head = repository.commit("change-7", widened, { by: "author" });
  repository.serverGit("update-ref", "refs/pull/7/head", head);
  scenario.server.pullRequest(7, { author: "author", headSha: head, headRef: "change-7", baseSha: base });
  const refs = {
    number: 7,
    branch: "change-7",
    baseBranch: "main",
    base,
    head,
    merge: base,
    commits: [head],
  };
  const run = await scenario.run(pullRequestTargetEvent(refs));
  expect([run.exitCode, run.outputs["widened"]], run.stdout).toEqual([1, "1"]);
  expect(soleComment(scenario)).toContain("merge commit");
});

test("a pull request into another branch is compared with that branch", async () => {
  const scenario = await startScenario();
  const { repository } = scenario;
  repository.commit("release", widened);
  repository.commit("release-fix", {}, { by: "author" });
  repository.git("checkout", "-q", "--detach", repository.headOf("release"));
  const head = repository.commit("release", { "README.md": "# Release\n" }, { by: "author" });
  repository.serverGit("update-ref", "refs/heads/fix", head);
  repository.serverGit("update-ref", "refs/heads/release", `${head}~1`);
  const pr = repository.pullRequest(7, "fix", "release");
  scenario.server.pullRequest(7, {
    author: "author",
    headSha: pr.head,
    headRef: "fix",
    baseRef: "release",
    baseSha: pr.base,
  });
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.report().changes], run.stdout).toEqual([0, []]);
});

test("the working folder may be a part of the repository, and so may the paths", async () => {
  const nested = (files: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`infra/agents/${name}`, content]));
  const { baseFiles } = await import("../support/scenario-files.ts");
  const scenario = await startScenario([{ ...nested(baseFiles), "README.md": "x\n" }]);
  const pr = scenario.propose(
    nested({ "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/f*" }) }),
  );
  for (const inputs of [
    { "working-directory": "infra/agents" },
    { "working-directory": "./infra/agents/" },
    { config: "infra/agents/sentrely.yaml" },
    { paths: "infra/agents/policies\ninfra/agents/tests" },
  ]) {
    const run = await scenario.run(pullRequestEvent(pr), { inputs });
    expect([inputs, run.exitCode, run.outputs["widened"]], run.stdout).toEqual([inputs, 1, "1"]);
    expect(run.annotations.find(({ level }) => level === "error")).toMatchObject({
      file: "infra/agents/policies/ci-runner.yaml",
      line: 4,
    });
  }
});

test("a working folder outside of the workspace is refused", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  for (const directory of ["..", "/", "policies/../.."]) {
    const run = await scenario.run(event, { inputs: { "working-directory": directory } });
    expect([directory, run.exitCode === 0]).toEqual([directory, false]);
  }
});
