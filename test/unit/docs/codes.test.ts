/**
 * What the pages of the codes show is what the compiler says, no more and no less. A rejected block whose
 * mistake cannot be made alone names the other code in `also=`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { codeCatalogue } from "../../../src/code-catalogue.ts";
import { rules } from "../../../src/lint/registry.ts";
import { lint } from "../../../src/lint-set.ts";
import { compile } from "../../../src/pipeline.ts";
import { catalogueOf } from "../../support/catalogue.ts";
import { blocksOf, filesOf, pages, pageText, type Block } from "../../support/markdown-blocks.ts";
import { inputOf } from "../../support/set-input.ts";

const source = fileURLToPath(new URL("../../../src", import.meta.url));
const compilerRules = rules.filter((rule) => rule.foundBy === "compiler").map(({ id }) => id);
const codePages = pages().filter(
  (page) => page.startsWith("docs/codes/") || compilerRules.some((id) => page === `docs/rules/${id}.md`),
);

/** The codes that the modules of src define, read from the modules themselves. */
async function definedCodes(): Promise<string[]> {
  const defining = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && file !== join("base", "diagnostic.ts"))
    .map((file) => join(source, file))
    .filter((file) => readFileSync(file, "utf8").includes("defineDiagnostics("));
  const modules: object[] = await Promise.all(defining.map((file) => import(pathToFileURL(file).href)));
  return modules.flatMap((module) =>
    Object.values(module).flatMap((value: { readonly catalogue: readonly { readonly code: string }[] }) =>
      value.catalogue.map(({ code }) => code),
    ),
  );
}

/** Compiles a block as the files that it names, or as the policy of one agent. */
function codesOf(block: Block, severity: "error" | "warning"): string[] {
  const input = inputOf(filesOf(block, "policies/ci-runner.yaml"));
  const { files } = input;
  const compilation = compile({
    ...input,
    files: files.some(({ path }) => path.startsWith("policies/"))
      ? files
      : [...files, { path: "policies/example.yaml", text: "- docs:read on docs/*\n" }],
  });
  // Without rules, linting looks at the config alone.
  const diagnostics = lint(compilation, { now: 0, catalogue: catalogueOf(compilation), rules: [] });
  return [...new Set(diagnostics.filter((d) => d.severity === severity).map((d) => d.code))];
}

test("the catalogue lists every rule, and every code that a module of src defines, each defined once", async () => {
  const defined = await definedCodes();
  expect(defined.length).toBe(new Set(defined).size);
  const listed = codeCatalogue().map(({ code }) => code);
  expect([...listed].sort()).toEqual([...new Set([...defined, ...rules.map(({ id }) => id)])].sort());
});

test("a rule that the compiler finds has the level that the compiler gives it", async () => {
  const defined = await definedCodes();
  expect(compilerRules.filter((id) => !defined.includes(id))).toEqual([]);
});

test.each(codePages)("%s says something under every heading", (page) => {
  const sections = pageText(page)
    .replace(/^```.*?^```$/gms, "a block")
    .split(/^#+ .*$/m)
    .slice(2);
  expect(sections.filter((text) => text.trim() === "")).toEqual([]);
});

const rejected = codePages.flatMap((page) =>
  blocksOf(page).flatMap((block) => {
    const code = block.options.get("code");
    const severity = codeCatalogue().find((entry) => entry.code === code)?.severity;
    // What only rules find is run with them, in docs.test.ts.
    return block.kind !== "yaml rejected" ||
      code === "undecided" ||
      code === undefined ||
      severity === undefined ||
      severity === "info"
      ? []
      : [{ page, block, code, severity, also: block.options.get("also") }];
  }),
);

test.each(rejected.filter(({ severity }) => severity === "error"))(
  "what $page shows as rejected has no other error than $code",
  ({ block, code, also }) => {
    expect(codesOf(block, "error").sort()).toEqual(also === undefined ? [code] : [code, also].sort());
  },
);

test.each(rejected.filter(({ severity }) => severity === "warning"))(
  "what $page shows as rejected compiles, with no other warning than $code",
  ({ block, code }) => {
    expect(codesOf(block, "error")).toEqual([]);
    expect(codesOf(block, "warning")).toEqual([code]);
  },
);
