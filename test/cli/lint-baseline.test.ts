import { expect, test } from "vitest";
import { systemError, folderWith } from "../support/cli.ts";

const policy = (grants: string): string => `agent: ci-runner
policies:
${grants}project: web
project_budget: {monthly_limit: $500}
budget: {max_tokens_per_session: 100_000}
rate_limits: {max_requests_per_minute: 30, on_exceed: throttle}
circuit_breaker: {failures: 10, window: 5m, statuses: [429], cooldown: 15m, on_open: deny}
`;
const path = "policies/a.yaml";
const gate = (resource: string): string =>
  `  - statement: git:push on ${resource}\n    requires_approval: true\n    approval_channel: dashboard\n`;
const write = ["lint", "--write-baseline", "base.json"];
const use = ["lint", "--baseline", "base.json"];

test("what a baseline holds is not told, and what is new is", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/a")) });
  expect((await folder.run(["lint"])).code).toBe(1);
  expect(await folder.run(write)).toEqual({
    code: 0,
    stdout: "no problems in 1 file\n",
    stderr: "wrote 1 finding to base.json\n",
  });
  expect((await folder.run(use)).code).toBe(0);
  folder.write({ [path]: policy(gate("repos/a") + gate("repos/b")) });
  const { code, stdout } = await folder.run([...use, "--format", "compact"]);
  expect([code, stdout.split("\n").length]).toEqual([1, 2]);
  expect(stdout).toContain("a.yaml:7:24: warning[approval-without-timeout]");
});

test("a baseline survives lines moving", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/a")) });
  await folder.run(write);
  folder.write({ [path]: `# a head\n\n${policy(`  - docs:read on docs/*\n${gate("repos/a")}`)}` });
  expect(await folder.run(use)).toEqual({ code: 0, stdout: "no problems in 1 file\n", stderr: "" });
});

test("the file holds rule, file and message of each finding, and the same findings give the same bytes", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/b") + gate("repos/a")) });
  await folder.run(write);
  const text = folder.read("base.json");
  const data = JSON.parse(text) as { findings: { fingerprint: string }[] };
  expect(data).toEqual({
    format: "sentrely-policy-baseline",
    version: 1,
    findings: data.findings.map(({ fingerprint }) => ({
      fingerprint,
      rule: "approval-without-timeout",
      file: path,
      message: "the approval has no timeout of its own and waits for 1 hour",
    })),
  });
  expect(new Set(data.findings.map((f) => f.fingerprint)).size).toBe(2);
  await folder.run(write);
  expect(folder.read("base.json")).toBe(text);
});

test("entries that no longer occur are counted, and written anew they are gone", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/a") + gate("repos/b")) });
  await folder.run(write);
  folder.write({ [path]: policy(`${gate("repos/a")}    approval_timeout: 1h\n${gate("repos/b")}`) });
  expect((await folder.run(use)).stderr).toBe(
    "1 finding of the baseline no longer occurs; --write-baseline base.json renews it\n",
  );
  await folder.run([...use, "--write-baseline", "base.json"]);
  expect(await folder.run(use)).toEqual({ code: 0, stdout: "no problems in 1 file\n", stderr: "" });
});

test("errors cannot be baselined: they are told, and not written", async () => {
  const raised = "version: 1\nlint: {rules: {approval-without-timeout: error}}\n";
  const folder = folderWith({ [path]: policy(gate("repos/a")), "sentrely.yaml": raised });
  const written = await folder.run(write);
  expect([written.code, written.stderr]).toEqual([
    1,
    "wrote 0 findings to base.json; an error cannot be baselined\n",
  ]);
  folder.write({ "sentrely.yaml": "version: 1\n" });
  await folder.run(write);
  folder.write({ "sentrely.yaml": raised });
  expect((await folder.run(use)).code).toBe(1);
});

test("a set that does not compile leaves a baseline as it is", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/a")) });
  await folder.run(write);
  const text = folder.read("base.json");
  folder.write({ [path]: policy("  - git:push onn repos/a\n") });
  const written = await folder.run(write);
  expect(written.code).toBe(1);
  expect(written.stderr).toBe("the set does not compile, so no baseline was written\n");
  expect(folder.read("base.json")).toBe(text);
  expect((await folder.run(use)).stderr).toBe("");
});

test("with a PATH or --rule, the baseline holds what the call reports", async () => {
  const folder = folderWith({
    [path]: policy(gate("repos/a")),
    "policies/b.yaml": policy(gate("repos/b")).replace("ci-runner", "deployer"),
  });
  await folder.run([...write, "policies/b.yaml"]);
  expect(folder.read("base.json")).not.toContain(path);
  expect(folder.read("base.json")).toContain("policies/b.yaml");
  expect((await folder.run([...use, "policies/b.yaml"])).code).toBe(0);
  expect((await folder.run(use)).code).toBe(1);
});

test.each([
  ["", "it is not JSON"],
  ["[]", 'it does not begin with `"format": "sentrely-policy-baseline"`'],
  ['{"name": "x"}', 'it does not begin with `"format": "sentrely-policy-baseline"`'],
  [
    '{"format": "sentrely-policy-baseline", "version": 2}',
    "its version is not 1, the only one that this program knows",
  ],
  ['{"format": "sentrely-policy-baseline", "version": 1}', "it has no list `findings`"],
  [
    '{"format": "sentrely-policy-baseline", "version": 1, "findings": [{"rule": "x"}]}',
    "its finding 1 has no fingerprint",
  ],
])("`%s` is no baseline: it is neither used nor overwritten", async (content, problem) => {
  const folder = folderWith({ [path]: policy("  - docs:read on docs/*\n"), "base.json": content });
  for (const argv of [use, write]) {
    expect(await folder.run(argv)).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: base.json is no baseline: ${problem}\n  help: \`sentrely-policy lint --write-baseline FILE\` writes one\n`,
    });
  }
  expect(folder.read("base.json")).toBe(content);
});

test("a baseline that is not there, and one that cannot be written, exit 2", async () => {
  const folder = folderWith({ [path]: policy(gate("repos/a")) });
  expect(await folder.run(use)).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: cannot read base.json: no such file or folder (ENOENT)\n",
  });
  const full = {
    create: () => {
      throw systemError("ENOSPC");
    },
  };
  const { code, stdout } = await folder.run(write, { faults: full });
  expect([code, stdout]).toEqual([2, ""]);
  expect(folder.list().filter((file) => !file.startsWith(".git"))).toEqual([path]);
});
