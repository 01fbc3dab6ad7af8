import { expect, test } from "vitest";
import { nodeFiles } from "../../../src/cli/host.ts";
import { expandGlob, matchesGlob } from "../../../src/cli/path-glob.ts";
import { folderWith } from "../../support/cli.ts";

test.each([
  ["*.yaml", "a.yaml", true],
  ["*.yaml", "a.yml", false],
  ["a?c", "a\u{1f600}c", true],
  ["*a*b", "xaxbxb", true],
  ["*a*b", "xbxa", false],
  ["", "", true],
  ["?", "", false],
])("%j on %j is %j", (pattern, name, expected) => {
  expect(matchesGlob(pattern, name)).toBe(expected);
});

test("many stars take no time", () => {
  expect(matchesGlob(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false);
});

test("globs expand below the folder, sorted, without hidden files", () => {
  const folder = folderWith({
    "b/x.yaml": "",
    "a/x.yaml": "",
    "a/c/x.yaml": "",
    ".h/x.yaml": "",
    "a/.y.yaml": "",
  });
  const expand = (glob: string): string[] =>
    expandGlob(nodeFiles, folder.path, glob).map((path) => path.slice(folder.path.length + 1));
  expect(expand("*/x.yaml")).toEqual(["a/x.yaml", "b/x.yaml"]);
  expect(expand("**/*.yaml")).toEqual(["a/c/x.yaml", "a/x.yaml", "b/x.yaml"]);
  expect(expand("a/.*.yaml")).toEqual(["a/.y.yaml"]);
  expect(expand("z/*")).toEqual([]);
});
