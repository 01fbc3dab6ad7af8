import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { cliFile, readMetadata } from "../support/action-run.ts";
import type { CommitFiles } from "../support/git-repository.ts";
import { mergeGroupEvent, pullRequestEvent, pushEvent } from "../support/github-events.ts";
import { startScenario } from "../support/scenario.ts";
import {
  agentFile,
  baseFiles,
  config,
  limits,
  refactored,
  testsFile,
  widened,
} from "../support/scenario-files.ts";

const junitSchema = {
  fileName: "junit-10.xsd",
  contents: readFileSync(new URL("../fixtures/schemas/junit-10.xsd", import.meta.url), "utf8"),
};

test("`build` and `out` give bundles that decide as the head's policies do", async () => {
  const scenario = await startScenario();
  const before = scenario.repository.headOf("main");
  const sha = scenario.repository.commit("main", widened);
  const run = await scenario.run(pushEvent(before, sha), {
    inputs: { build: "true", out: "gateway/bundle" },
  });
  expect([run.exitCode, run.outputs["bundle"]]).toEqual([0, join(run.workspace, "gateway/bundle")]);
  const { decide } = (await import(pathToFileURL(join(run.outputs["bundle"] ?? "", "policy.mjs")).href)) as {
    readonly decide: (request: object) => { readonly effect: string; readonly revision: string };
  };
  const push = (branch: string): object => ({
    agent: "ci-runner",
    action: "git:push",
    resource: `repos/app/branches/${branch}`,
  });
  expect([decide(push("fix")).effect, decide(push("main")).effect]).toEqual(["allow", "deny"]);
  expect(decide(push("fix")).revision).toBe(run.outputs["revision"]);
  const manifest = JSON.parse(
    readFileSync(join(run.outputs["bundle"] ?? "", "manifest.json"), "utf8"),
  ) as object;
  expect(manifest).toMatchObject({ revision: run.outputs["revision"] });
});

test("a bundle is built elsewhere without `out`, and not at all of what fails", async () => {
  const scenario = await startScenario();
  const fine = await scenario.run(pullRequestEvent(scenario.propose(refactored)), {
    inputs: { build: "true" },
  });
  expect(fine.exitCode).toBe(0);
  expect(fine.outputs["bundle"]).not.toContain(fine.workspace);
  const failed = await scenario.run(pullRequestEvent(scenario.propose(widened, { number: 8 })), {
    inputs: { build: "true", out: "bundle" },
  });
  expect([failed.exitCode, failed.outputs["bundle"]]).toEqual([1, ""]);
  expect(existsSync(join(failed.workspace, "bundle"))).toBe(false);
});

test("a bundle that is acknowledged is built of the commit, not of the working tree", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  scenario.server.permission("reviewer", "write");
  scenario.server.label(7, "policy-ok", { by: "reviewer" });
  const run = await scenario.run(pullRequestEvent(pr), {
    inputs: { build: "true", out: "bundle", "allow-label": "policy-ok" },
    checkout: { commit: pr.base, ref: "refs/heads/main" },
  });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([0, "acknowledged"]);
  const bundle = readFileSync(join(run.outputs["bundle"] ?? "", "policy.json"), "utf8");
  expect(bundle).toContain(run.outputs["revision"]?.slice(7) ?? "none");
});

test("SARIF and JUnit are written where they were asked for, also when the check fails", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({
    ...widened,
    "tests/ci-runner.test.yaml": testsFile(["ci-runner can push main"]),
  });
  const run = await scenario.run(pullRequestEvent(pr), {
    inputs: { "sarif-file": "results/policy.sarif", "junit-file": "results/policy.xml" },
  });
  expect(run.exitCode).toBe(1);
  expect(run.outputs["sarif-file"]).toBe(join(run.workspace, "results/policy.sarif"));
  const sarif = JSON.parse(readFileSync(run.outputs["sarif-file"] ?? "", "utf8")) as {
    readonly runs: readonly {
      readonly results: readonly { readonly ruleId: string; readonly partialFingerprints?: object }[];
    }[];
  };
  const results = sarif.runs.flatMap((one) => one.results);
  expect(results.map(({ ruleId }) => ruleId)).toContain("diff/widened");
  expect(results.every(({ partialFingerprints }) => partialFingerprints !== undefined)).toBe(true);
  const junit = readFileSync(join(run.workspace, "results/policy.xml"), "utf8");
  const checked = await validateXML({
    xml: [{ fileName: "policy.xml", contents: junit }],
    schema: [junitSchema],
  });
  expect(checked.errors).toEqual([]);
  expect(junit).toContain("ci-runner can push main");
  expect(readdirSync(join(run.workspace, "results")).sort()).toEqual(["policy.sarif", "policy.xml"]);
});

