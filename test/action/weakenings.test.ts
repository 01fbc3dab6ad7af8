import { expect, test } from "vitest";
import type { CommitFiles } from "../support/git-repository.ts";
import { pullRequestEvent } from "../support/github-events.ts";
import { soleComment, startScenario, type Scenario, type ScenarioRun } from "../support/scenario.ts";
import {
  agentFile,
  baseFiles,
  baseSentences,
  config,
  guardrails,
  limits,
  testsFile,
  widened,
  workflow,
} from "../support/scenario-files.ts";

/** A finding of the level warning, `full-access`, and the files that have it. */
const everything = agentFile({ more: ["deploy:* on *"] });

interface Loosening {
  readonly what: string;
  readonly base?: CommitFiles;
  readonly head: CommitFiles;
  readonly inputs?: { readonly [name: string]: string };
  /** A tag of the change that is refused. */
  readonly tag: string;
  /** What the comment quotes of it. */
  readonly told: string;
}

async function propose(loosening: Loosening): Promise<[Scenario, ScenarioRun]> {
  const scenario = await startScenario({ ...baseFiles, ...loosening.base });
  const pr = scenario.propose(loosening.head);
  return [scenario, await scenario.run(pullRequestEvent(pr), { inputs: loosening.inputs ?? {} })];
}

const loosenings: readonly Loosening[] = [
  {
    what: "a lint level is lowered",
    head: { "sentrely.yaml": `${config}lint: {rules: {overlap: off}}\n` },
    tag: "level-lowered",
    told: "overlap",
  },
  {
    what: "the level that fails is raised",
    head: { "sentrely.yaml": `${config}lint: {fail_level: error}\n` },
    tag: "level-lowered",
    told: "fail_level",
  },
  {
    what: "a sensitive region is narrowed",
    head: {
      "sentrely.yaml": `${config}sensitive: {ungated-production-deploy: {narrow: [{resources: ["arn:aws:ecs:*:*:service/prod-toys"], reason: toys}]}}\n`,
    },
    tag: "sensitive-narrowed",
    told: "prod-toys",
  },
  {
    what: "an added sensitive region is removed",
    base: {
      "sentrely.yaml": `${config}sensitive: {ungated-production-deploy: {add: [{actions: ["ship:release"], resources: ["fleet/*"]}]}}\n`,
    },
    head: { "sentrely.yaml": config },
    tag: "sensitive-narrowed",
    told: "ship:release",
  },
  {
    what: "an agent leaves the label that a guardrail holds",
    base: {
      "sentrely.yaml": config.replace("[ci-runner]", "[ci-runner, reader]"),
      "policies/reader.yaml": "agent: reader\npolicies:\n  - git:read on repos/docs/*\n",
    },
    head: { "sentrely.yaml": config.replace("[ci-runner]", "[reader]") },
    tag: "label-left",
    told: "writers",
  },
  {
    what: "a guardrail is narrowed where nothing is granted today",
    base: {
      "policies/guardrails.yaml": guardrails.replace(
        "guardrails:\n",
        "guardrails:\n  - statement: deny billing:* on accounts/*\n    id: money\n",
      ),
    },
    head: {
      "policies/guardrails.yaml": guardrails.replace(
        "guardrails:\n",
        "guardrails:\n  - statement: deny billing:* on accounts/root/*\n    id: money\n",
      ),
    },
    tag: "guardrail-weakened",
    told: "billing",
  },
  {
    what: "the list of channels is removed",
    head: { "sentrely.yaml": config.replace('channels: ["slack:#deploys"]\n', "") },
    tag: "config-channels",
    told: "channels",
  },
  {
    what: "an agent may be split over files",
    head: { "sentrely.yaml": `${config}split_agents: [ci-runner]\n` },
    tag: "config-split_agents",
    told: "split_agents",
  },
  {
    what: "the workflow that checks is edited",
    head: { ".github/workflows/policy.yml": workflow.replace("on: pull_request", "on: push") },
    tag: "workflow-changed",
    told: ".github/workflows/policy.yml",
  },
  {
    what: "the workflow that checks is removed",
    head: { ".github/workflows/policy.yml": null },
    tag: "workflow-changed",
    told: ".github/workflows/policy.yml",
  },
  {
    what: "a budget is raised",
    head: { "policies/limits.yaml": limits.replace("$500", "$5000") },
    tag: "limit-raised",
    told: "$5,000",
  },
  {
    what: "a rate limit is removed",
    head: {
      "policies/limits.yaml": limits.replace(
        "rate_limits:\n  max_requests_per_minute: 60\n  on_exceed: throttle\n",
        "",
      ),
    },
    tag: "limit-removed",
    told: "rate",
  },
  {
    what: "an approval is removed",
    head: { "policies/ci-runner.yaml": agentFile({ gated: false }) },
    tag: "ungated",
    told: "service/prod-*",
  },
];

for (const loosening of loosenings) {
  test(`a pull request fails in which ${loosening.what}`, async () => {
    const [scenario, run] = await propose(loosening);
    expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
    const refused = run.report().changes.filter(({ refused }) => refused !== undefined);
    expect(refused.flatMap(({ tags }) => tags)).toContain(loosening.tag);
    expect(soleComment(scenario)).toContain(loosening.told);
    expect(run.summary).toContain(loosening.told);
  });
}

