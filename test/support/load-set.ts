/** Reads the policy set of a folder straight from disk, without the CLI: what a library user would write. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../../src/base/source.ts";
import { compile, type Compilation } from "../../src/pipeline.ts";

export const examples = ["playbook", "data-platform", "monorepo", "gateways"] as const;

export function exampleFolder(name: string): string {
  return fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
}

/** The YAML files below `policies/` and `tests/` of a folder, and its `sentrely.yaml`. */
export function readSet(folder: string): { files: SourceFile[]; config: SourceFile | null } {
  const files = ["policies", "tests"].flatMap((part) =>
    existsSync(join(folder, part))
      ? readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })
          .filter((file) => /\.ya?ml$/.test(file))
          .map((file) => ({
            path: `${part}/${file.split(sep).join("/")}`,
            text: readFileSync(join(folder, part, file), "utf8"),
          }))
      : [],
  );
  const config = join(folder, "sentrely.yaml");
  return {
    files,
    config: existsSync(config) ? { path: "sentrely.yaml", text: readFileSync(config, "utf8") } : null,
  };
}

export function compileExample(name: string): Compilation {
  return compile(readSet(exampleFolder(name)));
}