test("every output that action.yml declares is set, and no other", async () => {
  const scenario = await startScenario();
  const run = await scenario.run(pullRequestEvent(scenario.propose(widened)));
  expect(Object.keys(run.outputs).sort()).toEqual(Object.keys(readMetadata().outputs).sort());
});

test("a baseline that gains an entry takes no finding away from the base's judgement", async () => {
  const baselineOf = (files: CommitFiles): string => {
    const { repository } = scenarioOf;
    repository.commit("baseline", files);
    const folder = repository.checkout({ commit: repository.headOf("baseline"), ref: null, depth: 1 });
    execFileSync(process.execPath, [cliFile, "lint", "--write-baseline", "baseline.json"], { cwd: folder });
    return readFileSync(join(folder, "baseline.json"), "utf8");
  };
  const scenarioOf = await startScenario();
  const loud = { ...baseFiles, "policies/limits.yaml": limits.replace(/project_budget:[^]*/, "") };
  const scenario = await startScenario({ ...baseFiles, "baseline.json": baselineOf(baseFiles) });
  const pr = scenario.propose({ ...loud, "baseline.json": baselineOf(loud) });
  const inputs = { baseline: "baseline.json", "fail-on": "weakened" };
  const run = await scenario.run(pullRequestEvent(pr), { inputs });
  expect(run.exitCode, run.stdout).toBe(1);
  expect(run.report().changes.flatMap(({ tags }) => tags)).toContain("baseline-added");
  const there = await startScenario({ ...loud, "baseline.json": baselineOf(loud) });
  const kept = await there.run(pullRequestEvent(there.propose({ "README.md": "x\n" })), { inputs });
  expect([kept.exitCode, kept.outputs["warnings"]], kept.stdout).toEqual([0, "0"]);
});

const changes: { readonly [what: string]: CommitFiles } = {
  "nothing that matters": { "README.md": "x\n" },
  "a refactoring": refactored,
  "a widened star": widened,
  "a raised budget": { "policies/limits.yaml": limits.replace("$500", "$900") },
  "a lowered level": { "sentrely.yaml": `${config}lint: {fail_level: error}\n` },
  "a failing test": { "tests/ci-runner.test.yaml": testsFile(["ci-runner can push main"]) },
  "a text that does not compile": {
    "policies/ci-runner.yaml": agentFile().replace("git:read on", "git:read of"),
  },
  "no policies": {
    "policies/ci-runner.yaml": null,
    "policies/guardrails.yaml": null,
    "policies/limits.yaml": null,
  },
};

for (const [what, files] of Object.entries(changes)) {
  test(`the action and \`sentrely-policy ci\` say the same of the same two commits: ${what}`, async () => {
    const scenario = await startScenario();
    const pr = scenario.propose(files);
    const event = pullRequestEvent(pr);
    const workspace = scenario.checkout(event, { depth: 0 });
    const run = await scenario.run(event, { workspace, inputs: { "sarif-file": "action.sarif" } });
    const cli = spawnSync(
      process.execPath,
      [
        cliFile,
        "ci",
        "--base",
        pr.base,
        "--head",
        pr.merge,
        "--json-file",
        "cli.json",
        "--sarif-file",
        "cli.sarif",
      ],
      { cwd: workspace, encoding: "utf8", env: { PATH: process.env["PATH"] } },
    );
    expect([cli.status, cli.stderr]).toEqual([run.exitCode, ""]);
    const told = (text: string): object => {
      const report = JSON.parse(text) as Readonly<Record<string, unknown>>;
      // The action names the two by what they are to the pull request; who may acknowledge is its own question.
      return { ...report, base: null, head: null, acknowledgement: null, notes: null };
    };
    expect(told(readFileSync(run.outputs["report"] ?? "", "utf8"))).toEqual(
      told(readFileSync(join(workspace, "cli.json"), "utf8")),
    );
    expect(run.outputs["conclusion"]).toBe(run.exitCode === 0 ? "passed" : "failed");
    const fingerprints = (name: string): readonly string[] =>
      readFileSync(join(workspace, name), "utf8").match(/[0-9a-f]{64}/g) ?? [];
    expect(fingerprints("action.sarif")).toEqual(fingerprints("cli.sarif"));
  });
}

test("a merge group of one and its pull request have the same report", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose(widened);
  const pull = await scenario.run(pullRequestEvent(pr));
  const ref = `refs/heads/gh-readonly-queue/main/pr-7-${pr.base}`;
  const head = scenario.repository.mergeInto(pr.base, pr.branch, ref, "Merge pull request #7");
  const queued = await scenario.run(mergeGroupEvent(pr.base, head, ref));
  expect(queued.report().changes).toEqual(pull.report().changes);
  expect([queued.exitCode, queued.outputs["revision"]]).toEqual([pull.exitCode, pull.outputs["revision"]]);
});
