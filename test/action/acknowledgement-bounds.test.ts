import { expect, test } from "vitest";
import { pullRequestEvent, pullRequestTargetEvent } from "../support/github-events.ts";
import { startScenario } from "../support/scenario.ts";
import { agentFile, baseFiles, config, refactored, testsFile, widened } from "../support/scenario-files.ts";

const inputs = { "allow-team": "octo-org/security", "allow-label": "policy-ok" };

test("without `allow-team` and `allow-label` nobody is asked, and nobody can accept", async () => {
  const scenario = await startScenario(baseFiles, { mayReadMembers: true });
  const pr = scenario.propose(widened);
  scenario.server.permission("reviewer", "admin");
  scenario.server.review(7, { by: "reviewer" });
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.outputs["acknowledged"]]).toEqual([1, "false"]);
  expect(scenario.server.requests.some(({ path }) => /reviews|timeline|collaborators|teams/.test(path))).toBe(
    false,
  );
});

test("nobody is asked where no gate refuses anything", async () => {
  const scenario = await startScenario();
  const run = await scenario.run(pullRequestEvent(scenario.propose(refactored)), { inputs });
  expect([run.exitCode, run.outputs["conclusion"], run.outputs["acknowledged"]]).toEqual([
    0,
    "passed",
    "false",
  ]);
  expect(scenario.server.requests.some(({ path }) => /reviews|timeline/.test(path))).toBe(false);
});

test("the author of a fork's pull request cannot accept it from an event with the base's token", async () => {
  const scenario = await startScenario(baseFiles, { mayReadMembers: true });
  scenario.server.permission("author", "write");
  const pr = scenario.propose(widened, { headRepository: "author/policies" });
  scenario.server.label(7, "policy-ok", { by: "author" });
  const event = pullRequestTargetEvent(pr, { headRepository: "author/policies", labels: ["policy-ok"] });
  expect((await scenario.run(event, { inputs })).exitCode).toBe(1);
  scenario.server.permission("reviewer", "write");
  scenario.server.unlabel(7, "policy-ok", { by: "author" });
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const accepted = await scenario.run(event, { inputs });
  expect([accepted.exitCode, accepted.outputs["conclusion"]], accepted.stdout).toEqual([0, "acknowledged"]);
});

test("what an acknowledgement accepts are gates and the base's judgement, never failing tests or lint of the head", async () => {
  const accept = async (files: Readonly<Record<string, string>>): Promise<number | null> => {
    const scenario = await startScenario();
    scenario.server.permission("reviewer", "write");
    const pr = scenario.propose({ ...widened, ...files });
    scenario.server.label(7, "policy-ok", { by: "reviewer" });
    return (await scenario.run(pullRequestEvent(pr), { inputs })).exitCode;
  };
  const star = agentFile({ more: ["deploy:* on *"] });
  expect([
    await accept({}),
    await accept({ "sentrely.yaml": `${config}lint: {fail_level: error}\n` }),
    await accept({ "tests/ci-runner.test.yaml": testsFile(["ci-runner can push main"]) }),
    await accept({ "policies/ci-runner.yaml": star }),
  ]).toEqual([0, 0, 1, 1]);
});
