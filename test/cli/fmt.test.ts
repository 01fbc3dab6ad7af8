import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";

const messy = "policies:\n- git:read   on repos/*\n";
const tidy = "policies:\n  - git:read   on repos/*\n";

test("fmt rewrites files in place and lists them", async () => {
  const folder = folderWith({ "policies/a.yaml": messy, "policies/b.yaml": tidy });
  const { code, stdout } = await folder.run(["fmt"]);
  expect([code, stdout, folder.read("policies/a.yaml")]).toEqual([0, "policies/a.yaml\n", tidy]);
});

test("--check changes nothing, lists what would change and exits 1", async () => {
  const folder = folderWith({ "policies/a.yaml": messy, "policies/b.yaml": tidy });
  const { code, stdout } = await folder.run(["fmt", "--check"]);
  expect([code, stdout, folder.read("policies/a.yaml")]).toEqual([1, "policies/a.yaml\n", messy]);
  expect((await folder.run(["fmt", "--check", "policies/b.yaml"])).code).toBe(0);
});

test("`-` formats stdin to stdout", async () => {
  const { code, stdout } = await folderWith({}).run(["fmt", "-"], { stdin: `agent: a\n${messy}` });
  expect([code, stdout]).toEqual([0, `agent: a\n${tidy}`]);
});

test("a file with errors is shown and left as it is, and the others are formatted", async () => {
  const folder = folderWith({ "policies/a.yaml": messy, "policies/b.yaml": "policies:\n- x: [\n" });
  const { code, stdout, stderr } = await folder.run(["fmt"]);
  expect([code, stdout, folder.read("policies/b.yaml")]).toEqual([
    1,
    "policies/a.yaml\n",
    "policies:\n- x: [\n",
  ]);
  expect(stderr).toContain("--> policies/b.yaml:2:");
});

test("--fix makes documents of two agents in one, as the playbook prints them", async () => {
  const two =
    "# a — reads\npolicies:\n  - git:read on repos/*\n\n# b — comments\npolicies:\n  - git:comment on repos/*\n";
  const folder = folderWith({ "policies/two.yaml": two });
  expect((await folder.run(["fmt"])).code).toBe(1);
  expect(folder.read("policies/two.yaml")).toBe(two);
  expect((await folder.run(["fmt", "--fix"])).code).toBe(0);
  expect(folder.read("policies/two.yaml")).toBe(
    "# a — reads\nagent: a\npolicies:\n  - git:read on repos/*\n\n---\n# b — comments\nagent: b\npolicies:\n  - git:comment on repos/*\n",
  );
  expect((await folder.run(["lint", "--fail-level", "error"])).code).toBe(0);
});

test("the config is formatted with its set", async () => {
  const folder = folderWith({
    "policies/b.yaml": tidy,
    "sentrely.yaml": "version:   1\nlabels:\n    x: [b]\n",
  });
  expect((await folder.run(["fmt"])).stdout).toBe("sentrely.yaml\n");
  expect(folder.read("sentrely.yaml")).toBe("version: 1\nlabels:\n  x: [b]\n");
});

test("nothing to format is an error", async () => {
  expect((await folderWith({}).run(["fmt"])).code).toBe(2);
});
