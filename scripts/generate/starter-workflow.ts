/** The workflow that `init` writes: the first of the examples. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { banner, type GeneratedFile } from "./generated-file.ts";

const path = "examples/github/policy.yml";

export function generateStarterWorkflow(): Promise<readonly GeneratedFile[]> {
  const source = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
  const text = `${banner(path)}
/** \`.github/workflows/policy.yml\` of a new policy set. */
export const starterWorkflow: string = ${JSON.stringify(source)};
`;
  return Promise.resolve([{ path: "src/generated/starter-workflow.ts", text }]);
}
