/**
 * The text of the evaluators that `policy.mjs` and `policy.njs.js` carry: one script each that defines
 * `sentrelyRuntime`, in ASCII, without comments, paths or anything else that differs between machines.
 */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Reads files of the runtime in the place of others: `./block.ts` → `./block-of-digits.ts`. */
function replaced(files: { readonly [name: string]: string }): Plugin {
  return {
    name: "replaced",
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, resolveDir }) => {
        const other = files[path.slice(2)];
        return other === undefined ? null : { path: `${resolveDir}/${other}` };
      });
    },
  };
}

async function bundled(entry: string, files: { readonly [name: string]: string }): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
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
    plugins: [replaced(files)],
    logLevel: "warning",
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return file.text;
}

/** For `policy.mjs`. */
export async function bundleRuntime(): Promise<string> {
  return bundled("./src/runtime/embedded.ts", {});
}

/** For `policy.njs.js`. */
export async function bundleNjsRuntime(): Promise<string> {
  return bundled("./src/runtime/embedded-njs.ts", { "block.ts": "block-of-digits.ts" });
}

/** As `bundleRuntime`, with its steps counted: for measurement. Defines `sentrelyRuntime.loadCounting`. */
export async function bundleCountingRuntime(): Promise<string> {
  return bundled("./src/runtime/embedded-counting.ts", { "counting.ts": "counting-on.ts" });
}
