import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultGates } from "../../src/diff/gate-words.ts";
import { systemError } from "../support/cli.ts";
import { changeOf, check, policies, refusedOf, reviewJson, reworded, wider } from "../support/ci.ts";
import { gitFolderWith } from "../support/git-repository.ts";
import { holding, revision, tests } from "../support/review-texts.ts";

test("a change that decides every request alike passes", async () => {
  const report = await check(changeOf(policies, reworded));
  expect(report).toMatchObject({ code: 0, stderr: "" });
  expect(report.review).toMatchObject({
    conclusion: "passed",
    base: "main",
    base_state: "compared",
    head: "the working tree",
    gating: true,
    findings: [],
    tests: [{ status: "passed" }],
    changes: [],
    acknowledgement: null,
    new_actions: null,
    notes: [],
  });
});

test("a widened grant fails, and names nobody who accepts it", async () => {
  const report = await check(changeOf(policies, wider));
  expect(report.code).toBe(1);
  expect(report.review).toMatchObject({
    conclusion: "failed",
    changes: [{ kind: "widened", agent: "ci", refused: ["widened"] }],
    reasons: [{ kind: "gate", message: "1 change is refused: widened (1)", waived: false }],
    acknowledgement: { acknowledged: false },
  });
});

test("who accepts what the gates refuse is recorded, and the gates become warnings", async () => {
  const folder = changeOf(policies, wider);
  const report = await check(folder, ["--base", "main", "--acknowledged-by", " Ada `x` \u202e"]);
  expect(report.code).toBe(0);
  expect(report.review).toMatchObject({
    conclusion: "acknowledged",
    reasons: [{ kind: "gate", waived: true }],
    acknowledgement: {
      acknowledged: true,
      lines: ["by `Ada 'x' \\u{202e}`, on the word of whoever started this run (`--acknowledged-by`)"],
    },
  });
});

test("nobody accepts by an empty name", async () => {
  const folder = changeOf(policies, wider);
  for (const name of ["", " "]) {
    const report = await check(folder, ["--base", "main", "--acknowledged-by", name]);
    expect([report.code, report.review.conclusion]).toEqual([1, "failed"]);
  }
});

test("an acknowledgement lifts no failure of the head's own", async () => {
  const folder = changeOf(policies, {
    ...wider,
    "tests/ci.test.yaml": tests("ci cannot git:read repos/app"),
  });
  const report = await check(folder, ["--base", "main", "--acknowledged-by", "Ada"]);
  expect(report.code).toBe(1);
  expect(report.review.reasons.filter(({ waived }) => !waived)).toMatchObject([{ kind: "test" }]);
});

test("an acknowledgement that nothing needs is not spoken of", async () => {
  const report = await check(changeOf(policies, reworded), ["--base", "main", "--acknowledged-by", "Ada"]);
  expect([report.code, report.review.acknowledgement, report.review.conclusion]).toEqual([0, null, "passed"]);
});

test("without gates changes are told and nothing of them fails", async () => {
  const report = await check(changeOf(policies, wider), ["--base", "main", "--no-gate"]);
  expect(report.code).toBe(0);
  expect(report.review).toMatchObject({
    conclusion: "passed",
    gating: false,
    changes: [{ kind: "widened", refused: ["widened"] }],
    reasons: [{ kind: "gate", waived: true }],
    acknowledgement: null,
  });
});

test("without gates a failing test fails all the same", async () => {
  const folder = changeOf(policies, { "tests/ci.test.yaml": tests("ci cannot git:read repos/app") });
  expect((await check(folder, ["--base", "main", "--no-gate"])).code).toBe(1);
});

test("only the gates that are named refuse, and `none` refuses nothing", async () => {
  const folder = changeOf(policies, wider);
  const by = async (...gates: readonly string[]): Promise<[number, string[]]> => {
    const report = await check(folder, ["--base", "main", ...gates]);
    return [report.code, refusedOf(report)];
  };
  expect(await by("--fail-on", "none")).toEqual([0, []]);
  expect(await by("--fail-on", "ungated")).toEqual([0, []]);
  expect(await by("--fail-on", "ungated, widened")).toEqual([1, ["widened"]]);
  expect(await by("--fail-on", "ungated", "--fail-on", "widened")).toEqual([1, ["widened"]]);
});

test("a base of nothing is no comparison: lints and tests alone count", async () => {
  const folder = changeOf(policies, wider);
  const report = await check(folder, ["--base", "none"]);
  expect(report).toMatchObject({ code: 0, review: { base_state: "none", changes: [] } });
  folder.commit({ "tests/ci.test.yaml": null });
  const untested = await check(folder, ["--base", "none"]);
  expect(untested).toMatchObject({ code: 1, review: { reasons: [{ kind: "empty" }] } });
});

