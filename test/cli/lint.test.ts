import { expect, test } from "vitest";
import { folderWith, systemError } from "../support/cli.ts";
import { nodeFiles } from "../../src/cli/host.ts";

/** What keeps an agent from running away; without it every set has warnings. */
const limits = `project: web
project_budget: {monthly_limit: $500}
budget: {max_tokens_per_session: 100_000}
rate_limits: {max_requests_per_minute: 30, on_exceed: throttle}
circuit_breaker: {failures: 10, window: 5m, statuses: [429], cooldown: 15m, on_open: deny}
`;
const good = { "policies/ci-runner.yaml": `policies:\n  - git:read on repos/*\n${limits}` };
const bad = {
  "policies/ci-runner.yaml": "policies:\n  - statement: git:push on repos/*\n    require_approval: true\n",
};
const expired = {
  "policies/ci-runner.yaml": `policies:\n  - git:read on repos/*\n  - statement: git:push on repos/*/branches/docs\n    expires: 2026-01-01\n${limits}`,
};

test("a set without problems exits 0 and says so", async () => {
  expect(await folderWith(good).run(["lint"])).toEqual({
    code: 0,
    stdout: "no problems in 1 file\n",
    stderr: "",
  });
});

test("a compile error exits 1 and shows its line, underlined", async () => {
  const { code, stdout, stderr } = await folderWith(bad).run(["lint"]);
  expect(code).toBe(1);
  expect(stderr).toBe("");
  expect(stdout).toContain("error[unknown-key]");
  expect(stdout).toContain(" --> policies/ci-runner.yaml:3:5\n");
  expect(stdout).toContain("3 |     require_approval: true\n  |     ^^^^^^^^^^^^^^^^");
});

test("an empty folder is a set that checks nothing, and exits 1", async () => {
  const { code, stdout } = await folderWith({}).run(["lint"]);
  expect([code, stdout]).toEqual([
    1,
    "error[empty-set]: the policy set is empty: no policy file was found\n\n1 error in 0 files\n",
  ]);
});

