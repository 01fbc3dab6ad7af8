/**
 * Rules, their files, pages, tests and what the catalogue promises are equal sets, and every page shows
 * its defect. That other blocks of the pages do what they say is checked with all others, in docs.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic, Severity } from "../src/base/diagnostic.ts";
import type { Rule, RuleCategory } from "../src/lint/define-rule.ts";
import { rules } from "../src/lint/registry.ts";
import { lint } from "../src/lint-set.ts";
import { compile } from "../src/pipeline.ts";
import { catalogueOf } from "./support/catalogue.ts";
import { blocksOf, filesOf, pageText, type Block } from "./support/markdown-blocks.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The catalogue: id, level (where it names two, the first is for what is certain), fix; by category, in its order. */
const catalogue: { readonly [C in RuleCategory]: readonly (readonly [string, Severity, Rule["fix"]])[] } = {
  structure: [
    ["unknown-key", "error", "review"],
    ["unknown-action", "error", "review"],
    ["action-resource-mismatch", "error", null],
    ["undefined-reference", "error", "review"],
    ["duplicate-id", "error", null],
    ["missing-resource", "warning", null],
    ["absent-attribute", "info", "review"],
    ["confusable-text", "warning", null],
    ["literal-secret", "error", null],
    ["condition-type", "error", null],
    ["expired-grant", "warning", "review"],
    ["expiring-soon", "info", null],
    ["vacuous-sentence", "warning", null],
  ],
  anomalies: [
    ["never-matches", "error", "safe"],
    ["duplicate-statement", "warning", "safe"],
    ["shadowed-statement", "warning", "safe"],
    ["covered-by-union", "warning", "safe"],
    ["redundant-pattern", "info", "safe"],
    ["overlap", "info", null],
    ["overlap-different-options", "warning", null],
    ["ungated-overlap", "warning", "review"],
    ["gated-in-part", "info", null],
    ["denied-in-full", "error", "safe"],
    ["denied-in-part", "info", null],
    ["evadable-restriction", "warning", "review"],
    ["ineffective-deny", "warning", null],
    ["powerless-agent", "warning", null],
  ],
  breadth: [
    ["full-access", "error", null],
    ["whole-service", "warning", null],
    ["wildcard-service", "error", null],
    ["any-resource", "warning", null],
    ["wildcard-account", "warning", null],
    ["wildcard-region", "warning", null],
    ["unconstraining-limit", "warning", null],
    ["future-actions", "info", null],
    ["cross-project", "warning", null],
    ["reach-growth", "warning", null],
  ],
  sensitive: [
    ["ungated-production-deploy", "error", null],
    ["ungated-database-migration", "error", null],
    ["ungated-customer-data", "error", null],
    ["ungated-financial", "error", null],
    ["ungated-iam-change", "error", null],
    ["ungated-secret-rotation", "error", null],
    ["ungated-protected-branch", "error", null],
    ["approval-without-channel", "warning", null],
    ["approval-without-timeout", "warning", null],
    ["privilege-escalation", "error", null],
    ["self-modification", "error", null],
    ["credential-read", "error", null],
  ],
  limits: [
    ["missing-budget", "warning", null],
    ["missing-project-budget", "warning", null],
    ["missing-rate-limit", "warning", null],
    ["missing-circuit-breaker", "warning", null],
    ["toothless-limit", "warning", null],
    ["threshold-order", "error", "safe"],
    ["budget-arithmetic", "warning", null],
    ["retention-too-short", "error", null],
    ["missing-audit-export", "warning", null],
    ["unused-suppression", "warning", null],
    ["suppression-without-reason", "error", null],
  ],
};

const ids = Object.values(catalogue).flatMap((entries) => entries.map(([id]) => id));

/** Names of a folder's files, without their ending, sorted. */
function stemsIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

test("the registry is the catalogue: rules by category and order, with their levels and fixes", () => {
  const promised = Object.entries(catalogue).flatMap(([category, entries]) =>
    entries.map(([id, level, fix]) => ({ category, id, level, fix })),
  );
  expect(rules.map(({ category, id, level, fix }) => ({ category, id, level, fix }))).toEqual(promised);
});

test("every rule has a file, a page and a test of its name, and there are no others", () => {
  const sorted = [...ids].sort();
  expect(stemsIn("src/lint/rules", ".ts")).toEqual(sorted);
  expect(stemsIn("docs/rules", ".md")).toEqual(sorted);
  expect(stemsIn("test/unit/lint/rules", ".test.ts")).toEqual(sorted);
});

