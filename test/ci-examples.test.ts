/** The examples of other CI systems: what they run is run, on real repositories, with stand-ins for what the systems bring. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { folderWith } from "./support/cli.ts";
import { changeOf, policies, reworded, wider } from "./support/ci.ts";
import type { CommitFiles, GitFolder } from "./support/git-repository.ts";
import { blocksOf } from "./support/markdown-blocks.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = "docs/ci-elsewhere.md";

function example(name: string): string {
  return readFileSync(join(root, "examples/ci", name), "utf8");
}

test("the page shows every example, as it is", () => {
  const quotes = blocksOf(page).filter(({ kind }) => kind.endsWith(" quoted"));
  for (const block of quotes) {
    expect(block.text).toBe(readFileSync(join(root, block.options.get("file") ?? ""), "utf8"));
  }
  const shown = quotes.map(({ options }) => options.get("file"));
  expect(shown.sort()).toEqual(
    readdirSync(join(root, "examples/ci"))
      .map((name) => `examples/ci/${name}`)
      .sort(),
  );
});

interface Machine {
  readonly path: string;
  /** What each stand-in was called with and read, in order. */
  readonly calls: () => readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Commands that systems bring, as stand-ins that note their calls; npm installs this program. */
function machine(): Machine {
  const { path } = folderWith({});
  const log = join(path, "calls.txt");
  const bin = join(path, "bin");
  const program = `exec "${process.execPath}" "${join(root, "dist/cli.mjs")}" "$@"`;
  const note = (name: string): string => `{ printf '%s' '${name}'; printf ' [%s]' "$@"; echo; } >> "${log}"`;
  const install = `while [ $# -gt 0 ]; do [ "$1" = --prefix ] && to="$2/bin"; shift; done
mkdir -p "\${to:=${bin}}"
printf '#!/bin/sh\\n%s\\n' '${program}' > "$to/sentrely-policy"
chmod +x "$to/sentrely-policy"`;
  const scripts: { readonly [name: string]: string } = {
    npm: `${note("npm")}\n${install}`,
    npx: `shift\n${program}`,
    curl: `${note("curl")}\ncat >> "${log}"`,
    "buildkite-agent": `${note("buildkite-agent")}\ncat >> "${log}"`,
  };
  mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return {
    path,
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : []),
    environment: {
      HOME: path,
      PATH: [bin, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "a",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_COMMITTER_NAME: "a",
      GIT_COMMITTER_EMAIL: "a@example.com",
    },
  };
}

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runShell(cwd: string, script: string, { environment }: Machine, more: NodeJS.ProcessEnv): Ran {
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { ...environment, ...more },
  });
  return { status, stdout, stderr };
}

/** A checkout of the branch `change`, whose remote it does not know yet but for its address. */
function checkout(change: CommitFiles): GitFolder {
  const folder = changeOf(policies, change);
  folder.git("clone", "-q", "--bare", folder.path, join(folder.path, ".git/origin.git"));
  folder.git("remote", "add", "origin", join(folder.path, ".git/origin.git"));
  folder.git("branch", "-D", "main");
  return folder;
}

interface GitLabJob {
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly after_script: readonly string[];
  readonly variables: { readonly [name: string]: string };
  readonly artifacts: {
    readonly paths: readonly string[];
    readonly reports: { readonly [kind: string]: string };
  };
}

test("GitLab's job reports to the widgets, posts the note, and fails for what is refused", () => {
  const { policies: job } = parse(example("gitlab-ci.yml")) as { readonly policies: GitLabJob };
  const folder = checkout(wider);
  const system = machine();
  const environment = {
    ...job.variables,
    CI_MERGE_REQUEST_DIFF_BASE_SHA: folder.git("rev-parse", "change~1"),
    CI_MERGE_REQUEST_IID: "7",
    CI_PROJECT_ID: "42",
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
  };
  const main = runShell(folder.path, [...job.before_script, ...job.script].join("\n"), system, environment);
  expect([main.status, main.stderr]).toEqual([1, ""]);
  expect(main.stdout).toContain("newly allowed for ci: git:list on repos/*");
  for (const file of Object.values(job.artifacts.reports)) expect(folder.read(file)).toContain("git:list");
  expect(folder.read("policy-reports/note.md")).toContain("git:list on repos/*");

  const after = (token: string): number | null =>
    runShell(folder.path, job.after_script.join("\n"), system, { ...environment, POLICY_NOTE_TOKEN: token })
      .status;
  expect(after("")).toBe(0);
  expect(system.calls().filter((call) => call.startsWith("curl"))).toEqual([]);
  expect(after("secret-1")).toBe(0);
  const [call, header] = system.calls().slice(-2);
  expect(call).toContain("[--data-urlencode] [body@policy-reports/note.md]");
  expect(call).toContain("[https://gitlab.example.com/api/v4/projects/42/merge_requests/7/notes]");
  expect([call?.includes("secret-1"), header]).toEqual([false, 'header = "PRIVATE-TOKEN: secret-1"']);
});

test("GitLab's job passes what decides alike", () => {
  const { policies: job } = parse(example("gitlab-ci.yml")) as { readonly policies: GitLabJob };
  const folder = checkout(reworded);
  const environment = { CI_MERGE_REQUEST_DIFF_BASE_SHA: folder.git("rev-parse", "change~1") };
  const script = [...job.before_script, ...job.script].join("\n");
  expect(runShell(folder.path, script, machine(), environment).status).toBe(0);
});

