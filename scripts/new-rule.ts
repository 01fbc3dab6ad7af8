/**
 * Begins a lint rule: `npm run new:rule -- <id> --category <category> [--level <level>] [--fix safe|review]`.
 *
 * Writes the rule, its page and its test, and adds it to the registry. What is to be thought of is marked;
 * until it is, the tests fail.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const categories = ["structure", "anomalies", "breadth", "sensitive", "limits"] as const;
export const levels = ["error", "warning", "info"] as const;

export interface NewRule {
  readonly id: string;
  readonly category: (typeof categories)[number];
  readonly level: (typeof levels)[number];
  readonly fix: "safe" | "review" | null;
}

export interface WrittenFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The files of a rule, given the registry's text; throws on a name that cannot be a rule's. */
export function filesOfRule(rule: NewRule, registry: string): readonly WrittenFile[] {
  const { id } = rule;
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(id)) {
    throw new Error(`\`${id}\` is no id: lower-case words with \`-\` between them name the defect`);
  }
  if (registry.includes(`"./rules/${id}.ts"`)) throw new Error(`the rule \`${id}\` exists`);
  return [
    { path: `src/lint/rules/${id}.ts`, text: ruleText(rule) },
    { path: `docs/rules/${id}.md`, text: pageOf(rule) },
    { path: `test/unit/lint/rules/${id}.test.ts`, text: testText(rule) },
    { path: "src/lint/registry.ts", text: registered(rule, registry) },
  ];
}

function camelCase(id: string): string {
  return id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function ruleText({ id, category, level, fix }: NewRule): string {
  return `/**
 * The defect, in one sentence.
 *
 * How it is decided; what it misses; its cost in the worst case.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const ${camelCase(id)}: Rule = defineRule({
  id: "${id}",
  category: "${category}",
  level: "${level}",
  fix: ${fix === null ? "null" : `"${fix}"`},
  isExact: false,
  summary: "The defect, in one sentence.",
  check: (context, report) => {
    for (const { place } of context.statements) {
      if (place.hasResources) continue;
      report({ span: place.span, message: "the fact", help: "the advice" });
    }
  },
});
`;
}

function pageOf({ id }: NewRule): string {
  return `# ${id}

## Summary

## Rejected

\`\`\`yaml rejected code=${id}
agent: ci-runner
policies:
  - git:push on repos/*
\`\`\`

## Accepted

\`\`\`yaml accepted code=${id}
agent: ci-runner
policies:
  - git:push on repos/*/branches/feature/*
\`\`\`

## Why

## How it is decided

## Fix
`;
}

function testText({ id, level }: NewRule): string {
  const name = camelCase(id);
  return `import { expect, test } from "vitest";
import { ${name} } from "../../../../src/lint/rules/${id}.ts";
import { saidBy } from "../../../support/lint-text.ts";

test("what is rejected, as a sentence", () => {
  expect(saidBy(${name}, "- git:push on repos/*\\n")).toEqual([
    "${level} ${id}: the fact @ git:push on repos/*",
  ]);
});

test("what is accepted, as a sentence", () => {
  expect(saidBy(${name}, "- git:push on repos/*/branches/feature/*\\n")).toEqual([]);
});
`;
}

/** The registry with the rule at the end of its category; its place there is the catalogue's to say. */
function registered({ id, category }: NewRule, registry: string): string {
  const lines = registry.split("\n");
  const line = `import { ${camelCase(id)} } from "./rules/${id}.ts";`;
  const later = lines.findIndex(
    (l) => l.startsWith("import {") && (/"\.\/rules\/.*/.exec(l)?.[0] ?? "") > `"./rules/${id}.ts"`,
  );
  const at = later === -1 ? lines.findIndex((l) => l.startsWith("export const rules")) - 1 : later;
  lines.splice(at, 0, line);
  const following = categories[categories.indexOf(category) + 1];
  const end = lines.indexOf(following === undefined ? "];" : `  // ${following}`);
  if (end === -1) throw new Error(`the registry has no section \`${category}\``);
  lines.splice(end, 0, `  ${camelCase(id)},`);
  return lines.join("\n");
}

function absolute(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** One of the words, or an error that names them all. */
function oneOf<T extends string>(words: readonly T[], given: string, what: string): T {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new Error(`\`${given}\` is no ${what}: ${words.join(", ")}`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      category: { type: "string", default: "" },
      level: { type: "string", default: "warning" },
      fix: { type: "string" },
    },
  });
  try {
    const rule: NewRule = {
      id: positionals[0] ?? "",
      category: oneOf(categories, values.category, "--category"),
      level: oneOf(levels, values.level, "--level"),
      fix: values.fix === undefined ? null : oneOf(["safe", "review"] as const, values.fix, "--fix"),
    };
    const files = filesOfRule(rule, readFileSync(absolute("src/lint/registry.ts"), "utf8"));
    const taken = files.slice(0, -1).find(({ path }) => existsSync(absolute(path)));
    if (taken !== undefined) throw new Error(`${taken.path} exists`);
    for (const { path, text } of files) {
      writeFileSync(absolute(path), text);
      console.error(`wrote ${path}`);
    }
    console.error(
      "now: the rule, its page and its test; its line in the catalogue of test/rules.test.ts; `npm run generate`",
    );
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  }
}