test("a value that is empty, misspelt or contradicts another is refused, and opens no gate", async () => {
  const folder = changeOf(policies, wider);
  const failure = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(["ci", ...args]);
    expect([args, code, stdout]).toEqual([args, 2, ""]);
    return stderr;
  };
  expect(await failure("--base", "")).toContain("error: --base is empty");
  expect(await failure("--base", " ")).toContain("error: --base is empty");
  expect(await failure("--base", "main", "--head", "")).toContain("error: --head is empty");
  for (const option of ["--baseline", "--config", "--known-actions"]) {
    expect(await failure("--base", "main", option, "")).toContain(`error: ${option} is empty`);
  }
  for (const option of ["--output-file", "--sarif-file", "--junit-file", "--json-file", "--markdown-file"]) {
    expect(await failure("--base", "main", option, "")).toContain(`error: ${option} is empty`);
  }
  expect(await failure("--base", "main", "--fail-on", "")).toContain("error: --fail-on has an empty entry");
  expect(await failure("--base", "main", "--fail-on", "widened,")).toContain("--fail-on has an empty entry");
  expect(await failure("--base", "main", "--fail-on", "widenned")).toContain("did you mean `widened`?");
  expect(await failure("--base", "main", "--fail-on", "none,widened")).toContain("`none` stands alone");
  expect(await failure("--base", "main", "--fail-level", "warn")).toContain("--fail-level");
  expect(await failure("--base", "main", "--format", "xml")).toContain("--format");
  expect(await failure("--base", "main", "--acknowledge", "Ada")).toContain("unknown option");
  expect(await failure("--base", "main", "--head", "HEAD", "--staged")).toContain("exclude each other");
  expect(await failure("--base", "main", "--out", "dist")).toContain("--out needs --build");
  expect(await failure("--base", "main", "--build", "--out", "")).toContain("error: --out is empty");
  expect(await failure("--base", "main", "--build", "--target", "exe")).toContain("`exe` is no target");
  expect(await failure("--base", "main", "--now", "yesterday")).toContain("--now");
  expect(await failure("--base", "main", "-")).toContain("`-` is no PATH here");
  expect(await failure("--base", "main", "--json-file", "a", "--sarif-file", "./a")).toContain(
    "--sarif-file and --json-file name the same file",
  );
});

const reportFiles = {
  "--sarif-file": "out/policy.sarif",
  "--junit-file": "out/junit.xml",
  "--code-quality-file": "out/quality.json",
  "--markdown-file": "out/note.md",
  "--json-file": "out/report.json",
  "--output-file": "out/main.md",
} as const;

test("every report file is written when the review fails, and says the same", async () => {
  const folder = changeOf(policies, wider);
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--format", "markdown"],
    ...Object.entries(reportFiles).flat(),
  ]);
  expect(outcome).toEqual({ code: 1, stdout: "", stderr: "" });
  const text = (option: keyof typeof reportFiles): string => folder.read(reportFiles[option]);
  expect(JSON.parse(text("--json-file"))).toMatchObject({ conclusion: "failed" });
  expect(JSON.parse(text("--sarif-file"))).toMatchObject({
    version: "2.1.0",
    runs: [{ results: [{ level: "error" }] }],
  });
  expect(text("--junit-file")).toMatch(/<testsuites>[^]*<failure /);
  expect(JSON.parse(text("--code-quality-file"))).toMatchObject([
    { severity: "blocker", location: { path: "policies/ci.yaml" } },
  ]);
  for (const option of ["--markdown-file", "--output-file"] as const) {
    expect(text(option)).toContain("1 change is refused");
    expect(text(option)).toContain("git:list on repos/*");
  }
});

test("a report file that cannot be written is the machine's fault, and no other is written", async () => {
  const folder = changeOf(policies, wider);
  folder.write({ "out/junit.xml": "old", "out/note.md/in-the-way": "" });
  const before = folder.list();
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--build", "--junit-file", "out/junit.xml", "--json-file", "out/new.json"],
    ...["--markdown-file", "out/note.md"],
  ]);
  expect(outcome).toMatchObject({ code: 2, stdout: "" });
  expect(outcome.stderr).toContain("error: cannot write out/note.md");
  expect(folder.list()).toEqual(before);
  expect(folder.read("out/junit.xml")).toBe("old");
});

test("a full disk is the machine's fault, and leaves what was there", async () => {
  const folder = changeOf(policies, reworded);
  folder.write({ "junit.xml": "old" });
  const outcome = await folder.run(["ci", "--base", "main", "--junit-file", "junit.xml"], {
    faults: {
      create: () => {
        throw systemError("ENOSPC");
      },
    },
  });
  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain("no space is left on the disk");
  expect(folder.read("junit.xml")).toBe("old");
});

test("each format goes to stdout", async () => {
  const folder = changeOf(policies, wider);
  const firstLine = async (format: string): Promise<string> => {
    const { code, stdout, stderr } = await folder.run(["ci", "--base", "main", "--format", format]);
    expect([format, code, stderr]).toEqual([format, 1, ""]);
    return stdout.split("\n")[0] ?? "";
  };
  expect(await firstLine("json")).toBe("{");
  expect(await firstLine("markdown")).toBe("## Policies");
  expect(await firstLine("github")).toMatch(/^::error /);
  expect(await firstLine("sarif")).toBe("{");
  expect(await firstLine("junit")).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  expect(await firstLine("code-quality")).toBe("[");
});

