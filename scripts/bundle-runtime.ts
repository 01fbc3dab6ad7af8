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

async function bundled(
  entry: string,
  files: { readonly [name: string]: string },
  format: "iife" | "esm" = "iife",
): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format,
    ...(format === "iife" ? { globalName: "sentrelyRuntime" } : {}),
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

/** For `policy.njs.js`: what esbuild adds to name exports is beyond njs, so the script names its own. */
export async function bundleNjsRuntime(): Promise<string> {
  const files = { "block.ts": "block-of-digits.ts" };
  const text = (await bundled("./src/runtime/embedded-njs.ts", files, "esm")).trimEnd();
  const exported = "export{open};";
  if (!text.endsWith(exported)) throw new Error("the njs runtime exports something else");
  return `var sentrelyRuntime=(function(){"use strict";${text.slice(0, -exported.length)}return{open:open};})();\n`;
}

/** As `bundleRuntime`, with its steps counted: for measurement. Defines `sentrelyRuntime.loadCounting`. */
export async function bundleCountingRuntime(): Promise<string> {
  return bundled("./src/runtime/embedded-counting.ts", { "counting.ts": "counting-on.ts" });
}
