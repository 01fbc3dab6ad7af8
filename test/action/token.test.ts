import { expect, test } from "vitest";
import { token } from "../support/action-run.ts";
import { pullRequestEvent, pullRequestTargetEvent } from "../support/github-events.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { agentFile, refactored, testsFile, widened } from "../support/scenario-files.ts";

// Every run of these tests is searched for the token; here are those that are most tempted to tell it.

const remote = (url: string): string =>
  `${url.replace("://", `://x-access-token:${token}@`)}/octo-org/policies`;

test("a token in the address of the remote is told nowhere, whether fetching works or fails", async () => {
  for (const status of [null, 401, 403, 500]) {
    const scenario = await startScenario();
    const event = pullRequestEvent(scenario.propose(widened));
    const workspace = scenario.checkout(event, { remote: remote(scenario.gitServer.url) });
    scenario.gitServer.fail(status);
    const run = await scenario.run(event, { workspace });
    expect(run.exitCode).toBe(1);
    expect(run.outputs["widened"] === "1").toBe(status === null);
  }
});

test("a token that the server echoes in its answers is told nowhere", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  scenario.server.fail({
    path: /./,
    status: 403,
    body: JSON.stringify({ message: `no: ${token}` }),
  });
  const run = await scenario.run(event, { inputs: { "allow-label": "policy-ok" } });
  expect(run.exitCode).toBe(1);
  scenario.server.recover();
  scenario.server.fail({ path: /./, status: 422, body: `${token}` });
  expect((await scenario.run(event, { inputs: { "allow-label": "policy-ok" } })).exitCode).toBe(1);
});

test("a token that the policies quote is told nowhere, neither as it is nor as Markdown writes it", async () => {
  const scenario = await startScenario();
  const policies = agentFile({
    push: `repos/${token}/*`,
    more: [`git:read on wikis/${token} when ${token}`],
  });
  const pr = scenario.propose({
    "policies/ci-runner.yaml": agentFile({ push: `repos/${token}/**` }),
    [`policies/${token}.yaml`]: `agent: ${token}\npolicies:\n  - git:read on repos/${token}\n`,
    "tests/ci-runner.test.yaml": testsFile([`ci-runner cannot push repos/${token}/x`]),
  });
  // What is checked out is the base, so that whatever holds it now is of this run.
  const inputs = { comment: "always", "sarif-file": "a.sarif", "junit-file": "a.xml" };
  const run = await scenario.run(pullRequestTargetEvent(pr), { inputs });
  expect(run.exitCode).toBe(1);
  const comment = soleComment(scenario);
  for (const text of [comment, run.summary, run.stdout]) expect(text).toContain("repos/***");
  expect(`${comment}${run.summary}`).not.toContain(token.replaceAll("_", "\\_"));
  const broken = scenario.propose({ "policies/ci-runner.yaml": policies }, { number: 8 });
  expect((await scenario.run(pullRequestTargetEvent(broken), { inputs })).summary).toContain("***");
});

test("a token that ends up in an input is told nowhere", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  for (const inputs of [
    { "fail-on": token },
    { paths: token },
    { config: `${token}.yaml` },
    { "working-directory": token },
    { baseline: token },
    { "allow-label": token },
    { "allow-team": `octo-org/${token}` },
  ]) {
    const run = await scenario.run(event, { inputs });
    expect([inputs, run.exitCode]).toEqual([inputs, 1]);
    expect(run.stdout).toContain(`input \`${Object.keys(inputs).join()}\``);
  }
});

test("debugging switches of git, Node and the toolkit tell no token", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  const run = await scenario.run(event, {
    environment: {
      RUNNER_DEBUG: "1",
      ACTIONS_STEP_DEBUG: "true",
      GIT_TRACE: "1",
      GIT_TRACE_CURL: "1",
      GIT_CURL_VERBOSE: "1",
      GIT_TRACE_REDACT: "0",
      GIT_TRACE_CURL_NO_DATA: "0",
      NODE_DEBUG: "http,https,net,fetch,undici",
    },
  });
  expect(run.outputs["conclusion"]).toBe("passed");
});

test("the token is sent to the API and to the repository, and to nobody else", async () => {
  const scenario = await startScenario();
  const other = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  scenario.server.fail({
    path: /comments/,
    status: 302,
    headers: { location: `${other.server.url}/repos/octo-org/policies/issues/7/comments` },
  });
  const run = await scenario.run(event, { checkout: { remote: `${other.gitServer.url}/octo-org/policies` } });
  expect([run.exitCode, run.outputs["widened"]], run.stdout).toEqual([1, "1"]);
  expect(other.server.requests.filter(({ authorized }) => authorized)).toEqual([]);
  expect(other.gitServer.requests).toEqual([]);
});
