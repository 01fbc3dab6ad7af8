/**
 * Builds the action into one file, `dist/action.mjs`, which is committed: a runner starts what it checks out. A test
 * builds it again and compares every byte.
 */
import { build, type Metafile, type Plugin } from "esbuild";
import { thirdPartyNotices } from "./third-party-notices.ts";

/**
 * The toolkit speaks HTTP to tell who a job is, and starts processes to tell about the system; the action does neither,
 * so that what does stays out: a third of the bytes.
 */
const unused: Plugin = {
  name: "unused parts of the toolkit",
  setup({ onResolve, resolve }) {
    onResolve(
      { filter: /^@actions\/(?:http-client|exec)(?:\/|$)/ },
      async ({ pluginData, path, ...args }) => {
        if (pluginData === unused.name) return null;
        const { resolveDir, kind, importer } = args;
        const found = await resolve(path, { resolveDir, kind, importer, pluginData: unused.name });
        return { ...found, sideEffects: false };
      },
    );
  },
};

/** The text of `dist/action.mjs`, the same on every machine; `root` is the folder of this repository. */
export async function actionText(root: string): Promise<string> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["./src/action/main.ts"],
    // Names the output; nothing is written.
    outfile: "dist/action.mjs",
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minifySyntax: true,
    minifyWhitespace: true,
    charset: "ascii",
    legalComments: "none",
    logLevel: "warning",
    // Traces quote the line that they are about.
    lineLimit: 160,
    // Paths are written into the file: those of a `node_modules` that is a link would lead out of here.
    preserveSymlinks: true,
    // Packages in the older form ask for Node's modules when they are first used. An import would load this one's too.
    banner: { js: 'const require=process.getBuiltinModule("node:module").createRequire(import.meta.url);' },
    plugins: [unused],
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("esbuild wrote no file");
  const notices = thirdPartyNotices(root, bundled(metafile), "This file");
  return `${output.text}/*\n${notices.replaceAll("*/", "* /")}*/\n`;
}

/** The inputs of which something is left in the output. */
function bundled({ inputs, outputs }: Metafile): Metafile["inputs"] {
  const left = new Set(
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  return Object.fromEntries(Object.entries(inputs).filter(([file]) => left.has(file)));
}
