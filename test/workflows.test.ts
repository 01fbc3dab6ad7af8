/**
 * The workflows of this repository and the examples: what holds of each without a linter. actionlint, shellcheck and
 * zizmor are run by `npm run lint:workflows`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../package.json" with { type: "json" };

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly [name: string]: unknown };
}

interface Trigger {
  readonly branches?: readonly string[];
  readonly types?: readonly string[];
}

interface Workflow {
  readonly on: { readonly [event: string]: Trigger | null };
  readonly permissions: unknown;
  readonly jobs: {
    readonly [id: string]: {
      readonly permissions?: { readonly [scope: string]: string };
      readonly "timeout-minutes"?: number;
      readonly steps: readonly Step[];
    };
  };
}

interface Action {
  readonly inputs: { readonly [name: string]: unknown };
  readonly outputs: { readonly [name: string]: unknown };
}

const root = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const paths = [".github/workflows/", "examples/github/"].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((file) => file.endsWith(".yml"))
    .map((file) => `${folder}${file}`),
);
const action = parse(read("action.yml")) as Action;
const own = `sentrely/sentrely-policy@v${packageJson.version}`;

const stepsOf = (path: string): Step[] =>
  Object.values((parse(read(path)) as Workflow).jobs).flatMap(({ steps }) => steps);

test("the examples are a workflow for each use, and this repository uses its own action", () => {
  expect(paths).toEqual([
    ".github/workflows/ci.yml",
    ".github/workflows/policy.yml",
    "examples/github/code-scanning.yml",
    "examples/github/nightly.yml",
    "examples/github/policy-target.yml",
    "examples/github/policy.yml",
    "examples/github/release.yml",
  ]);
  expect(stepsOf(".github/workflows/policy.yml").map(({ uses }) => uses)).toContain("./");
  expect(stepsOf(".github/workflows/ci.yml").map(({ run }) => run)).toContain(".ci/run");
});

test.each(paths)("%s grants nothing but what a job says, and no job is without a time limit", (path) => {
  const { permissions, jobs } = parse(read(path)) as Workflow;
  expect(permissions).toEqual({});
  expect(Object.keys(jobs).length).toBeGreaterThan(0);
  for (const job of Object.values(jobs)) {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(Object.keys(job.permissions ?? {})).toContain("contents");
  }
});

test.each(paths)("%s pins each action of others by its hash, with the version in a comment", (path) => {
  const lines = read(path)
    .split("\n")
    .filter((line) => /^\s*(?:- )?uses:/.test(line));
  expect(lines.length).toBeGreaterThan(0);
  const loose = lines.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line));
  // A release's own hash is not known before it is made; the examples say what to write.
  expect(loose.filter((line) => !line.includes(` ${own}`) && !/ \.\/ /.test(line))).toEqual([]);
});

test.each(paths)(
  "%s leaves no credentials behind a checkout, and checks out no pull request by name",
  (path) => {
    const checkouts = stepsOf(path).filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) {
      expect(step.with).toMatchObject({ "persist-credentials": false });
      expect(step.with).not.toHaveProperty("ref");
    }
  },
);

test.each(paths)("%s gives the action inputs that it has, and reads outputs that it has", (path) => {
  const given = stepsOf(path)
    .filter(({ uses }) => uses === "./" || uses === own)
    .flatMap((step) => Object.keys(step.with ?? {}));
  expect(given.filter((name) => !(name in action.inputs))).toEqual([]);
  const asked = [...read(path).matchAll(/steps\.policy\.outputs\.([\w-]+)/g)].map((match) => match[1] ?? "");
  expect(asked.filter((name) => !(name in action.outputs))).toEqual([]);
});

test("a check that can be required is made for the guarded branch alone, and anew when a pull request turns to it", () => {
  const required = paths.filter((path) => /\/policy(?:-target)?\.yml$/.test(path));
  expect(required).toHaveLength(3);
  for (const path of required) {
    const { on } = parse(read(path)) as Workflow;
    const trigger = on["pull_request"] ?? on["pull_request_target"];
    expect([path, trigger?.branches]).toEqual([path, ["main"]]);
    expect(trigger?.types).toEqual(expect.arrayContaining(["opened", "edited", "synchronize", "reopened"]));
    // Anybody who may write can start those for a commit of their own, and nothing is gated there.
    expect(Object.keys(on).filter((event) => ["schedule", "workflow_dispatch"].includes(event))).toEqual([]);
    expect(on["push"] ?? null).toEqual(on["push"] == null ? null : { branches: ["main"] });
  }
});

test("no shell line holds an expression, which whoever names a branch could fill", () => {
  for (const path of paths) {
    for (const { run } of stepsOf(path)) expect(run ?? "").not.toContain("${{");
  }
});
