/**
 * Builds `dist/` before the tests when a source is newer than it, so that tests of child processes
 * run what users run.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildJavaScript } from "../../scripts/build.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

function modified(path: string): number {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

export async function setup(): Promise<void> {
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const newest = Math.max(
    modified("scripts/build.ts"),
    modified("scripts/build-action.ts"),
    ...sources.map((file) => modified(join("src", file))),
  );
  const oldest = Math.min(
    ...["dist/cli.mjs", "dist/program.cjs", "dist/index.mjs", "dist/runtime.mjs", "dist/action.mjs"].map(
      modified,
    ),
  );
  if (oldest <= newest) await buildJavaScript();
}
