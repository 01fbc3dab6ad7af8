import fc from "fast-check";
import { expect, test } from "vitest";
import {
  firstRows,
  fitSections,
  more,
  paragraph,
  type Section,
} from "../../../src/report/markdown-sections.ts";
import { runs } from "../../support/runs.ts";

function table(name: string, count: number, most = Infinity): Section {
  return {
    lead: [`### ${name}`],
    head: ["| row |", "|---|"],
    ...firstRows([...Array(count).keys()], most, (i) => `| ${name} ${String(i)} |`),
    rest: more("row"),
    tail: [],
  };
}

const folded: Section = {
  ...table("folded", 30),
  lead: ["<details><summary>More</summary>"],
  head: [],
  tail: ["</details>"],
};

const closing = (missing: number): string[] => (missing === 0 ? ["all"] : [`${String(missing)} left out`]);

test("what fits is written whole", () => {
  expect(fitSections([paragraph("verdict"), table("a", 2)], 10_000, closing)).toBe(
    "verdict\n\n### a\n\n| row |\n|---|\n| a 0 |\n| a 1 |\n\nall\n",
  );
});

test("rows beyond what a table shows are counted below it and in the closing", () => {
  expect(fitSections([paragraph("verdict"), table("a", 4, 1), table("b", 3, 2)], 10_000, closing)).toBe(
    [
      ...["verdict", "", "### a", "", "| row |", "|---|", "| a 0 |", "", "… and 3 more rows", ""],
      ...[
        "### b",
        "",
        "| row |",
        "|---|",
        "| b 0 |",
        "| b 1 |",
        "",
        "… and 1 more row",
        "",
        "4 left out",
        "",
      ],
    ].join("\n"),
  );
});

test("where space is short the long tables are cut and the short ones stay whole", () => {
  const text = fitSections([paragraph("verdict"), table("long", 500), table("short", 3)], 800, closing);
  expect(text).toContain("| short 2 |");
  expect(text).not.toContain("| long 499 |");
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(800);
  const shown = (text.match(/\| long \d+ \|/g) ?? []).length;
  expect(text).toContain(`… and ${String(500 - shown)} more rows`);
  expect(text).toContain(`${String(500 - shown)} left out`);
});

test("where one row each is too much the last sections are left out, and their rows are counted", () => {
  const many = Array.from({ length: 50 }, (_, i) => table(`t${String(i)}`, 10));
  const text = fitSections([paragraph("verdict"), ...many], 600, closing);
  const shown = (text.match(/^\| t/gm) ?? []).length;
  expect(shown).toBeGreaterThan(3);
  expect(text).not.toContain("t49");
  expect(text.endsWith(`${String(500 - shown)} left out\n`)).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(600);
});

test("the verdict is written even where nothing fits", () => {
  expect(fitSections([paragraph("verdict"), table("a", 9)], 5, closing)).toBe("verdict\n\n9 left out\n");
});

test("any sections stay within any limit, in whole rows, with every fold closed and every row counted", () => {
  const counts = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 70 })), { maxLength: 8 });
  fc.assert(
    fc.property(counts, fc.integer({ min: 200, max: 5000 }), (tables, limit) => {
      const sections = tables.map(([count, most], i) => table(`ä${String(i)}`, count, most));
      const text = fitSections([paragraph("verdict"), ...sections, folded], limit, closing);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      const rows = text.split("\n").filter((line) => /^\| (ä\d|folded) /.test(line)).length;
      const all = tables.reduce((sum, [count]) => sum + count, 30);
      expect(text).toContain(all === rows ? "\nall\n" : `\n${String(all - rows)} left out\n`);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    }),
    { numRuns: runs(200) },
  );
});
