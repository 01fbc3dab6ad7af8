/** The text of the runtime as a module, for the builder of bundles. */
import { bundleRuntime } from "../bundle-runtime.ts";
import { banner, type GeneratedFile } from "./generated-file.ts";

export async function generateRuntimeSource(): Promise<readonly GeneratedFile[]> {
  const text = `${banner("src/runtime/")}
/** A script that defines \`sentrelyRuntime\`; what every \`policy.mjs\` carries. */
export const runtimeSource: string = ${JSON.stringify(await bundleRuntime())};
`;
  return [{ path: "src/generated/runtime-source.ts", text }];
}
