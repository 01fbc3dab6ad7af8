/** The page of sensitive operations holds the tables of the data. `UPDATE_DOCS=1` writes them; review the diff. */
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { pageText } from "../../support/markdown-blocks.ts";
import { sensitiveTables } from "../../support/sensitive-tables.ts";

const page = "docs/sensitive-operations.md";

test("the tables of the page are those of the regions and paths", () => {
  const text = pageText(page);
  const start = text.indexOf("## ungated-production-deploy\n");
  expect(start).toBeGreaterThan(0);
  if (process.env["UPDATE_DOCS"] === "1") {
    writeFileSync(new URL(`../../../${page}`, import.meta.url), text.slice(0, start) + sensitiveTables());
    return;
  }
  expect(text.slice(start)).toBe(sensitiveTables());
});