test("GitLab's job of the branch writes what the widget compares with, without a comparison or a note", () => {
  const jobs = parse(example("gitlab-ci.yml")) as { readonly [name: string]: GitLabJob };
  const { policies: job, "policies-of-the-branch": ofBranch } = jobs;
  if (job === undefined || ofBranch === undefined) throw new Error("a job is missing");
  const folder = checkout(wider);
  const script = [...job.before_script, ...ofBranch.script].join("\n");
  const ran = runShell(folder.path, script, machine(), {});
  expect([ran.status, ran.stderr, ofBranch.after_script]).toEqual([0, "", []]);
  for (const file of Object.values(job.artifacts.reports)) expect(folder.read(file)).not.toBe("");
  expect(existsSync(join(folder.path, "policy-reports/note.md"))).toBe(false);
});

interface BuildkiteStep {
  readonly command: string;
}

/** What is left to the shell after the upload, which may not have put anything else in. */
function uploaded(text: string): string {
  expect(text.replaceAll("$$", "")).not.toContain("$");
  return text.replaceAll("$$", "$");
}

test("Buildkite's step annotates the build, and fails for what is refused", () => {
  const { steps } = parse(example("buildkite.yml")) as { readonly steps: readonly BuildkiteStep[] };
  const command = uploaded(steps[0]?.command ?? "");
  for (const [change, status, style] of [
    [wider, 1, "error"],
    [reworded, 0, "success"],
  ] as const) {
    const folder = checkout(change);
    const system = machine();
    const ran = runShell(folder.path, command, system, { BUILDKITE_PULL_REQUEST_BASE_BRANCH: "main" });
    expect([ran.status, ran.stderr]).toEqual([status, ""]);
    const annotation = system.calls().join("\n");
    expect(annotation).toContain(`buildkite-agent [annotate] [--context] [policies] [--style] [${style}]`);
    expect(annotation).toContain(status === 1 ? "git:list on repos/*" : "decide every request alike");
    expect(existsSync(join(folder.path, "policy-reports/junit.xml"))).toBe(true);
  }
});

test("Buildkite's step fails without a note where there is nothing to compare with", () => {
  const { steps } = parse(example("buildkite.yml")) as { readonly steps: readonly BuildkiteStep[] };
  const folder = checkout({ ...wider, "policy-reports/note.md": "all is well" });
  const system = machine();
  const ran = runShell(folder.path, uploaded(steps[0]?.command ?? ""), system, {
    BUILDKITE_PULL_REQUEST_BASE_BRANCH: "nowhere",
  });
  expect(ran.status).not.toBe(0);
  expect(system.calls().filter((call) => call.includes("annotate"))).toEqual([]);
});

test("Jenkins' stage leaves test results, and fails for what is refused", () => {
  const lines = [...example("Jenkinsfile").matchAll(/^ +sh '([^']*)'$/gm)].map(([, line = ""]) => line);
  expect(lines).toHaveLength(4);
  for (const [change, status] of [
    [wider, 1],
    [reworded, 0],
  ] as const) {
    const folder = checkout(change);
    const system = machine();
    const environment = { CHANGE_TARGET: "main", WORKSPACE_TMP: join(system.path, "tmp") };
    const ran = lines.map((line) => runShell(folder.path, line, system, environment));
    expect(ran.map((r) => r.status)).toEqual([0, 0, 0, status]);
    expect(folder.read("policy-reports/junit.xml")).toContain(`failures="${String(status)}"`);
    expect(folder.read("policy-reports/note.md")).not.toBe("");
  }
});

interface PreCommit {
  readonly repos: readonly {
    readonly hooks: readonly { readonly id: string; readonly entry: string; readonly files?: string }[];
  }[];
}

test("the hooks of pre-commit tell what changes, and refuse what is wrong by itself", () => {
  const { repos } = parse(example("pre-commit-config.yaml")) as PreCommit;
  const hooks = repos.flatMap((repo) => repo.hooks);
  expect(hooks).toHaveLength(2);
  for (const { entry, files } of hooks) {
    const folder = checkout(wider);
    folder.git("fetch", "-q", "origin");
    folder.git("remote", "set-head", "origin", "main");
    folder.write({ "policies/ci.yaml": `${folder.read("policies/ci.yaml")}# a comment\n` });
    folder.git("add", "-A");
    const fine = runShell(folder.path, entry, machine(), {});
    expect([entry, fine.status, fine.stderr]).toEqual([entry, 0, ""]);
    folder.commit({ "policies/ci.yaml": "agent: [" });
    expect(runShell(folder.path, entry, machine(), {}).status).toBe(1);
    if (files === undefined) continue;
    for (const path of ["policies/ci.yaml", "tests/a/b.yml", "sentrely.yaml"])
      expect(path).toMatch(new RegExp(files));
    expect("README.md").not.toMatch(new RegExp(files));
  }
});

test("git's own hook checks what is staged, and not what else the working tree holds", () => {
  const folder = changeOf(policies);
  const system = machine();
  copyFileSync(join(root, "examples/ci/pre-commit"), join(folder.path, ".git/hooks/pre-commit"));
  const commit = (...args: readonly string[]): Ran =>
    runShell(folder.path, `git commit -q -m change ${args.join(" ")}`, system, {});
  folder.write({ "policies/ci.yaml": "agent: [" });
  folder.write({ "notes.txt": "" });
  folder.git("add", "notes.txt");
  expect(commit().status).toBe(0);
  // What `-a` commits stands in an index of its own.
  const refused = commit("-a");
  expect([refused.status, folder.git("log", "--oneline").split("\n").length]).toEqual([1, 2]);
  expect(refused.stdout + refused.stderr).toContain("policies/ci.yaml");
});
