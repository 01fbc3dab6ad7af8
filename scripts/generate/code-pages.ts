/** The pages of `docs/codes/` as a module, so that `sentrely-policy rules ID` needs no files beside the CLI. */
import { readdirSync, readFileSync } from "node:fs";
import { banner, type GeneratedFile } from "./generated-file.ts";

const folder = new URL("../../docs/codes/", import.meta.url);

export function generateCodePages(): Promise<readonly GeneratedFile[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .sort();
  const entries = names.map((name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    return `  ${JSON.stringify(name.slice(0, -".md".length))}: ${JSON.stringify(text)},\n`;
  });
  const text = `${banner("docs/codes/*.md")}
/** The page of each code, in Markdown. */
export const codePages: { readonly [code: string]: string } = {
${entries.join("")}};
`;
  return Promise.resolve([{ path: "src/generated/code-pages.ts", text }]);
}
