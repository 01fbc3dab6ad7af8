import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { categories, filesOfRule, type NewRule } from "../../../scripts/new-rule.ts";

const registry = readFileSync(
  fileURLToPath(new URL("../../../src/lint/registry.ts", import.meta.url)),
  "utf8",
);
const rule: NewRule = { id: "some-new-defect", category: "anomalies", level: "info", fix: "review" };

function textOf(path: string, given: NewRule = rule): string {
  return filesOfRule(given, registry).find((file) => file.path === path)?.text ?? "";
}

test("a new rule is a file, a page, a test and a line of the registry", () => {
  expect(filesOfRule(rule, registry).map(({ path }) => path)).toEqual([
    "src/lint/rules/some-new-defect.ts",
    "docs/rules/some-new-defect.md",
    "test/unit/lint/rules/some-new-defect.test.ts",
    "src/lint/registry.ts",
  ]);
  expect(textOf("src/lint/rules/some-new-defect.ts"))
    .toContain(`export const someNewDefect: Rule = defineRule({
  id: "some-new-defect",
  category: "anomalies",
  level: "info",
  fix: "review",
`);
  const page = textOf("docs/rules/some-new-defect.md");
  expect(page.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    "# some-new-defect",
    "## Summary",
    "## Rejected",
    "## Accepted",
    "## Why",
    "## How it is decided",
    "## Fix",
  ]);
  expect(page).toContain("```yaml rejected code=some-new-defect\n");
  expect(page).toContain("```yaml accepted code=some-new-defect\n");
  expect(textOf("test/unit/lint/rules/some-new-defect.test.ts")).toContain(
    'import { someNewDefect } from "../../../../src/lint/rules/some-new-defect.ts";',
  );
});

test.each(categories)("the registry keeps its lines, with the rule in the section %s", (category) => {
  const lines = textOf("src/lint/registry.ts", { ...rule, category }).split("\n");
  const added = ['import { someNewDefect } from "./rules/some-new-defect.ts";', "  someNewDefect,"];
  expect(lines.filter((line) => !added.includes(line))).toEqual(registry.split("\n"));
  const imports = lines.filter((line) => line.startsWith("import {"));
  expect(imports).toEqual(
    [...imports].sort((a, b) => ((a.split("/rules/")[1] ?? "") < (b.split("/rules/")[1] ?? "") ? -1 : 1)),
  );
  const sections = lines
    .slice(0, lines.indexOf("  someNewDefect,"))
    .filter((line) => line.startsWith("  // "));
  expect(sections.at(-1)).toBe(`  // ${category}`);
});

test("an id that is taken, or that is none, is refused", () => {
  expect(() => filesOfRule({ ...rule, id: "unknown-key" }, registry)).toThrow(
    "the rule `unknown-key` exists",
  );
  for (const id of ["", "defect", "Some-Defect", "some_defect", "some-defect-", "../evil-path"]) {
    expect(() => filesOfRule({ ...rule, id }, registry)).toThrow("is no id");
  }
});
