/**
 * Regenerates `src/generated/` and the API pages; with `--check` writes nothing and fails when a file there is stale.
 *
 * INVARIANT: the same inputs give the same bytes on every machine, so that a check can compare them.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "./generate/generated-file.ts";
import { generateActionTables } from "./generate/action-tables.ts";
import { generateAwsCatalogue } from "./generate/aws-catalogue.ts";
import { generateApiPages } from "./generate/api-pages.ts";
import { generateClaudeCodeHook } from "./generate/claude-code-hook.ts";
import { generateCodePages } from "./generate/code-pages.ts";
import { generateDocumentTypes } from "./generate/document-types.ts";
import { generateLuaSource } from "./generate/lua-source.ts";
import { generateReviewPicture } from "./generate/review-picture.ts";
import { generateRuleTables } from "./generate/rule-tables.ts";
import { generateRuntimeSource } from "./generate/runtime-source.ts";
import { generateStarterWorkflow } from "./generate/starter-workflow.ts";
import { generateTimezones } from "./generate/timezones.ts";
import { generateValidators } from "./generate/validators.ts";
import { generateWasmTemplate } from "./generate/wasm-template.ts";

const generators: readonly (() => Promise<readonly GeneratedFile[]>)[] = [
  generateActionTables,
  generateApiPages,
  generateAwsCatalogue,
  generateClaudeCodeHook,
  generateCodePages,
  generateDocumentTypes,
  generateLuaSource,
  generateReviewPicture,
  generateRuleTables,
  generateRuntimeSource,
  generateStarterWorkflow,
  generateTimezones,
  generateValidators,
  generateWasmTemplate,
];

function absolute(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function isCurrent({ path, text }: GeneratedFile): boolean {
  try {
    return readFileSync(absolute(path)).equals(Buffer.from(text));
  } catch {
    return false;
  }
}

/** The generated files whose content on disk differs from what the generators give now. */
export async function staleFiles(): Promise<readonly GeneratedFile[]> {
  const generated = (await Promise.all(generators.map((generate) => generate()))).flat();
  return generated.filter((file) => !isCurrent(file));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = await staleFiles();
  if (process.argv.includes("--check")) {
    for (const { path } of stale) console.error(`${path} is stale: run \`npm run generate\``);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } else {
    for (const { path, text } of stale) {
      mkdirSync(dirname(absolute(path)), { recursive: true });
      writeFileSync(absolute(path), text);
      console.error(`wrote ${path}`);
    }
  }
}