test("a rule's file exports the rule under its name and nothing else", async () => {
  for (const rule of rules) {
    const path = join(root, "src/lint/rules", `${rule.id}.ts`);
    const exported: object = await import(pathToFileURL(path).href);
    expect(Object.entries(exported)).toEqual([[camelCase(rule.id), rule]]);
    expect(readFileSync(path, "utf8").split("\n").length, path).toBeLessThanOrEqual(300);
  }
});

test("no page of another code bears a rule's name", () => {
  expect(ids.filter((id) => existsSync(join(root, "docs/codes", `${id}.md`)))).toEqual([]);
});

test("a rule without a check says who finds it", () => {
  expect(rules.filter((r) => (r.check === null) !== (r.foundBy !== undefined)).map((r) => r.id)).toEqual([]);
});

test.each(rules.map(({ id, summary }) => ({ id, summary })))(
  "the summary of $id is one sentence on one line",
  ({ summary }) => {
    expect(summary).toMatch(/^[A-Z`][^\n]*\.$/);
  },
);

const pages = stemsIn("docs/rules", ".md").filter((id) => ids.includes(id));

test.each(pages)("the page of %s has the headings of a page, with something under each", (id) => {
  const text = pageText(`docs/rules/${id}.md`).replace(/^```.*?^```$/gms, "a block");
  expect(text.split("\n").filter((line) => line.startsWith("#"))).toEqual([
    `# ${id}`,
    "## Summary",
    "## Rejected",
    "## Accepted",
    "## Why",
    "## How it is decided",
    "## Fix",
  ]);
  const sections = text.split(/^#+ .*$/m).slice(2);
  expect(sections.filter((section) => section.trim() === "")).toEqual([]);
});

/** What compiling and linting the files of a block find. */
function findings(files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const compilation = compile({
    files: [...files].filter(([path]) => path !== "sentrely.yaml").map(([path, text]) => ({ path, text })),
    config: files.has("sentrely.yaml")
      ? { path: "sentrely.yaml", text: files.get("sentrely.yaml") ?? "" }
      : null,
  });
  const now = Date.parse("2026-01-05T12:00:00Z");
  return lint(compilation, { now, catalogue: catalogueOf(compilation) });
}

function blocks(id: string): readonly [Block, Block] {
  const [rejected, accepted, ...more] = blocksOf(`docs/rules/${id}.md`);
  if (rejected === undefined || accepted === undefined || more.length > 0) {
    throw new Error(`the page of ${id} has not two blocks`);
  }
  return [rejected, accepted];
}

test.each(pages)("the page of %s shows text with the finding, then text without it", (id) => {
  const rule = rules.find((r) => r.id === id);
  const [rejected, accepted] = blocks(id);
  if (rule?.foundBy === "diff") {
    expect([rejected.kind, accepted.kind]).toEqual(["console", "console"]);
    expect(rejected.text).toContain(id);
    expect(accepted.text).not.toContain(id);
    return;
  }
  expect([rejected.kind, rejected.options.get("code")]).toEqual(["yaml rejected", id]);
  expect([accepted.kind, accepted.options.get("code")]).toEqual(["yaml accepted", id]);
});

const shown = pages.filter((id) => rules.some((r) => r.id === id && r.foundBy !== "diff"));

test.each(shown)("%s is found on its page at a level and with fixes that it declares", (id) => {
  const rule = rules.find((r) => r.id === id);
  const [rejected] = blocks(id);
  const found = findings(filesOf(rejected, "policies/ci-runner.yaml")).filter((d) => d.code === id);
  expect(found.length).toBeGreaterThan(0);
  const levels = [rule?.level, ...(rule?.otherLevels ?? [])];
  expect(found.filter((d) => !levels.includes(d.severity))).toEqual([]);
  const kinds = new Set(found.flatMap((d) => d.fixes.map((fix) => fix.kind)));
  expect([...kinds]).toEqual(rule?.fix === null ? [] : [rule?.fix]);
});

test.each(shown)("what is found by %s is worded as messages are", (id) => {
  const [rejected] = blocks(id);
  const found = findings(filesOf(rejected, "policies/ci-runner.yaml")).filter((d) => d.code === id);
  for (const { message, related } of found) {
    for (const text of [message, ...related.map((r) => r.message)]) {
      expect(text).toMatch(/^[^A-Z\s].*[^.\s]$/);
    }
  }
});
