/** `catalog.mcp` on the command line: which files are read, and how a call fails that cannot have them. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, systemError, type Folder } from "../support/cli.ts";

const list =
  '{"tools": [{"name": "get_issue", "annotations": {"readOnlyHint": true}}, {"name": "close_issue"}]}';
const policy = `agent: triage
owner: platform
policies:
  - mcp:github:get_issue on mcp/github/*
`;

function setWith(mcp: string, files: { readonly [path: string]: string | Uint8Array } = {}): Folder {
  return folderWith({
    "policies/triage.yaml": policy,
    "sentrely.yaml": `catalog:\n  mcp: [${mcp}]\n`,
    ...files,
  });
}

const only = ["lint", "--format", "compact", "--fail-level", "error"];

test("a tool list beside the config makes its server known, and closed", async () => {
  const folder = setWith("mcp/github.json", { "mcp/github.json": list });
  expect((await folder.run(only)).code).toBe(0);
  folder.write({ "policies/triage.yaml": policy.replace("get_issue", "get_isue") });
  const { code, stdout } = await folder.run(only);
  expect(code).toBe(1);
  expect(stdout).toContain("unknown-action");
  expect(stdout).toContain("mcp:github:get_isue");
});

test("a mapping names the server that the file's name does not", async () => {
  const folder = setWith('{server: github, file: "./mcp//tools list.json"}', { "mcp/tools list.json": list });
  folder.write({ "policies/triage.yaml": policy.replace("get_issue", "get_isue") });
  expect((await folder.run(only)).stdout).toContain("unknown-action");
});

test("the config's folder is where paths begin, wherever the call comes from", async () => {
  const folder = setWith("mcp/github.json", { "mcp/github.json": list });
  expect((await folder.run(["lint", "--fail-level", "error"], { cwd: "policies" })).code).toBe(0);
});

test("what is wrong with a list is told at its place in the file, also when the PATHs select another", async () => {
  const folder = setWith("mcp/github.json", {
    "mcp/github.json": '{"tools": [\n  {"name": "get_issue"},\n  {"name": "Get_Issue"}\n]}\n',
  });
  for (const paths of [[], ["policies/triage.yaml"]]) {
    const { code, stdout } = await folder.run([...only, ...paths]);
    expect(code).toBe(1);
    expect(stdout).toContain("mcp/github.json:3:12");
    expect(stdout).toContain("bad-tool-list");
  }
});

test.each([
  ["../github.json"],
  ["mcp/../../github.json"],
  ["/etc/github.json"],
  ['"C:/github.json"'],
  ["'mcp\\github.json'"],
  ["mcp/.."],
  ['""'],
  ["."],
])("the path %s is refused where it is written", async (path) => {
  const { code, stdout } = await setWith(path).run(only);
  expect(code).toBe(2);
  expect(stdout).toMatch(/sentrely\.yaml:2:\d+.*(bad-value|below this one's folder|wrong-type|empty)/);
});

test.each([
  ["mcp/my tools.json", "bad-name"],
  ["mcp/.json", "bad-name"],
  ['{server: "a:b", file: mcp/x.json}', "wrong|bad-name"],
  ["{server: github}", "missing-key"],
  ["{server: github, path: x.json}", "unknown-key"],
  ["[x.json]", "wrong-type"],
])("the entry %s is refused", async (entry, code) => {
  const outcome = await setWith(entry).run(only);
  expect(outcome.code).toBe(2);
  expect(outcome.stdout).toMatch(new RegExp(code));
});

test("two lists for one server are refused, since one of them would not count", async () => {
  const folder = setWith("mcp/github.json, {server: GitHub, file: mcp/github.json}", {
    "mcp/github.json": list,
  });
  const { code, stdout } = await folder.run(only);
  expect(code).toBe(1);
  expect(stdout).toContain("has a tool list already");
});

test("a link out of the config's folder is not followed, one inside it is", async () => {
  const inside = setWith("mcp/github.json", { "lists/github.json": list });
  mkdirSync(join(inside.path, "mcp"));
  symlinkSync("../lists/github.json", join(inside.path, "mcp/github.json"));
  expect((await inside.run(only)).code).toBe(0);

  const outside = setWith("github.json");
  symlinkSync("/etc/hostname", join(outside.path, "github.json"));
  const file = await outside.run(only);
  expect(file.code).toBe(2);
  expect(file.stderr).toContain("leads out of the folder of sentrely.yaml");

  const folder = setWith("mcp/hostname", {});
  symlinkSync("/etc", join(folder.path, "mcp"));
  expect((await folder.run(only)).stderr).toContain("leads out of the folder of sentrely.yaml");
});

test("a list that is not there, is a folder or cannot be read is the call's fault", async () => {
  const missing = await setWith("mcp/github.json").run(only);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("nothing is there")]);
  const folder = setWith("mcp");
  mkdirSync(join(folder.path, "mcp"));
  const isFolder = await folder.run(only);
  expect([isFolder.code, isFolder.stderr]).toEqual([2, expect.stringContaining("which is no file")]);
  const broken = setWith("github.json", { "github.json": list });
  const { code, stderr } = await broken.run(only, {
    faults: {
      realPath: () => {
        throw systemError("EACCES");
      },
    },
  });
  expect(code).toBe(2);
  expect(stderr).not.toBe("");
});

test("a list over 5 MiB is refused unread, and one that is no UTF-8 at its byte", async () => {
  const large = await setWith("github.json", { "github.json": " ".repeat(5 * 2 ** 20 + 1) }).run(only);
  expect(large.code).toBe(1);
  expect(large.stdout).toContain("5 MiB are read at most");
  const latin = await setWith("github.json", { "github.json": new Uint8Array([0x5b, 0xe9, 0x5d]) }).run(only);
  expect(latin.code).toBe(1);
  expect(latin.stdout).toContain("not-utf8");
});

test("a set that does not speak of AWS never reads AWS's catalogue, and one that does reads it once", async () => {
  const reads: string[] = [];
  const folder = setWith("mcp/github.json", { "mcp/github.json": list });
  const readShipped = (name: string): string => {
    reads.push(name);
    throw systemError("ENOENT");
  };
  expect((await folder.run(only, { readShipped })).code).toBe(0);
  expect(reads).toEqual([]);
  folder.write({ "policies/more.yaml": "- aws:s3:GetObject on arn:aws:s3:::b/*\n" });
  const { code, stderr } = await folder.run(only, { readShipped });
  expect(reads).toEqual(["aws-catalogue.txt"]);
  expect(code).toBe(2);
  expect(stderr).toContain("aws-catalogue.txt, which is shipped with the program");
});
