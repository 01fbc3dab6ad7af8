import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nodeFiles } from "../../src/cli/host.ts";
import { folderWith, systemError, type Folder } from "../support/cli.ts";

const good = {
  "policies/ci.yaml":
    "policies:\n  - git:push on repos/*/branches/feature/*\n  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*\n    id: prod\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 60m\n",
};
const built = [
  "dist/manifest.json",
  "dist/policy.json",
  "dist/policy.lua",
  "dist/policy.mjs",
  "dist/policy.wasm",
];
const forms = ["policy.json", "policy.lua", "policy.mjs", "policy.njs.js", "policy.wasm"];

function bytesOf(folder: Folder, file: string): Buffer {
  return readFileSync(join(folder.path, file));
}

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
        .update(bytesOf(folder, `dist/${name}`))
        .digest("hex"),
    ).toBe(sha256);
  }
});

test("two builds in different folders give the same bytes", async () => {
  const [one, two] = [folderWith(good), folderWith(good)];
  for (const folder of [one, two]) await folder.run(["build", "--target", "js,njs,wasm,lua,json"]);
  for (const name of [...forms, "manifest.json"]) {
    expect(bytesOf(two, `dist/${name}`).equals(bytesOf(one, `dist/${name}`)), name).toBe(true);
  }
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
  await folder.run(["build", "--target", "njs", "--target", "wasm", "--out", "z"]);
  expect(folder.list().filter((f) => f.startsWith("z/"))).toEqual([
    "z/manifest.json",
    "z/policy.njs.js",
    "z/policy.wasm",
  ]);
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

test("an unknown target is refused, and the known ones are named", async () => {
  const { code, stdout, stderr } = await folderWith(good).run(["build", "--target", "json,elf"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("--target: `elf` is no target");
  expect(stderr).toContain("js, njs, wasm, lua, json");
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
  await folder.run(["build", "--target", "js,njs,wasm,lua,json"]);
  const deploy =
    '{"agent":"ci","action":"aws:ecs:UpdateService","resource":"arn:aws:ecs:eu-west-1:1:service/prod-web"}';
  const stdin = `${deploy}\nno request\n\n[1]\n{"agent":"ci","action":"git:push","resource":"repos/a/branches/feature/x"}`;
  const json = await folder.run(["decide", "--bundle", "dist/policy.json"], { stdin });
  for (const form of forms) {
    expect(await folder.run(["decide", "--bundle", `dist/${form}`], { stdin }), form).toEqual(json);
  }
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

/** A file of a build, damaged; and the reason that `decide` tells. */
const damages: readonly (readonly [string, (bytes: Buffer) => Uint8Array, RegExp])[] = [
  ["empty", () => new Uint8Array(0), /no bundle/],
  ["cut in half", (bytes) => bytes.subarray(0, bytes.length / 2), /no bundle|damaged bundle/],
  ["without its end", (bytes) => bytes.subarray(0, -3), /no bundle|damaged bundle/],
  ["with one bit flipped", flippedInTables, /damaged bundle/],
  [
    "that is UTF-16",
    (bytes) => Buffer.from(`\ufeff${bytes.toString("latin1")}`, "utf16le"),
    /no bundle|ASCII/,
  ],
];

/** What stands before the tables in any form. */
const beforeTables = ['"tables":"', "var policyData = '", "table.concat({", "SPOL"];

function flippedInTables(bytes: Buffer): Uint8Array {
  const changed = Buffer.from(bytes);
  const at = Math.max(...beforeTables.map((text) => changed.lastIndexOf(text)));
  expect(at).toBeGreaterThan(0);
  changed[at + 300] = (changed[at + 300] ?? 0) ^ 1;
  return changed;
}

test.each(damages)("a file %s is refused in every form: exit 2, no decision", async (_, damage, why) => {
  const folder = folderWith(good);
  await folder.run(["build", "--target", "js,njs,wasm,lua,json"]);
  for (const form of forms) {
    const path = `dist/bad-${form}`;
    writeFileSync(join(folder.path, path), damage(bytesOf(folder, `dist/${form}`)));
    const { code, stdout, stderr } = await folder.run(["decide", "--bundle", path], { stdin: "{}\n" });
    expect([form, code, stdout]).toEqual([form, 2, ""]);
    expect(stderr, form).toMatch(/^error: dist\/bad-\S+ is no bundle that can be trusted: /);
    expect(stderr, form).toMatch(why);
  }
});

test("a foreign file, a missing one and a folder exit 2", async () => {
  const folder = folderWith({
    ...good,
    "other.json": '{"format":"other"}',
    "other.mjs": "export const decide = () => ({effect: 'allow'});\n",
    "other.lua": "return {}\n",
  });
  writeFileSync(join(folder.path, "other.wasm"), Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await folder.run(["build"]);
  const files = ["other.json", "other.mjs", "other.lua", "other.wasm", "dist/none.json", "dist"];
  for (const bundle of [...files, "dist/manifest.json", "policies/ci.yaml"]) {
    const { code, stdout, stderr } = await folder.run(["decide", "--bundle", bundle], { stdin: "{}\n" });
    expect([bundle, code, stdout]).toEqual([bundle, 2, ""]);
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