test("a test that is removed goes on judging", async () => {
  const removed = {
    "tests/ci-runner.test.yaml": testsFile(baseSentences.filter((s) => !s.includes("cannot"))),
  };
  const [scenario, run] = await propose({
    what: "",
    head: { ...removed, "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/*" }) },
    tag: "",
    told: "",
  });
  expect(run.exitCode).toBe(1);
  const broken = run.report().changes.find(({ kind }) => kind === "test");
  expect(broken).toMatchObject({
    tags: expect.arrayContaining(["test-removed", "weakened"]),
    message: expect.stringMatching(/ci-runner cannot push main.*no longer holds/),
  });
  expect(soleComment(scenario)).toContain("ci-runner cannot push main");

  const [, harmless] = await propose({ what: "", head: removed, tag: "", told: "" });
  expect(harmless.report().changes.flatMap(({ tags }) => tags)).toContain("test-removed");
});

test("a test that is inverted fails by the base's", async () => {
  const [, run] = await propose({
    what: "",
    head: {
      "tests/ci-runner.test.yaml": testsFile(
        baseSentences.map((s) =>
          s.replace("ci-runner cannot push main", "ci-runner can push main except repos/vault/branches/*"),
        ),
      ),
      "policies/ci-runner.yaml": agentFile({ more: ["git:push on repos/*/branches/main"] }),
    },
    tag: "",
    told: "",
  });
  expect([run.exitCode, run.outputs["tests-failed"]], run.stdout).toEqual([1, "0"]);
  expect(run.report().changes).toContainEqual(
    expect.objectContaining({
      kind: "test",
      message: expect.stringMatching(/ci-runner cannot push main.*no longer holds/),
    }),
  );
});

test("a word that is given another meaning keeps the base's in the base's tests", async () => {
  const [, run] = await propose({
    what: "",
    head: {
      "sentrely.yaml": config.replace("main: repos/*/branches/main", "main: repos/*/branches/trunk"),
      "policies/ci-runner.yaml": agentFile({ more: ["git:push on repos/*/branches/main"] }),
    },
    tag: "",
    told: "",
  });
  expect([run.exitCode, run.outputs["tests-failed"]], run.stdout).toEqual([1, "0"]);
  expect(run.report().changes).toContainEqual(
    expect.objectContaining({
      kind: "test",
      tags: expect.arrayContaining(["weakened"]),
      message: expect.stringMatching(/ci-runner cannot push main.*no longer holds/),
    }),
  );
});

test("a base test about an agent that is removed holds when it says `cannot`, and is told when it says `can`", async () => {
  const reader = "agent: reader\npolicies:\n  - git:read on repos/docs/*\n";
  const base = {
    "policies/reader.yaml": reader,
    "tests/reader.test.yaml": testsFile(["reader cannot push main", "reader can git:read on repos/docs/*"]),
  };
  const head = { "policies/reader.yaml": null, "tests/reader.test.yaml": null };
  const [, run] = await propose({ what: "", base, head, tag: "", told: "" });
  const broken = run
    .report()
    .changes.filter(({ tags }) => tags.includes("test-removed") && tags.includes("weakened"));
  expect(broken.map(({ message }) => message)).toEqual([
    expect.stringContaining("reader can git:read on repos/docs/*"),
  ]);
});

test("a finding that a new comment suppresses stands, and the comment is told", async () => {
  const loud = { "policies/ci-runner.yaml": everything };
  const plain = await propose({ what: "", head: loud, tag: "", told: "" });
  const finding = plain[1].annotations.find(({ file }) => file === "policies/ci-runner.yaml")?.title ?? "";
  expect(plain[1].exitCode).toBe(1);
  const [scenario, run] = await propose({
    what: "",
    head: {
      "policies/ci-runner.yaml": everything.replace(
        "  - deploy:* on *",
        "  # sentrely-ignore any-resource, whole-service: quick\n  - deploy:* on *",
      ),
    },
    inputs: { "fail-on": "weakened" },
    tag: "",
    told: "",
  });
  expect([finding === "", run.exitCode], run.stdout).toEqual([false, 1]);
  expect(run.report().changes).toContainEqual(
    expect.objectContaining({ tags: expect.arrayContaining(["suppression-added", "weakened"]) }),
  );
  expect(soleComment(scenario)).toContain("a comment suppresses what the base does not");
});

test("`fail-on: none` lets a widened star pass, and nothing else", async () => {
  const [, run] = await propose({
    what: "",
    head: widened,
    inputs: { "fail-on": "none" },
    tag: "",
    told: "",
  });
  expect([run.exitCode, run.outputs["widened"], run.outputs["refused"]], run.stdout).toEqual([0, "1", "0"]);
  const [, failing] = await propose({
    what: "",
    head: { "tests/ci-runner.test.yaml": testsFile(["ci-runner can push main"]) },
    inputs: { "fail-on": "none" },
    tag: "",
    told: "",
  });
  expect(failing.exitCode).toBe(1);
});
