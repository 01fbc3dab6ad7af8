/** The tables of rules in `docs/lint.md` and `README.md`, between their markers, from the registry. */
import type { Rule } from "../../src/lint/define-rule.ts";
import { rules } from "../../src/lint/registry.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { cell, pageWithTables } from "./page-tables.ts";

export function generateRuleTables(): Promise<readonly GeneratedFile[]> {
  return Promise.resolve([
    pageWithTables("docs/lint.md", {
      rules: categories()
        .map((category) => longTable(category))
        .join("\n\n"),
    }),
    pageWithTables("README.md", { rules: shortTable() }),
  ]);
}

function categories(): readonly Rule["category"][] {
  return [...new Set(rules.map(({ category }) => category))];
}

function inCategory(category: Rule["category"]): readonly Rule[] {
  return rules.filter((rule) => rule.category === category);
}

function longTable(category: Rule["category"]): string {
  return [
    `**${category}**`,
    "",
    "| rule | level | fix | what it finds |",
    "|---|---|---|---|",
    ...inCategory(category).map(
      ({ id, level, fix, summary }) =>
        `| [${id}](rules/${id}.md) | ${level} | ${fix ?? "–"} | ${cell(summary)} |`,
    ),
  ].join("\n");
}

function shortTable(): string {
  return [
    "| category | rules |",
    "|---|---|",
    ...categories().map((category) => {
      const links = inCategory(category).map(({ id }) => `[${id}](docs/rules/${id}.md)`);
      return `| ${category} | ${links.join(", ")} |`;
    }),
  ].join("\n");
}