test("a missing path exits 2 and writes nothing to stdout", async () => {
  expect(await folderWith(good).run(["lint", "nowhere"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: cannot read nowhere: no such file or folder\n",
  });
});

test("files that are no UTF-8 or too large are compile errors", async () => {
  const folder = folderWith({
    "policies/latin.yaml": new Uint8Array([0x2d, 0x20, 0xe9]),
    "policies/wide.yaml": new Uint8Array([0xff, 0xfe, 0x2d, 0x00]),
    "policies/big.yaml": new Uint8Array(6 * 1024 * 1024).fill(0x0a),
  });
  const { code, stdout } = await folder.run(["lint", "--format", "compact"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^policies\/big.yaml:1:1: error\[file-too-large\] .*6291456/m);
  expect(stdout).toMatch(/^policies\/latin.yaml:1:3: error\[not-utf8\] the byte 0xE9 is not UTF-8$/m);
  expect(stdout).toMatch(/^policies\/wide.yaml:1:1: error\[not-utf8\] the file is UTF-16 text$/m);
  const { stdout: shown } = await folder.run(["lint", "policies/latin.yaml"]);
  expect(shown).toContain(" --> policies/latin.yaml:1:3\n  |\n1 | - \ufffd\n  |   ^\n");
});

test.each([["lint"], ["test"], ["fmt"], ["fmt", "--check"], ["build"]])(
  "`%s %s` on a PATH above two configs exits 2, names them and writes nothing",
  async (...argv) => {
    const folder = folderWith({
      "a/sentrely.yaml": "version: 1\n",
      "a/policies/x.yaml": "policies:\n- git:read on repos/*\n",
      "b/sentrely.yaml": "version: 1\n",
      "b/policies/y.yaml": "policies:\n- git:read on repos/*\n",
    });
    const files = folder.list();
    expect(await folder.run([...argv.filter((word) => word !== undefined), "."])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: the PATHs hold different policy sets: a/sentrely.yaml and b/sentrely.yaml\n" +
        "  help: check each set in a call of its own; give the PATH `a` for the one of a/sentrely.yaml\n",
    });
    expect(folder.list()).toEqual(files);
    expect(folder.read("a/policies/x.yaml")).toBe("policies:\n- git:read on repos/*\n");
  },
);

test("a large set is announced on a terminal before it is compiled, and the line is gone at the end", async () => {
  const statements = Array.from(
    { length: 1000 },
    (_, i) => `  - git:read on repos/app-${i}/branches/${"x".repeat(180)}/*\n`,
  );
  const folder = folderWith({ "policies/ci.yaml": `policies:\n${statements.join("")}` });
  expect((await folder.run(["lint"])).stderr).toBe("");
  expect((await folder.run(["lint"], { terminal: true })).stderr).toBe(
    "\r\u001b[Kcompiling 1 file\r\u001b[K\r\u001b[Klinting 1 file\r\u001b[K",
  );
});

test("errors in files that the PATHs leave out are not reported, but said to be there", async () => {
  const folder = folderWith({ ...good, "policies/broken.yaml": "policies:\n  - x y\n" });
  const [path = ""] = Object.keys(good);
  expect(await folder.run(["lint", path])).toEqual({
    code: 0,
    stdout: "no problems in 1 file\n",
    stderr: "files that the PATHs leave out hold an error, so the set does not compile\n",
  });
});

test("an unreadable file exits 2", async () => {
  const { code, stderr } = await folderWith(good).run(["lint"], {
    faults: {
      read: (path) => {
        if (path.endsWith(".yaml")) throw systemError("EACCES");
        return nodeFiles.read(path);
      },
    },
  });
  expect([code, stderr]).toEqual([
    2,
    "error: cannot read policies/ci-runner.yaml: permission denied (EACCES)\n",
  ]);
});

test("a config that cannot be understood exits 2, and is shown", async () => {
  const folder = folderWith({ ...good, "sentrely.yaml": "version: 1\npolices: [x]\n" });
  const { code, stdout } = await folder.run(["lint"]);
  expect(code).toBe(2);
  expect(stdout).toContain("--> sentrely.yaml:2:1");
});

test("a PATH selects what is reported while the set is compiled whole", async () => {
  const folder = folderWith({
    ...bad,
    "policies/roles.yaml": "role: reader\npolicies:\n  - git:read on repos/*\n",
    "policies/bot.yaml": "agent: bot\nextends: [reader]\npolicies:\n  - git:comment on repos/*\n",
  });
  expect((await folder.run(["lint", "policies/bot.yaml"])).stdout).toBe("no problems in 1 file\n");
  expect((await folder.run(["lint", "policies/ci-runner.yaml"])).code).toBe(1);
});

test("files are named as seen from the working folder, and in JSON as seen from the config", async () => {
  const folder = folderWith({
    "web/sentrely.yaml": "version: 1\n",
    "web/policies/ci-runner.yaml": bad["policies/ci-runner.yaml"],
  });
  const pretty = await folder.run(["lint", "web"]);
  expect(pretty.stdout).toContain("--> web/policies/ci-runner.yaml:3:5");
  const json = JSON.parse((await folder.run(["lint", "web", "--format", "json"])).stdout) as {
    diagnostics: readonly { file: string }[];
  };
  expect(json.diagnostics[0]?.file).toBe("policies/ci-runner.yaml");
  const github = await folder.run(["lint", "--format", "github"], { cwd: "web/policies" });
  expect(github.stdout).toMatch(/^::error file=web\/policies\/ci-runner.yaml,line=3,/);
});

test("--fail-level decides which severity fails, and so does the config", async () => {
  const now = ["--now", "2026-06-01"];
  const folder = folderWith(expired);
  expect((await folder.run(["lint", ...now])).code).toBe(1);
  expect((await folder.run(["lint", "--fail-level", "error", ...now])).code).toBe(0);
  folder.write({ "sentrely.yaml": "version: 1\nlint: {fail_level: error}\n" });
  expect((await folder.run(["lint", ...now])).code).toBe(0);
  expect((await folder.run(["lint", "--fail-level", "info", ...now])).code).toBe(1);
});

test("--now fixes the day by which grants expire", async () => {
  const folder = folderWith(expired);
  const codes = async (now: string): Promise<string[]> => {
    const { stdout } = await folder.run(["lint", "--format", "json", "--now", now]);
    return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map((d) => d.code);
  };
  expect(await codes("2025-06-01")).toEqual([]);
  expect(await codes("2025-12-25T10:00:00+02:00")).toEqual(["expiring-soon"]);
  expect(await codes("1767225600000")).toEqual(["expired-grant"]);
});

test("the config lowers and raises the levels of lints", async () => {
  const folder = folderWith({
    ...expired,
    "sentrely.yaml": "version: 1\nlint: {rules: {expired-grant: off}}\n",
  });
  expect((await folder.run(["lint", "--now", "2026-06-01"])).code).toBe(0);
  folder.write({ "sentrely.yaml": "version: 1\nlint: {rules: {expired-grant: error}}\n" });
  expect((await folder.run(["lint", "--fail-level", "error", "--now", "2026-06-01"])).code).toBe(1);
});

test("--rule reports that rule alone, but errors always", async () => {
  const folder = folderWith(expired);
  const now = ["--now", "2026-06-01"];
  expect((await folder.run(["lint", "--rule", "missing-resource", ...now])).code).toBe(0);
  expect((await folder.run(["lint", "--rule", "expired-grant", ...now])).code).toBe(1);
  expect((await folderWith(bad).run(["lint", "--rule", "expired-grant"])).code).toBe(1);
  expect((await folder.run(["lint", "--rule", "expired-grnt"])).stderr).toContain(
    "did you mean `expired-grant`?",
  );
});

test("--fix leaves fixes that need review alone; --fix=review applies them, keeping the byte-order mark", async () => {
  const text = `\ufeff${bad["policies/ci-runner.yaml"]}    approval_channel: dashboard\n    approval_timeout: 1h\n${limits}`;
  const folder = folderWith({ "policies/ci-runner.yaml": text });
  expect((await folder.run(["lint", "--fix"])).code).toBe(1);
  expect(folder.read("policies/ci-runner.yaml")).toBe(text);
  const { code, stderr } = await folder.run(["lint", "--fix=review"]);
  expect([code, stderr]).toEqual([0, "applied 1 fix in 1 file\n"]);
  expect(folder.read("policies/ci-runner.yaml")).toBe(text.replace("require_approval", "requires_approval"));
});

test("--fix takes its value with `=` alone, so a PATH may follow it", async () => {
  const { code, stdout } = await folderWith(good).run(["lint", "--fix", "policies"]);
  expect([code, stdout]).toEqual([0, "no problems in 1 file\n"]);
});

test("--dry-run prints a diff and writes nothing", async () => {
  const folder = folderWith(bad);
  const { stdout, stderr } = await folder.run(["lint", "--fix=review", "--dry-run"]);
  expect(folder.read("policies/ci-runner.yaml")).toBe(bad["policies/ci-runner.yaml"]);
  expect(stderr).toBe("would apply 1 fix in 1 file\n");
  expect(stdout).toContain(
    "--- a/policies/ci-runner.yaml\n+++ b/policies/ci-runner.yaml\n@@ -1,3 +1,3 @@\n policies:\n",
  );
  expect(stdout).toContain("-    require_approval: true\n+    requires_approval: true\n");
});

test("the diff of --dry-run keeps line breaks and blanks as they are, so that it can be applied", async () => {
  const text =
    "# kept \r\n\r\npolicies:  \r\n  - statement: git:push on repos/*\r\n    require_approval: true\r\n";
  const { stdout } = await folderWith({ "policies/ci.yaml": text }).run([
    "lint",
    "--fix=review",
    "--dry-run",
  ]);
  expect(stdout).toContain(" \r\n policies:  \r\n   - statement: git:push on repos/*\r\n");
  expect(stdout).toContain("-    require_approval: true\r\n+    requires_approval: true\r\n");
});

test("--fix changes no file that the PATHs leave out", async () => {
  const folder = folderWith({ ...bad, "policies/ok.yaml": "policies:\n  - git:read on repos/*\n" });
  await folder.run(["lint", "--fix=review", "policies/ok.yaml"]);
  expect(folder.read("policies/ci-runner.yaml")).toBe(bad["policies/ci-runner.yaml"]);
});

test("--output-file takes the report, and stdout stays empty", async () => {
  const folder = folderWith(bad);
  const { code, stdout } = await folder.run(["lint", "--format", "sarif", "--output-file", "out/lint.sarif"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(JSON.parse(folder.read("out/lint.sarif"))).toHaveProperty("version", "2.1.0");
});

test("standard input is linted as a set of its own", async () => {
  const { code, stdout } = await folderWith({}).run(["lint", "-"], {
    stdin: "agent: a\npolicies: [1]\n",
  });
  expect(code).toBe(1);
  expect(stdout).toContain("--> <stdin>:2:");
});

test("every format is the same, byte for byte, in another folder and with files in another order", async () => {
  for (const format of ["pretty", "compact", "json", "github", "sarif", "junit"]) {
    const files = {
      ...bad,
      "policies/z.yaml": bad["policies/ci-runner.yaml"],
      ...expired,
      "policies/a.yaml": "x: 1\n",
    };
    const one = await folderWith(files).run(["lint", "--format", format]);
    const two = await folderWith(Object.fromEntries(Object.entries(files).reverse())).run([
      "lint",
      "--format",
      format,
    ]);
    expect(two).toEqual(one);
    expect(one.stdout).not.toContain("/tmp/");
  }
});

const hostile =
  '# \u200b\npolicies:\n  - "git:push on repos/x\\e]0;owned\\a\\u202e\\n::error::owned ##[add-mask]x"\n' +
  '  - ::warning::x on "##vso[task.x]\u202e"\n::set-output name=x::y: 1\n';

test.each(["pretty", "compact", "json", "github", "sarif", "junit"])(
  "a hostile policy reaches neither terminal nor log raw in %s",
  async (format) => {
    const folder = folderWith({
      "policies/::stop-commands::x.yaml": hostile,
      "policies/b.yaml": `\u001b[2J: [1\n`,
    });
    const { code, stdout, stderr } = await folder.run(["lint", "--format", format, "--color", "never"]);
    expect(code).toBe(1);
    for (const text of [stdout, stderr]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
      expect(text).not.toMatch(/##(vso)?\[/);
      const commands = text.split("\n").filter((line) => /^\s*::/.test(line));
      if (format !== "github") expect(commands).toEqual([]);
      for (const command of commands)
        expect(command).toMatch(/^::(error|warning|notice) file=policies\/[^:]*,line=\d/);
    }
  },
);

const double = {
  "policies/ci-runner.yaml": `# the runner
policies:
  - git:read on repos/*   # everything
  - git:read on repos/a/* # twice
${limits}`,
};

test("--fix takes out what others cover and leaves the rest of the text alone; again changes nothing", async () => {
  const folder = folderWith(double);
  expect((await folder.run(["lint"])).stdout).toContain("warning[shadowed-statement]");
  const first = await folder.run(["lint", "--fix"]);
  expect([first.code, first.stderr]).toEqual([0, "applied 1 fix in 1 file\n"]);
  const fixed = double["policies/ci-runner.yaml"].replace("  - git:read on repos/a/* # twice\n", "");
  expect(folder.read("policies/ci-runner.yaml")).toBe(fixed);
  expect((await folder.run(["lint", "--fix"])).stderr).toBe("applied 0 fixes in 0 files\n");
  expect(folder.read("policies/ci-runner.yaml")).toBe(fixed);
});

test("--fix keeps two statements that cover each other from both going", async () => {
  const folder = folderWith({
    "policies/ci-runner.yaml": `policies:\n  - git:read on repos/*\n  - git:read on repos/*\n${limits}`,
  });
  await folder.run(["lint", "--fix"]);
  expect(folder.read("policies/ci-runner.yaml")).toBe(`policies:\n  - git:read on repos/*\n${limits}`);
});

test("--fix writes nothing when a file has changed since it was read", async () => {
  const folder = folderWith(double);
  let reads = 0;
  const outcome = await folder.run(["lint", "--fix"], {
    faults: {
      read: (path) => {
        if (path.endsWith("ci-runner.yaml") && ++reads === 2) {
          folder.write({ "policies/ci-runner.yaml": "policies:\n  - git:push on repos/x\n" });
        }
        return nodeFiles.read(path);
      },
    },
  });
  expect(outcome).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: policies/ci-runner.yaml has changed since it was read, so nothing was written\n  help: run the command again\n",
  });
  expect(folder.read("policies/ci-runner.yaml")).toBe("policies:\n  - git:push on repos/x\n");
});

test("a suppression with a reason settles a warning, in the config's levels too", async () => {
  const text = double["policies/ci-runner.yaml"].replace(
    "# twice",
    "# sentrely-ignore shadowed-statement: kept for the auditors",
  );
  const folder = folderWith({ "policies/ci-runner.yaml": text });
  expect((await folder.run(["lint"])).stdout).toBe("no problems in 1 file\n");
  folder.write({ "sentrely.yaml": "version: 1\nlint: {rules: {shadowed-statement: error}}\n" });
  const { code, stdout } = await folder.run(["lint"]);
  expect(code).toBe(1);
  expect(stdout).toContain("errors cannot be suppressed");
});

test("--rule and PATHs do not make suppressions unused", async () => {
  const text = double["policies/ci-runner.yaml"].replace(
    "# twice",
    "# sentrely-ignore shadowed-statement: kept for the auditors",
  );
  const folder = folderWith({
    "policies/ci-runner.yaml": text,
    "policies/other.yaml": `policies:\n  - docs:read on docs/*\n${limits}`,
  });
  for (const rest of [
    ["--rule", "unused-suppression"],
    ["policies/other.yaml"],
    ["policies/ci-runner.yaml"],
  ]) {
    expect((await folder.run(["lint", ...rest])).stdout).toMatch(/^no problems in [12] files?\n$/);
  }
});

test("an unknown rule in the config, and a lowered error, fail where they are written", async () => {
  const folder = folderWith({
    ...good,
    "sentrely.yaml": "version: 1\nlint:\n  rules:\n    expired-grnt: off\n    literal-secret: warning\n",
  });
  const { code, stdout } = await folder.run(["lint", "--format", "compact"]);
  expect([code, stdout]).toEqual([
    1,
    "sentrely.yaml:4:5: error[undefined-reference] no such rule: `expired-grnt`\n" +
      "sentrely.yaml:5:5: error[lowered-error] `literal-secret` is an error and cannot be lowered to `warning`\n",
  ]);
});

test("SARIF carries the page of each rule", async () => {
  const { stdout } = await folderWith(double).run(["lint", "--format", "sarif"]);
  const [run] = (
    JSON.parse(stdout) as {
      runs: { tool: { driver: { rules: { id: string; help: { markdown?: string } }[] } } }[];
    }
  ).runs;
  for (const { id, help } of run?.tool.driver.rules ?? []) {
    expect([id, help.markdown?.split("\n")[0]]).toEqual([id, `# ${id}`]);
  }
});
