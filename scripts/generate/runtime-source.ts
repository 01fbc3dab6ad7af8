/** The texts of the evaluators in JavaScript as a module, for the builder of bundles. */
import { bundleNjsRuntime, bundleRuntime } from "../bundle-runtime.ts";
import { banner, type GeneratedFile } from "./generated-file.ts";

export async function generateRuntimeSource(): Promise<readonly GeneratedFile[]> {
  const [js, njs] = await Promise.all([bundleRuntime(), bundleNjsRuntime()]);
  const text = `${banner("src/runtime/")}
/** A script that defines \`sentrelyRuntime\`; what every \`policy.mjs\` carries. */
export const runtimeSource: string = ${JSON.stringify(js)};

/** The same for \`policy.njs.js\`. */
export const njsSource: string = ${JSON.stringify(njs)};
`;
  return [{ path: "src/generated/runtime-source.ts", text }];
}
