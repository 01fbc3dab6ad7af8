import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { defaultGates } from "../../src/diff/gate-words.ts";
import { changeOf, check, policies, refusedOf, reviewJson, reworded, wider } from "../support/ci.ts";
import { gitFolderWith } from "../support/git-repository.ts";
import { tests } from "../support/review-texts.ts";

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
      lines: [
        "by `Ada \\u{60}x\\u{60} \\u{202e}`, on the word of whoever started this run (`--acknowledged-by`)",
      ],
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
