/**
 * Builds the package into `dist/`: the CLI as one file, the library, the runtime, and types.
 *
 * The CLI bundles every dependency, because start-up is what a pre-commit hook pays each time. What its
 * commands load on demand lies in chunks beside it: to compile a module, Node reads all of it, and one
 * file of everything would double the time in which `version` answers. The library keeps its
 * dependencies external; the runtime has none.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22.12",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

export async function buildJavaScript(): Promise<void> {
  rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
  await Promise.all([
    build({
      ...common,
      entryPoints: { cli: "./src/cli/main.ts" },
      outdir: "dist",
      outExtension: { ".js": ".mjs" },
      splitting: true,
      chunkNames: "cli/[name]-[hash]",
      minifySyntax: true,
      minifyWhitespace: true,
      banner: {
        // Bundled CommonJS packages ask for `require`.
        js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);',
      },
    }),
    build({ ...common, entryPoints: ["./src/index.ts"], outfile: "dist/index.mjs", packages: "external" }),
    build({
      ...common,
      entryPoints: ["./src/runtime/index.ts"],
      outfile: "dist/runtime.mjs",
      platform: "neutral",
      target: "es2020",
    }),
  ]);
  chmodSync(new URL("../dist/cli.mjs", import.meta.url), 0o755);
}

export function buildTypes(): void {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildJavaScript();
  if (!process.argv.includes("--no-types")) buildTypes();
}
