/**
 * The pages of `docs/codes/` and `docs/rules/` as a module, so that `sentrely-policy rules ID` needs no files
 * beside the CLI.
 */
import { readdirSync, readFileSync } from "node:fs";
import { banner, type GeneratedFile } from "./generated-file.ts";

const folders = ["codes", "rules"].map((name) => new URL(`../../docs/${name}/`, import.meta.url));

export function generateCodePages(): Promise<readonly GeneratedFile[]> {
  const pages = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".md") && name !== "README.md")
      .map((name) => ({
        id: name.slice(0, -".md".length),
        text: readFileSync(new URL(name, folder), "utf8"),
      })),
  );
  const entries = pages
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, text }) => `  ${JSON.stringify(id)}: ${JSON.stringify(text)},\n`);
  const text = `${banner("docs/codes/*.md and docs/rules/*.md")}
/** The page of each code, in Markdown. */
export const codePages: { readonly [code: string]: string } = {
${entries.join("")}};
`;
  return Promise.resolve([{ path: "src/generated/code-pages.ts", text }]);
}
