import { expect, test } from "vitest";
import { mergeGroupEvent, type GitHubEvent } from "../support/github-events.ts";
import type { CommitFiles } from "../support/git-repository.ts";
import type { PullRequestRefs } from "../support/policy-repository.ts";
import { startScenario, type Scenario } from "../support/scenario.ts";
import { baseFiles, limits, refactored, widened } from "../support/scenario-files.ts";

const inputs = { "allow-label": "policy-ok" };
const budget = { "policies/limits.yaml": limits.replace("$500", "$5000") };
const documented = { "README.md": "# Policies, documented\n" };

/** Pull requests of these files, queued one on top of the other; the event is that of the last one. */
async function queue(...files: readonly CommitFiles[]): Promise<{
  readonly scenario: Scenario;
  readonly prs: readonly PullRequestRefs[];
  readonly event: GitHubEvent;
}> {
  const scenario = await startScenario(baseFiles);
  const { repository, server } = scenario;
  server.permission("reviewer", "write");
  const base = repository.headOf("main");
  const prs = files.map((change, i) => scenario.propose(change, { number: 7 + i }));
  let [at, ref, parent] = [base, "", base];
  for (const { number, branch } of prs) {
    parent = at;
    ref = `refs/heads/gh-readonly-queue/main/pr-${String(number)}-${at}`;
    at = repository.mergeInto(
      at,
      branch,
      ref,
      `Merge pull request #${String(number)} from octo-org/${branch}`,
    );
  }
  expect(parent).not.toBe(at);
  return { scenario, prs, event: mergeGroupEvent(base, at, ref) };
}

test("a group in which nothing is refused passes, and nobody is asked", async () => {
  const { scenario, event } = await queue(refactored, documented);
  const run = await scenario.run(event, { inputs });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([0, "passed"]);
  expect(scenario.server.requests).toEqual([]);
});

test("a widened pull request that is acknowledged and a clean one pass together, in either order", async () => {
  for (const [files, number] of [
    [[widened, documented], 7],
    [[documented, widened], 8],
  ] as const) {
    const { scenario, event } = await queue(...files);
    scenario.server.label(number, "policy-ok", { by: "reviewer" });
    const run = await scenario.run(event, { inputs });
    expect([number, run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([
      number,
      0,
      "acknowledged",
    ]);
    expect(run.summary).toContain("reviewer");
    expect(run.summary).toContain(`#${String(number)}`);
  }
});

test("of two that are refused both must be acknowledged", async () => {
  for (const accepted of [[7], [8], [7, 8]]) {
    const { scenario, event } = await queue(widened, budget);
    for (const number of accepted) scenario.server.label(number, "policy-ok", { by: "reviewer" });
    const run = await scenario.run(event, { inputs });
    expect([accepted, run.exitCode], run.stdout).toEqual([accepted, accepted.length === 2 ? 0 : 1]);
  }
});

test("the acknowledgement of the clean one does not count for the other", async () => {
  const { scenario, event } = await queue(documented, widened);
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const run = await scenario.run(event, { inputs });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  const other = await queue(widened, documented);
  other.scenario.server.label(8, "policy-ok", { by: "reviewer" });
  expect((await other.scenario.run(other.event, { inputs })).exitCode).toBe(1);
});

test("a pull request alone in the queue is acknowledged as it was before it was queued", async () => {
  const { scenario, event } = await queue(widened);
  expect((await scenario.run(event, { inputs })).exitCode).toBe(1);
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  expect((await scenario.run(event, { inputs })).exitCode).toBe(0);
  expect((await scenario.run(event, { inputs, checkout: { depth: 0 } })).exitCode).toBe(0);
  expect(scenario.comments()).toEqual([]);
});

test("a step whose message names another pull request is not taken for it", async () => {
  const scenario = await startScenario(baseFiles);
  const { repository, server } = scenario;
  server.permission("reviewer", "write");
  const base = repository.headOf("main");
  scenario.propose(documented, { number: 7 });
  const pr = scenario.propose(documented, { number: 8 });
  server.label(7, "policy-ok", { by: "reviewer" });
  server.label(8, "policy-ok", { by: "reviewer" });
  // Someone gets a commit into the group that belongs to no pull request, but says so.
  repository.git("checkout", "-q", "--detach", base);
  const smuggled = repository.commit("smuggled", widened, {
    message: "Merge pull request #7 from octo-org/change-7",
  });
  const ref = `refs/heads/gh-readonly-queue/main/pr-8-${smuggled}`;
  const head = repository.mergeInto(smuggled, pr.branch, ref, "Merge pull request #8 from octo-org/change-8");
  const run = await scenario.run(mergeGroupEvent(base, head, ref), { inputs });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
});

test("a group whose pull request got another head since is not acknowledged", async () => {
  const { scenario, prs, event } = await queue(widened);
  const [pr] = prs;
  if (pr === undefined) throw new Error("there is none");
  scenario.push(pr, documented);
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const run = await scenario.run(event, { inputs });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
});

test("a group cannot be accepted while the API is down", async () => {
  const { scenario, event } = await queue(widened);
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  scenario.server.fail({ path: /./, status: 404 });
  const run = await scenario.run(event, { inputs });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
});