test("the bundle of a head that passes is written, and names stand on stderr", async () => {
  const folder = changeOf(policies, reworded);
  const outcome = await folder.run([
    ...["ci", "--base", "main", "--format", "json", "--build", "--out", "bundle", "--target", "json,js"],
  ]);
  expect(outcome.code).toBe(0);
  expect(reviewJson(outcome).conclusion).toBe("passed");
  expect(outcome.stderr).toBe(
    "wrote bundle/policy.json\nwrote bundle/policy.mjs\nwrote bundle/manifest.json\n",
  );
  expect(folder.list().filter((path) => path.startsWith("bundle/"))).toEqual([
    "bundle/manifest.json",
    "bundle/policy.json",
    "bundle/policy.mjs",
  ]);
});

test("the bundle of an acknowledged head is written, that of a refused one is not", async () => {
  const folder = changeOf(policies, wider);
  folder.write({ "dist/manifest.json": "old" });
  const refused = await folder.run(["ci", "--base", "main", "--build"]);
  expect([refused.code, refused.stderr]).toEqual([1, "no bundle was written, since the review failed\n"]);
  expect(folder.read("dist/manifest.json")).toBe("old");
  const accepted = await folder.run(["ci", "--base", "main", "--build", "--acknowledged-by", "Ada"]);
  expect(accepted.code).toBe(0);
  expect(folder.read("dist/manifest.json")).toContain('"artefacts"');
});

test("the bundle is that of the commit which was checked", async () => {
  const folder = changeOf(policies, reworded);
  folder.write({ "policies/ci.yaml": "broken: [" });
  const outcome = await folder.run(["ci", "--base", "main", "--head", "change", "--build"]);
  expect(outcome.code).toBe(0);
  expect(folder.list()).toContain("dist/policy.json");
});

test("actions that wildcards admit are recorded, and those that came since are told", async () => {
  const folder = gitFolderWith({ ...revision(holding("aws:s3:Get* on arn:aws:s3:::logs/*")) });
  const written = await folder.run(["ci", "--base", "none", "--write-known-actions", "known.json"]);
  expect(written).toMatchObject({ code: 1 });
  const record = JSON.parse(folder.read("known.json")) as { actions: string[] };
  expect(record.actions).toContain("aws:s3:GetObject");
  expect(record.actions).toEqual([...record.actions].sort());

  const quiet = await check(folder, ["--base", "none", "--known-actions", "known.json"]);
  expect(quiet.review.new_actions).toEqual([]);
  const older = { ...record, actions: record.actions.filter((action) => action !== "aws:s3:GetObject") };
  folder.write({ "known.json": JSON.stringify(older) });
  const told = await check(folder, ["--base", "none", "--known-actions", "known.json"]);
  expect(told.review.new_actions).toEqual([{ action: "aws:s3:GetObject", agents: ["ci"] }]);
});

test("a record of known actions that is none is refused, and never replaced", async () => {
  const folder = gitFolderWith({ ...policies, "known.json": "{}", "other.json": "[" });
  for (const args of [
    ["--known-actions", "known.json"],
    ["--known-actions", "other.json"],
    ["--write-known-actions", "known.json"],
  ]) {
    const outcome = await folder.run(["ci", "--base", "none", ...args]);
    expect([args, outcome.code, outcome.stdout]).toEqual([args, 2, ""]);
    expect(outcome.stderr).toContain("is no record of known actions");
  }
  expect(folder.read("known.json")).toBe("{}");
  const missing = await folder.run(["ci", "--base", "none", "--known-actions", "nowhere.json"]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    "error: cannot read nowhere.json: no such file or folder (ENOENT)\n",
  ]);
});

test("a config that cannot be understood is the call's fault", async () => {
  const folder = changeOf(policies, { "sentrely.yaml": "version: 1\npolices: [policies]\n" });
  const { code, stdout } = await folder.run(["ci", "--base", "main", "--format", "json"]);
  expect([code, reviewJson({ code, stdout, stderr: "" }).conclusion]).toEqual([2, "failed"]);
});

test("the help and the page name every gate that is usual", async () => {
  const { stdout } = await gitFolderWith({}).run(["ci", "--help"]);
  const page = readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8");
  expect(stdout.replaceAll("\n", " ")).toContain(`by default is ${defaultGates.join(", ")}.`);
  expect(page).toContain(
    `by default ${defaultGates.map((word) => `\`${word}\``).join(", ")}; \`none\` for none`,
  );
});

test("a terminal is told that it takes a while, and --verbose what was read", async () => {
  const folder = changeOf(policies, reworded);
  const shown = await folder.run(["ci", "--base", "main"], {
    terminal: true,
    environment: { NO_COLOR: "1" },
  });
  expect(shown.stderr).toBe("\r\u001b[Kreviewing the change\r\u001b[K");
  const told = await folder.run(["ci", "--base", "main", "--verbose"]);
  expect(told.stderr).toBe(`policy set: ${folder.path}, 2 files\nreviewed in 0 ms\n`);
  expect(told.stdout).not.toContain(folder.path);
});
