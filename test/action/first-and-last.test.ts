import { expect, test } from "vitest";
import { pullRequestEvent } from "../support/github-events.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { agentFile, baseFiles } from "../support/scenario-files.ts";

test("a pull request that deletes every policy fails, whoever accepts it", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({
    "policies/ci-runner.yaml": null,
    "policies/guardrails.yaml": null,
    "policies/limits.yaml": null,
    "tests/ci-runner.test.yaml": null,
  });
  scenario.server.permission("reviewer", "write");
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  for (const inputs of [{}, { "allow-label": "policy-ok" }]) {
    const run = await scenario.run(pullRequestEvent(pr), { inputs });
    expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  }
  expect(soleComment(scenario)).toMatch(/no polic/);
});

test("a pull request that also deletes the config fails", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(Object.fromEntries(Object.keys(baseFiles).map((name) => [name, null])));
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
});

test("the first policies of a repository are newly allowed, all of them, and fail until somebody accepts them", async () => {
  const scenario = await startScenario({ "README.md": "# Nothing here\n" });
  const pr = scenario.propose(baseFiles);
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  expect(Number(run.outputs["widened"])).toBeGreaterThan(0);
  expect(soleComment(scenario)).toMatch(/everything|no policies/);
  scenario.server.permission("reviewer", "write");
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const accepted = await scenario.run(pullRequestEvent(pr), { inputs: { "allow-label": "policy-ok" } });
  expect([accepted.exitCode, accepted.outputs["conclusion"]], accepted.stdout).toEqual([0, "acknowledged"]);
});

test("a pull request that repairs a broken base is judged as if nothing had been allowed", async () => {
  const scenario = await startScenario({
    ...baseFiles,
    "policies/ci-runner.yaml": agentFile().replace("git:read on", "git:read of"),
  });
  const pr = scenario.propose({ "policies/ci-runner.yaml": agentFile() });
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  expect(Number(run.outputs["widened"])).toBeGreaterThan(0);
  expect(soleComment(scenario)).toMatch(/do not compile/);
  scenario.server.permission("reviewer", "write");
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const accepted = await scenario.run(pullRequestEvent(pr), { inputs: { "allow-label": "policy-ok" } });
  expect([accepted.exitCode, accepted.outputs["conclusion"]], accepted.stdout).toEqual([0, "acknowledged"]);
});

test("a head that does not compile fails on its line, and nobody can accept it", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({
    "policies/ci-runner.yaml": agentFile().replace("git:read on", "git:read of"),
  });
  scenario.server.permission("reviewer", "write");
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const run = await scenario.run(pullRequestEvent(pr), { inputs: { "allow-label": "policy-ok" } });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  expect(run.annotations).toContainEqual(
    expect.objectContaining({ level: "error", file: "policies/ci-runner.yaml", line: 3 }),
  );
});
