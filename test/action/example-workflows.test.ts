/** The example workflows beyond pull requests: their steps are run, with stand-ins for what GitHub brings. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { pushEvent, scheduleEvent } from "../support/github-events.ts";
import { temporaryFolder } from "../support/policy-repository.ts";
import { startScenario, type ScenarioRun } from "../support/scenario.ts";
import { agentFile, baseFiles, config } from "../support/scenario-files.ts";

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly env?: { readonly [name: string]: string };
  readonly run?: string;
  readonly with?: { readonly [name: string]: string | boolean };
}

interface Workflow {
  readonly jobs: { readonly [name: string]: { readonly steps: readonly Step[] } };
}

function stepsOf(name: string): readonly Step[] {
  const text = readFileSync(new URL(`../../examples/github/${name}`, import.meta.url), "utf8");
  return Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps);
}

/** A step's expressions with their values; one that is not foreseen fails the test. */
function filled(text: string, values: { readonly [expression: string]: string }): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`no value for ${expression}`);
    return value;
  });
}

const outputsOf = ({ outputs }: ScenarioRun): { readonly [expression: string]: string } =>
  Object.fromEntries(Object.entries(outputs).map(([name, value]) => [`steps.policy.outputs.${name}`, value]));

interface Ran {
  readonly status: number | null;
  readonly told: string;
}

/** Runs a shell step as a runner does. */
function runStep(
  { run = "", env = {} }: Step,
  values: { readonly [expression: string]: string },
  environment: NodeJS.ProcessEnv,
): Ran {
  const given = Object.entries(env).map(([name, text]) => [name, filled(text, values)] as const);
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", run], {
    encoding: "utf8",
    cwd: environment["RUNNER_TEMP"],
    env: { ...environment, ...Object.fromEntries(given) },
  });
  return { status, told: `${stdout}${stderr}` };
}

/** Whether a condition of outputs that are compared, joined by `||`, holds. */
function holds(condition: string, values: { readonly [expression: string]: string }): boolean {
  return condition.split(" || ").some((part) => {
    const [, name = "", other] = /^([\w.-]+) != '(.*)'$/.exec(part) ?? [];
    const value = values[name];
    if (value === undefined || other === undefined) throw new Error(`no value for ${part}`);
    return value !== other;
  });
}

const inDays = (days: number): string =>
  new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

const record = (actions: readonly string[]): string =>
  JSON.stringify({ format: "sentrely-policy-known-actions", version: 1, actions });

/** A service whose actions nobody ships, so that no release changes this test. */
const shop =
  "catalog:\n  services:\n    shop:\n      actions: {browse: {access: read}, buy: {access: read}}\n";

const nights: readonly (readonly [string, number, readonly string[] | null, string, string])[] = [
  ["nothing ends soon and no action is new", 100, ["shop:browse", "shop:buy"], "0", "0"],
  ["a grant ends soon", 5, null, "1", "0"],
  ["an action is new", 100, ["shop:browse"], "0", "1"],
];

test.each(nights)(
  "nightly.yml, when %s, says so by whether it passes",
  async (_, days, known, expiring, news) => {
    const steps = stepsOf("nightly.yml");
    const asked = steps.find(({ id }) => id === "policy");
    const expression = String(asked?.with?.["known-actions"]);
    expect(expression).toBe("${{ hashFiles('known-actions.json') && 'known-actions.json' }}");
    const policies = agentFile({
      more: [`statement: shop:b* on items/*\n    expires: ${inDays(days)}`],
    });
    const scenario = await startScenario([
      {
        ...baseFiles,
        "sentrely.yaml": `${config}${shop}`,
        "policies/ci-runner.yaml": policies,
        ...(known === null ? {} : { "known-actions.json": record(known) }),
      },
    ]);
    const run = await scenario.run(scheduleEvent(scenario.repository.headOf("main")), {
      inputs: { "known-actions": known === null ? "" : "known-actions.json" },
    });
    expect(run.outputs).toMatchObject({ conclusion: "passed", expiring, "new-actions": news });
    if (expiring !== "0") expect(run.summary).toContain("expiring-soon");
    if (news !== "0") expect(run.summary).toContain("### New actions");

    const [last] = steps.slice(-1);
    if (last?.if === undefined) throw new Error("the last step is not that of what is new");
    const values = outputsOf(run);
    const isTold = holds(last.if, values);
    expect(isTold).toBe(expiring !== "0" || news !== "0");
    if (!isTold) return;
    const ran = runStep(last, values, { PATH: process.env["PATH"], RUNNER_TEMP: temporaryFolder() });
    expect(ran.status).toBe(1);
    expect(ran.told).toMatch(/^::error /);
    expect(ran.told).toContain(`grants that end: ${expiring}, new actions: ${news}`);
  },
);

