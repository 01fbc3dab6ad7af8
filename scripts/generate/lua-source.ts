/** The text of the Lua evaluator, for the builder of bundles. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { banner, type GeneratedFile } from "./generated-file.ts";

const path = "src/evaluators/lua/evaluator.lua";

export function generateLuaSource(): Promise<readonly GeneratedFile[]> {
  const source = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
  const text = `${banner(path)}
/** The evaluator that every \`policy.lua\` carries: a chunk that is called with tables and manifest. */
export const luaSource: string = ${JSON.stringify(stripLua(source))};
`;
  return Promise.resolve([{ path: "src/generated/lua-source.ts", text }]);
}

/** Without comments, indentation and empty lines. A comment takes the rest of its line or stands alone on one. */
export function stripLua(source: string): string {
  const lines = source
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s+/, "")
        .replace(/^--.*$/, "")
        .replace(/\s+-- .*$/, ""),
    )
    .filter((line) => line !== "");
  return `${lines.join("\n")}\n`;
}
