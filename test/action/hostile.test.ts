import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CommitFiles } from "../support/git-repository.ts";
import { pullRequestEvent, pullRequestTargetEvent } from "../support/github-events.ts";
import { readMarkdown } from "../support/read-markdown.ts";
import { soleComment, startScenario, type Scenario, type ScenarioRun } from "../support/scenario.ts";
import { agentFile, baseFiles, baseSentences, testsFile } from "../support/scenario-files.ts";

// Right-to-left marks and their kin, which reorder what a reader sees.
const invisible = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

async function propose(files: CommitFiles): Promise<[Scenario, ScenarioRun]> {
  const scenario = await startScenario();
  return [
    scenario,
    await scenario.run(pullRequestEvent(scenario.propose(files)), { inputs: { comment: "always" } }),
  ];
}

/** Nothing that misleads a reader, and nothing that a runner would obey. */
function expectHarmless(scenario: Scenario, run: ScenarioRun): void {
  expect(run.commands.filter((name) => !["error", "warning", "notice"].includes(name))).toEqual([]);
  expect(run.stdout).not.toMatch(/^\s*::(?!(?:error|warning|notice) )/m);
  for (const text of [soleComment(scenario), run.summary]) {
    expect(text).not.toMatch(invisible);
    const { links, images, html, headings, texts } = readMarkdown(text);
    expect(links.filter((target) => !target.startsWith(scenario.gitServer.url))).toEqual([]);
    expect(images).toBe(0);
    expect(
      html.filter((tag) => !/^<(?:\/?(?:details|summary|b|sub)|br|!-- sentrely-policy:\. --)>$/.test(tag)),
    ).toEqual([]);
    expect(html.filter((tag) => tag === "</details>")).toHaveLength(
      html.filter((tag) => tag === "<details>").length,
    );
    expect(headings.join()).not.toMatch(/well|approved/);
    // A mention notifies people unless it stands in code.
    expect(texts.join("\n")).not.toMatch(/(?:^|[^\w`])@(?:everyone|octo-org|author)/);
  }
  expect(run.stdout + run.stderr).not.toMatch(invisible);
}

/** What it is, and how it is written in double quotes of YAML. */
const payloads: readonly (readonly [string, string])[] = [
  ["workflow commands", "::error::owned%0A::set-output name=conclusion::passed"],
  ["the older commands", "##[set-output name=conclusion]passed ##[add-path]/tmp"],
  ["a command that stops commands", "::stop-commands::x"],
  ["HTML", "</details></code></td><script>alert(1)</script><img src=x onerror=alert(1)>"],
  ["an HTML comment", "<!-- --> <!-- sentrely-policy:. -->"],
  ["mentions", "@everyone @octo-org/security cc @author"],
  ["backticks", "`` ` ``` ~~~ `code` ```"],
  ["a link", "[click](https://evil.example/) ![x](https://evil.example/x.png) https://evil.example"],
  ["a table", "| a | b |\\n|---|---|\\n| allowed | everything |"],
  ["a heading", "\\n# All is well\\n\\n> approved"],
  ["ANSI escapes", "\\u001b[2J\\u001b[31mred\\u001b[0m \\u0007"],
];

const quoted = (text: string): string => `"${text.replaceAll('"', "'")}"`;

test("descriptions and names of tests are text, wherever they are shown", async () => {
  const statements = payloads.map(
    ([, text], i) =>
      `  - statement: git:push on repos/${String(i)}/branches/f*\n    description: ${quoted(text)}\n`,
  );
  const tests = payloads.map(
    ([, text]) =>
      `  - name: ${quoted(text)}\n    agents: [ci-runner]\n    actions: [git:push]\n    resources: [repos/a/branches/main]\n    expect: allow\n`,
  );
  const [scenario, run] = await propose({
    "policies/ci-runner.yaml": agentFile() + statements.join(""),
    "tests/ci-runner.test.yaml": testsFile(baseSentences) + tests.join(""),
  });
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  expect(run.outputs["tests-failed"]).toBe(String(payloads.length));
  expect(run.outputs["widened"]).not.toBe("0");
  expectHarmless(scenario, run);
});

test("a text that does not compile is quoted without being obeyed", async () => {
  const [scenario, run] = await propose(
    Object.fromEntries(
      payloads.map(([, text], i) => [
        `policies/p${String(i)}.yaml`,
        `agent: p${String(i)}\npolicies:\n  - ${quoted(`${text} on`)}\n${quoted(text)}: 1\n`,
      ]),
    ),
  );
  expect([run.exitCode, run.outputs["conclusion"]], run.stdout).toEqual([1, "failed"]);
  expect(Number(run.outputs["errors"])).toBeGreaterThanOrEqual(payloads.length);
  expect(run.annotations.length).toBeGreaterThan(0);
  expectHarmless(scenario, run);
});

test("right-to-left marks and names of thousands of characters are shown so that they cannot mislead", async () => {
  const long = "x".repeat(5000);
  const [scenario, run] = await propose({
    "policies/ci-runner.yaml": agentFile({
      more: [
        `git:push on "repos/${long}/branches/*"`,
        '"git:push" on "repos/\u202egnihtyna/branches/*"',
        'git:push on "repos/\u200bx/branches/*"',
      ],
    }),
  });
  expect(run.exitCode).toBe(1);
  expectHarmless(scenario, run);
  expect(soleComment(scenario).length).toBeLessThan(65_536);
  for (const { message, title } of run.annotations) {
    expect(`${title ?? ""}${message}`).not.toMatch(/x{1500}/);
  }
});

test("files named like an option, with a newline or with a command in their names are files", async () => {
  const names = [
    "policies/--help.yaml",
    "policies/-.yaml",
    "policies/a\nb.yaml",
    "policies/::error::owned.yaml",
    "policies/`whoami` $(whoami) </details>.yaml",
    "policies/\u202elmay.yaml",
  ];
  const [scenario, run] = await propose(
    Object.fromEntries(
      names.map((name, i) => [
        name,
        `agent: agent-${String(i)}\npolicies:\n  - git:push on repos/*/branches/f*\n`,
      ]),
    ),
  );
  expect(run.exitCode, run.stdout).toBe(1);
  const added = run.report().changes.flatMap(({ agent, agents }) => agents ?? [agent ?? ""]);
  expect([...new Set(added)].sort()).toEqual(names.map((_, i) => `agent-${String(i)}`));
  expectHarmless(scenario, run);
});

test("branches, labels and logins are text", async () => {
  const scenario = await startScenario();
  const branch = "x`<img/src=x>$(id)|@everyone%0A";
  scenario.repository.commit(branch, {
    "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/f*" }),
  });
  const pr = scenario.repository.pullRequest(7, branch);
  scenario.server.pullRequest(7, { author: "author", headSha: pr.head, headRef: branch, baseSha: pr.base });
  scenario.server.label(7, "policy`</details>::error::", { by: "triager" });
  const run = await scenario.run(pullRequestEvent(pr, { title: "::error::owned" }), {
    inputs: { "allow-label": "policy`</details>::error::" },
  });
  expect(run.exitCode).toBe(1);
  expect(soleComment(scenario)).toContain("triager");
  expectHarmless(scenario, run);
});

test("a link to a file outside of the commit leads nowhere", async () => {
  for (const target of [
    "../.git/config",
    "/etc/passwd",
    "/proc/self/environ",
    "../../secret.yaml",
    "link.yaml",
  ]) {
    const scenario = await startScenario();
    const pr = scenario.propose({ "policies/link.yaml": { link: target } });
    const event = pullRequestEvent(pr);
    const run = await scenario.run(event);
    // The token, which such files hold, is searched for after every run.
    expect([target, run.exitCode === 0], run.stdout).toEqual([target, false]);
    expect(`${run.stdout}${run.summary}`).not.toMatch(/extraheader|root:/);
  }
});

test("nothing that a pull request brings chooses what is written", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({
    "results.sarif": { link: "../stolen" },
    results: { link: ".." },
    out: { link: "../stolen-folder" },
    "sentrely.yaml": `${baseFiles["sentrely.yaml"]}build: {out: ../stolen-folder}\n`,
  });
  for (const inputs of [
    { "sarif-file": "results.sarif" },
    { "sarif-file": "results/stolen" },
    { "junit-file": "results.sarif" },
    { build: "true", out: "out", "fail-on": "none" },
    { build: "true", "fail-on": "none" },
  ]) {
    await scenario.run(pullRequestEvent(pr), { inputs });
    const around = [scenario.repository.folder, join(scenario.repository.folder, "..")];
    for (const name of ["stolen", "stolen-folder"]) {
      expect([inputs, around.some((folder) => existsSync(join(folder, name)))]).toEqual([inputs, false]);
    }
  }
});

test("git's replacements and attributes in the checkout change nothing of what is read", async () => {
  const scenario = await startScenario();
  const pr = scenario.propose({ "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/f*" }) });
  const event = pullRequestTargetEvent(pr);
  const workspace = scenario.checkout(event, { depth: 0 });
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, {
      cwd: workspace,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("fetch", "-q", `file://${scenario.repository.origin}`, "refs/pull/7/merge:refs/pull-7");
  git("replace", pr.merge, pr.base);
  git(
    "replace",
    git("rev-parse", `${pr.head}:policies/ci-runner.yaml`),
    git("rev-parse", `${pr.base}:policies/ci-runner.yaml`),
  );
  const run = await scenario.run(event, { workspace });
  expect([run.exitCode, run.outputs["widened"]], run.stdout).toEqual([1, "1"]);
});
