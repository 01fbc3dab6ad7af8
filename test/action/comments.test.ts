import { expect, test } from "vitest";
import { pullRequestEvent } from "../support/github-events.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { guardrails, refactored, widened } from "../support/scenario-files.ts";

test("the second run updates the comment of the first, and the third leaves it when nothing changed", async () => {
  const scenario = await startScenario();
  const first = scenario.propose(refactored);
  await scenario.run(pullRequestEvent(first), { inputs: { comment: "always" } });
  const clean = soleComment(scenario);
  const second = scenario.push(first, widened);
  const run = await scenario.run(pullRequestEvent(second, { action: "synchronize" }));
  expect(run.exitCode).toBe(1);
  expect(soleComment(scenario)).not.toBe(clean);
  expect(soleComment(scenario)).toContain("repos/*/branches/f*");
  const writes = (): number => scenario.server.requests.filter(({ method }) => method !== "GET").length;
  const before = writes();
  expect(before).toBe(2);
  await scenario.run(pullRequestEvent(second, { action: "synchronize" }));
  soleComment(scenario);
  expect(writes() - before).toBeLessThanOrEqual(1);
});

test("a comment with our marker that is somebody else's is left alone", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  await scenario.run(pullRequestEvent(pr));
  const marker = soleComment(scenario).split("\n")[0] ?? "";
  const other = await startScenario();
  const copy = other.propose(widened);
  other.server.comment(7, { by: "stranger", body: `${marker}\nAll is well.` });
  other.server.comment(7, { by: "github-actions[bot]", body: `See:\n${marker}\nquoted by another step` });
  const run = await other.run(pullRequestEvent(copy));
  expect(run.exitCode).toBe(1);
  const comments = other.server.comments(7);
  expect(comments.map(({ login }) => login)).toEqual([
    "stranger",
    "github-actions[bot]",
    "github-actions[bot]",
  ]);
  expect(comments[0]?.body).toBe(`${marker}\nAll is well.`);
  expect(comments[1]?.body).toContain("quoted by another step");
  expect(comments[2]?.body).toContain("repos/*/branches/f*");
});

test("our comment is found behind a hundred others", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  for (let i = 0; i < 150; i++) scenario.server.comment(7, { by: "stranger", body: `remark ${String(i)}` });
  await scenario.run(pullRequestEvent(pr));
  await scenario.run(pullRequestEvent(scenario.push(pr, refactored)));
  expect(scenario.comments()).toHaveLength(151);
});

test("a pull request from a fork is told by annotations and the summary, which say why there is no comment", async () => {
  const scenario = await startScenario(undefined, { mayWrite: false });
  const pr = scenario.propose(widened, { headRepository: "stranger/policies", by: "stranger" });
  const run = await scenario.run(
    pullRequestEvent(pr, { headRepository: "stranger/policies", author: "stranger" }),
  );
  expect([run.exitCode, run.outputs["conclusion"], scenario.comments()]).toEqual([1, "failed", []]);
  expect(run.annotations).toContainEqual(
    expect.objectContaining({ level: "error", file: "policies/ci-runner.yaml", line: 4 }),
  );
  expect(run.summary).toContain("repos/*/branches/f*");
  expect(`${run.summary}${run.stdout}`).toMatch(/comment/);
  expect(`${run.summary}${run.stdout}`).toMatch(/fork/);
});

test("`comment` says when there is one", async () => {
  const scenario = await startScenario();
  const never = scenario.propose(widened);
  await scenario.run(pullRequestEvent(never), { inputs: { comment: "never" } });
  expect(scenario.comments()).toEqual([]);
  const always = scenario.propose(refactored, { number: 8 });
  await scenario.run(pullRequestEvent(always), { inputs: { comment: "always" } });
  expect(scenario.comments(8)).toHaveLength(1);
});

test("two uses in one repository keep a comment each", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  for (let i = 0; i < 2; i++) {
    await scenario.run(event);
    await scenario.run(event, { inputs: { config: "sentrely.yaml" } });
  }
  expect(scenario.comments()).toHaveLength(2);
});

test("renaming the folder of the policies is no change of them", async () => {
  const scenario = await startScenario();
  const { config, agentFile, guardrails, limits } = await import("../support/scenario-files.ts");
  const pr = scenario.propose({
    "sentrely.yaml": config.replace("policies: [policies]", "policies: [agents]"),
    "policies/ci-runner.yaml": null,
    "policies/guardrails.yaml": null,
    "policies/limits.yaml": null,
    "agents/ci-runner.yaml": agentFile(),
    "agents/guardrails.yaml": guardrails,
    "agents/limits.yaml": limits,
  });
  const run = await scenario.run(pullRequestEvent(pr));
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([0, "passed"]);
  expect(run.report().changes.filter(({ tags }) => !tags.includes("config-policies"))).toEqual([]);
});

test("GitHub shows ten annotations of a level: the others are counted, and stand in the summary", async () => {
  const scenario = await startScenario();
  const { agentFile, testsFile, baseSentences } = await import("../support/scenario-files.ts");
  const names = Array.from({ length: 25 }, (_, i) => `ci-runner can push on repos/r${String(i)}/branches/x`);
  const pr = scenario.propose({
    "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/f*" }),
    "tests/ci-runner.test.yaml": testsFile([...baseSentences, ...names]),
  });
  const run = await scenario.run(pullRequestEvent(pr));
  const errors = run.annotations.filter(({ level }) => level === "error");
  expect([errors.length, run.outputs["tests-failed"]]).toEqual([10, "25"]);
  expect(errors.map(({ file }) => file)).toContain("policies/ci-runner.yaml");
  expect(run.stdout).toContain("16 more");
  for (const name of names) expect(run.summary).toContain(name);
});

test("a run without a verdict says so in a comment, and where an earlier one said that all is well, in that", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  const noServer = { environment: { GITHUB_SERVER_URL: "http://127.0.0.1:1" } };
  const lost = /^<!-- .* -->\n\*\*The policy check could not be made, so it fails\.\*\* /;
  expect((await scenario.run(event, noServer)).exitCode).toBe(1);
  expect(soleComment(scenario)).toMatch(lost);
  expect((await scenario.run(event)).exitCode).toBe(0);
  expect(soleComment(scenario)).toContain("Policy check passed");
  expect((await scenario.run(event, noServer)).exitCode).toBe(1);
  expect(soleComment(scenario)).toMatch(lost);
});

test("lines are linked to the commit that has them", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({
    ...widened,
    "policies/guardrails.yaml": guardrails.replace("deny git:push", "deny git:pull"),
  });
  await scenario.run(pullRequestEvent(pr));
  const page = (commit: string, place: string): string =>
    `/blob/${commit}/policies/${place.replace(":", "#L")}`;
  const comment = soleComment(scenario);
  expect(comment).toContain(page(pr.merge, "ci-runner.yaml:4"));
  expect(comment).toContain(page(pr.base, "guardrails.yaml:2"));
});
