/** Codes and their pages are equal sets, and every page shows its defect. Rules have pages of their own. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { codeCatalogue } from "../src/code-catalogue.ts";
import { blocksOf, pageText } from "./support/markdown-blocks.ts";

const folder = fileURLToPath(new URL("../docs/codes", import.meta.url));
const documented = readdirSync(folder)
  .map((file) => file.replace(/\.md$/, ""))
  .sort();

test("every code that is no rule has a page, and every page such a code", () => {
  const codes = codeCatalogue().filter(({ rule }) => rule === null);
  expect(documented).toEqual(codes.map(({ code }) => code).sort());
});

test("a code that is no rule is an error: nothing else could be configured, or suppressed", () => {
  const others = codeCatalogue().filter(({ rule, severity }) => rule === null && severity !== "error");
  expect(others.map(({ code }) => code)).toEqual([]);
});

test.each(documented)("the page of %s has the headings of a page", (code) => {
  const headings = pageText(`docs/codes/${code}.md`)
    .replace(/^```.*?^```$/gms, "")
    .split("\n")
    .filter((line) => line.startsWith("#"));
  expect(headings).toEqual([`# ${code}`, "## Summary", "## Rejected", "## Accepted", "## Why", "## Fix"]);
});

// That the blocks do what they say is checked with all others, in docs.test.ts.
test.each(documented)("the page of %s shows text with the code, then text without it", (code) => {
  const [rejected, accepted, ...more] = blocksOf(`docs/codes/${code}.md`);
  expect(more).toEqual([]);
  if (rejected?.kind === "console") expect(rejected.text).toContain(code);
  else expect([rejected?.kind, rejected?.options.get("code")]).toEqual(["yaml rejected", code]);
  expect(accepted?.kind).toMatch(/^yaml (policy|config|test)$/);
  expect(accepted?.options.has("warns")).toBe(false);
});
