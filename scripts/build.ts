/**
 * Builds the package into `dist/`: the CLI, the library, the runtime, and types; and the action, or with
 * `--action FOLDER` that alone.
 *
 * The CLI bundles every dependency, because start-up is what a pre-commit hook pays each time. The
 * library keeps its dependencies external; the runtime has none.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build, type BuildOptions } from "esbuild";
import { actionText } from "./build-action.ts";
import { thirdPartyNotices } from "./third-party-notices.ts";

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

/** Fewer bytes to read and to parse at each start; names are kept, for the stack traces of bug reports. */
const compact: BuildOptions = { minifySyntax: true, minifyWhitespace: true, charset: "ascii" };

/** The CLI: a launcher, and the program with all that it needs in one file (see `src/cli/main.ts`). */
async function buildCli(): Promise<void> {
  const program = await build({
    ...common,
    ...compact,
    entryPoints: ["./src/cli/program-entry.ts"],
    format: "cjs",
    outfile: "dist/program.cjs",
    metafile: true,
  });
  await build({ ...common, ...compact, entryPoints: ["./src/cli/main.ts"], outfile: "dist/cli.mjs" });
  chmodSync(new URL("../dist/cli.mjs", import.meta.url), 0o755);
  writeFileSync(
    new URL("../dist/THIRD_PARTY_NOTICES.txt", import.meta.url),
    thirdPartyNotices(root, program.metafile.inputs, "dist/program.cjs"),
  );
}

/** The action, which runners start from a checkout of this repository: the one file of `dist/` that git keeps. */
async function buildAction(folder: URL): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("action.mjs", folder), await actionText(root));
}

export async function buildJavaScript(): Promise<void> {
  rmSync(new URL("../dist", import.meta.url), { recursive: true, force: true });
  mkdirSync(new URL("../dist", import.meta.url));
  // Not a part of any bundle: only sets that speak of AWS read it.
  copyFileSync(
    new URL("../src/generated/aws-catalogue.txt", import.meta.url),
    new URL("../dist/aws-catalogue.txt", import.meta.url),
  );
  await Promise.all([
    buildCli(),
    buildAction(new URL("../dist/", import.meta.url)),
    build({ ...common, entryPoints: ["./src/index.ts"], outfile: "dist/index.mjs", packages: "external" }),
    build({
      ...common,
      entryPoints: ["./src/runtime/index.ts"],
      outfile: "dist/runtime.mjs",
      // Puts the format's numbers where they are used, which the evaluator is quicker for.
      minifySyntax: true,
      platform: "neutral",
      target: "es2020",
    }),
  ]);
}

export function buildTypes(): void {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { action, "no-types": noTypes } = parseArgs({
    options: { action: { type: "string" }, "no-types": { type: "boolean" } },
  }).values;
  if (action !== undefined) {
    // While it is worked on: to a folder of one's own, which leaves `dist/` as it is.
    await buildAction(pathToFileURL(`${resolve(action)}/`));
  } else {
    await buildJavaScript();
    if (noTypes !== true) buildTypes();
  }
}
