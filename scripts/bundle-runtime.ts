/**
 * The text of the runtime that every `policy.mjs` carries: one script that defines `sentrelyRuntime`,
 * in ASCII, without comments, paths or anything else that differs between machines.
 */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

export async function bundleRuntime(): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["./src/runtime/embedded.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "sentrelyRuntime",
    platform: "neutral",
    target: "es2018",
    charset: "ascii",
    legalComments: "none",
    minifySyntax: true,
    // White space goes together with the comments in which esbuild names source paths.
    minifyWhitespace: true,
    logLevel: "warning",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return file.text;
}
