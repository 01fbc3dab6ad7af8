import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/cli/host.ts";
import { folderWith, systemError } from "../support/cli.ts";

const good = {
  "policies/ci.yaml":
    "policies:\n  - git:push on repos/*/branches/feature/*\n  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*\n    id: prod\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 60m\n",
};
const built = ["dist/manifest.json", "dist/policy.json", "dist/policy.mjs"];

test("build writes manifest and bundles, and lists them", async () => {
  const folder = folderWith(good);
  const { code, stdout } = await folder.run(["build", "--label", "v1"]);
  expect(code).toBe(0);
  expect(stdout.trim().split("\n").sort()).toEqual(built);
  const manifest = JSON.parse(folder.read("dist/manifest.json")) as {
    label: string;
    lint_skipped: boolean;
    artefacts: { name: string; sha256: string }[];
  };
  expect([manifest.label, manifest.lint_skipped]).toEqual(["v1", false]);
  for (const { name, sha256 } of manifest.artefacts) {
    expect(
      createHash("sha256")
        .update(folder.read(`dist/${name}`))
        .digest("hex"),
    ).toBe(sha256);
  }
});

test("two builds in different folders give the same bytes", async () => {
  const [one, two] = [folderWith(good), folderWith(good)];
  await one.run(["build"]);
  await two.run(["build"]);
  for (const file of built) expect(two.read(file)).toBe(one.read(file));
});

test("a compile error writes nothing and leaves what was there, with and without --no-lint", async () => {
  const folder = folderWith({ "policies/ci.yaml": "policies: [1]\n", "dist/policy.json": "old" });
  for (const flags of [[], ["--no-lint"]]) {
    const { code, stdout, stderr } = await folder.run(["build", ...flags]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("--> policies/ci.yaml:1:");
  }
  expect(folder.read("dist/policy.json")).toBe("old");
});

test("a lint of level error stands in the way; --no-lint lifts that and the manifest says so", async () => {
  const folder = folderWith({
    "policies/ci.yaml":
      "policies:\n  - git:read on repos/*\n  - statement: git:push on repos/*\n    expires: 2020-01-01\n",
    "sentrely.yaml": "version: 1\nlint: {rules: {expired-grant: error}}\n",
  });
  expect((await folder.run(["build"])).code).toBe(1);
  expect(folder.list()).not.toContain("dist/manifest.json");
  expect((await folder.run(["build", "--no-lint"])).code).toBe(0);
  expect(JSON.parse(folder.read("dist/manifest.json"))).toHaveProperty("lint_skipped", true);
});

test("--target and --out decide what is written and where; the config's answers stand otherwise", async () => {
  const folder = folderWith({
    ...good,
    "sentrely.yaml": "version: 1\nbuild: {out: bundle, targets: [json]}\n",
  });
  await folder.run(["build"]);
  expect(folder.list().filter((f) => f.startsWith("bundle/"))).toEqual([
    "bundle/manifest.json",
    "bundle/policy.json",
  ]);
  await folder.run(["build", "--target", "js", "--out", "x/y"]);
  expect(folder.list().filter((f) => f.startsWith("x/"))).toEqual(["x/y/manifest.json", "x/y/policy.mjs"]);
});

test("an artefact that is no longer built goes, and files of others stay", async () => {
  const folder = folderWith({ ...good, "dist/mine.txt": "mine" });
  await folder.run(["build"]);
  await folder.run(["build", "--target", "json"]);
  expect(folder.list().filter((f) => f.startsWith("dist/"))).toEqual([
    "dist/manifest.json",
    "dist/mine.txt",
    "dist/policy.json",
  ]);
});

test.each(["wasm", "njs", "lua"])("the target %s is refused as not in this version", async (target) => {
  const { code, stderr } = await folderWith(good).run(["build", "--target", target]);
  expect([code, stderr]).toEqual([2, `error: --target: the target \`${target}\` is not in this version\n`]);
});

test("a full disk exits 2, leaves the old bundle and no temporary file", async () => {
  const folder = folderWith(good);
  await folder.run(["build"]);
  const before = folder.list().map((f) => [f, folder.read(f)]);
  folder.write({ "policies/ci.yaml": "policies:\n  - git:read on repos/*\n" });
  let written = 0;
  const { code, stdout, stderr } = await folder.run(["build"], {
    faults: {
      create: (path, content, mode) => {
        if (++written === 2) throw systemError("ENOSPC");
        nodeFiles.create(path, content, mode);
      },
    },
  });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("no space is left on the disk (ENOSPC)");
  folder.write(good);
  expect(folder.list().map((f) => [f, folder.read(f)])).toEqual(before);
});

test("every form of the bundle decides alike, a line for a line", async () => {
  const folder = folderWith(good);
  await folder.run(["build"]);
  const deploy =
    '{"agent":"ci","action":"aws:ecs:UpdateService","resource":"arn:aws:ecs:eu-west-1:1:service/prod-web"}';
  const stdin = `${deploy}\nno request\n\n[1]\n{"agent":"ci","action":"git:push","resource":"repos/a/branches/feature/x"}`;
  const mjs = await folder.run(["decide", "--bundle", "dist/policy.mjs"], { stdin });
  const json = await folder.run(["decide", "--bundle", "dist/policy.json"], { stdin });
  expect(mjs).toEqual(json);
  expect([json.code, json.stderr]).toEqual([0, ""]);
  const decisions = json.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(decisions.map((d) => d["reason"])).toEqual([
    "gated",
    "invalid_request",
    "invalid_request",
    "invalid_request",
    "granted",
  ]);
  expect(decisions[0]).toMatchObject({
    effect: "require_approval",
    statements: [{ id: "prod", agent: "ci", file: "policies/ci.yaml", line: 3 }],
    approvals: [{ statements: ["prod"], channels: ["slack:#ops"], timeout_seconds: 3600, needed: 1 }],
  });
});

test("a line that is too long, or no UTF-8, is no request and harms none after it", async () => {
  const folder = folderWith(good);
  await folder.run(["build"]);
  const stdin = Buffer.concat([
    Buffer.from(`"${"x".repeat(2 * 1024 * 1024)}"\n`),
    Buffer.from([0xff, 0x0a]),
    Buffer.from('{"agent":"ci","action":"git:push","resource":"repos/a/branches/feature/x"}\n'),
  ]);
  const { stdout } = await folder.run(["decide", "--bundle", "dist/policy.json"], { stdin });
  const reasons = stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { reason: string }).reason);
  expect(reasons).toEqual(["invalid_request", "invalid_request", "granted"]);
});

test("a damaged bundle, a missing one and a folder exit 2", async () => {
  const folder = folderWith(good);
  await folder.run(["build"]);
  folder.write({ "dist/bad.json": folder.read("dist/policy.json").replace("feature", "fxature") });
  for (const bundle of ["dist/bad.json", "dist/none.json", "dist", "policies/ci.yaml"]) {
    const { code, stdout, stderr } = await folder.run(["decide", "--bundle", bundle], { stdin: "{}\n" });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: /);
  }
});

test("when nobody reads the decisions any more, decide ends quietly", async () => {
  const folder = folderWith(good);
  await folder.run(["build"]);
  const { code, stdout, stderr } = await folder.run(["decide", "--bundle", "dist/policy.json"], {
    stdin: "{}\n".repeat(1000),
    readerStopsAfter: 2,
  });
  expect([code, stderr, stdout.trimEnd().split("\n").length]).toEqual([0, "", 2]);
});