/** A `gh` that keeps the files of a release in a folder; `damage` is done to what is uploaded. */
function releases(damage: string): {
  readonly environment: NodeJS.ProcessEnv;
  readonly store: string;
  readonly calls: () => string[];
} {
  const folder = temporaryFolder();
  const [bin, store, temp] = ["bin", "store", "temp"].map((name) => join(folder, name));
  if (bin === undefined || store === undefined || temp === undefined) throw new Error("no folders");
  for (const path of [bin, store, temp]) mkdirSync(path);
  const log = join(folder, "calls");
  writeFileSync(
    join(bin, "gh"),
    `#!/bin/sh
printf '%s\\n' "$*" >> '${log}'
verb=$2
shift 3
case $verb in
  upload) [ "$1" = -- ] && shift; cp -- "$@" '${store}'; cd '${store}'; ${damage} ;;
  download) cp '${store}'/* "$2" ;;
  create | edit) ;;
  *) exit 64 ;;
esac
`,
  );
  chmodSync(join(bin, "gh"), 0o755);
  return {
    store,
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []),
    environment: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, RUNNER_TEMP: temp },
  };
}

test("release.yml attaches the bundle with sums that check, and publishes nothing that arrived damaged", async () => {
  const steps = stepsOf("release.yml");
  const asked = steps.find(({ id }) => id === "policy");
  expect(asked?.with).toEqual({ build: true, out: "dist" });
  const scenario = await startScenario();
  const sha = scenario.repository.headOf("main");
  const ref = "refs/tags/v2026.11.1";
  const pushed = pushEvent(null, sha);
  const run = await scenario.run(
    { ...pushed, ref, payload: { ...pushed.payload, ref } },
    { inputs: { build: "true", out: "dist" } },
  );
  expect(run.exitCode).toBe(0);
  const values = {
    ...outputsOf(run),
    "github.repository": "octo-org/policies",
    "github.token": "t",
    "github.ref_name": "v2026.11.1",
  };
  const bundle = readdirSync(run.outputs["bundle"] ?? "").sort();
  expect(bundle).toContain("manifest.json");
  const [attach, check] = steps.filter(({ run: shell }) => shell !== undefined);
  if (attach === undefined || check === undefined) throw new Error("a step is missing");

  const whole = releases(":");
  expect(runStep(attach, values, whole.environment)).toMatchObject({ status: 0 });
  expect(readdirSync(whole.store).sort()).toEqual(["SHA256SUMS", ...bundle].sort());
  const sums = readFileSync(join(whole.store, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  expect(sums.map((line) => line.replace(/^[0-9a-f]{64} {2}/, ""))).toEqual(bundle);
  expect(runStep(check, values, whole.environment)).toMatchObject({ status: 0 });
  expect(whole.calls().map((call) => call.split(" ").slice(0, 3).join(" "))).toEqual(
    ["create", "upload", "download", "edit"].map((verb) => `release ${verb} v2026.11.1`),
  );
  expect(whole.calls().at(0)).toContain("--draft");
  expect(whole.calls().at(-1)).toBe("release edit v2026.11.1 --draft=false");

  for (const damage of ["printf x >> manifest.json", "rm manifest.json"]) {
    const harmed = releases(damage);
    runStep(attach, values, harmed.environment);
    expect([damage, runStep(check, values, harmed.environment).status]).toEqual([damage, 1]);
    expect(harmed.calls().some((call) => call.includes("edit"))).toBe(false);
  }
});
