/**
 * Builds the program where it is installed from git, as pre-commit does: what is published holds `dist/`, a checkout
 * does not. Plain JavaScript that has esbuild read the TypeScript, since npm runs it with whatever Node it finds.
 */
import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
// Beside its source, for the paths that it makes from its own.
const outfile = fileURLToPath(new URL("build.prepared.mjs", import.meta.url));

if (!existsSync(new URL("../dist/cli.mjs", import.meta.url))) {
  if (!existsSync(new URL("../node_modules/esbuild", import.meta.url))) {
    // `npm install --global` of a git repository installs none of its dependencies (npm/cli#8440).
    const flags = ["--global=false", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", ["ci", ...flags], { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  }
  const { build } = await import("esbuild");
  try {
    await build({
      entryPoints: [fileURLToPath(new URL("build.ts", import.meta.url))],
      outfile,
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      logLevel: "warning",
    });
    const { buildJavaScript } = await import("./build.prepared.mjs");
    await buildJavaScript();
  } finally {
    rmSync(outfile, { force: true });
  }
}
