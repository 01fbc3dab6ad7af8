/** Holds the layers: who may import whom, and that no cycle exists. The table is the architecture. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../src", import.meta.url));

/** Folder → folders it may import, besides itself. `top` stands for the files directly in `src`, `library` for `index.ts`. */
const allowed: { readonly [folder: string]: readonly string[] } = {
  base: [],
  generated: [],
  syntax: ["base", "generated"],
  catalogue: ["base", "syntax", "generated"],
  ir: ["base", "syntax", "catalogue", "generated"],
  reference: ["base", "ir"],
  automata: ["base", "ir"],
  analysis: ["base", "ir", "automata", "reference"],
  testing: ["base", "ir", "reference", "analysis"],
  lint: ["base", "syntax", "catalogue", "ir", "reference", "automata", "analysis"],
  diff: ["base", "syntax", "catalogue", "ir", "reference", "automata", "analysis"],
  query: ["base", "ir", "reference", "automata", "analysis"],
  runtime: ["base"],
  // Compiled at development time, never imported: what others read of it is generated.
  evaluators: [],
  bundle: ["base", "ir", "runtime"],
  // Reviews are told by their types alone.
  report: ["base", "ir", "reference", "testing", "diff", "query", "review"],
  top: [
    "base",
    "generated",
    "syntax",
    "catalogue",
    "ir",
    "reference",
    "automata",
    "analysis",
    "testing",
    "lint",
    "diff",
    "query",
    "runtime",
    "bundle",
    "report",
  ],
  review: [
    "base",
    "syntax",
    "catalogue",
    "ir",
    "automata",
    "analysis",
    "testing",
    "lint",
    "diff",
    "report",
    "top",
  ],
  // Names what others may use; nothing here imports it.
  library: [
    "base",
    "catalogue",
    "syntax",
    "ir",
    "reference",
    "analysis",
    "testing",
    "lint",
    "diff",
    "query",
    "bundle",
    "review",
    "top",
  ],
  cli: [
    "base",
    "generated",
    "syntax",
    "catalogue",
    "ir",
    "reference",
    "analysis",
    "testing",
    "lint",
    "diff",
    "query",
    "runtime",
    "bundle",
    "report",
    "review",
    "top",
  ],
  action: ["base", "bundle", "diff", "report", "review", "cli", "top"],
};

/** Package → the folders that may import it. */
const packages: { readonly [name: string]: readonly string[] } = {
  chevrotain: ["syntax"],
  yaml: ["syntax"],
  commander: ["cli"],
  diff: ["cli"],
  sarif: ["report"],
  "@actions/core": ["action"],
  "@octokit/core": ["action"],
  "@octokit/request-error": ["action"],
  "node:child_process": ["cli"],
  "node:fs": ["cli", "action"],
  "node:fs/promises": ["cli"],
  "node:path": ["cli", "action"],
  "node:process": ["cli", "action"],
  "node:util": ["cli"],
  "node:module": ["cli"],
  "node:os": ["cli"],
  "node:url": ["cli", "action"],
  "node:zlib": ["report"],
  "node:crypto": ["ir", "bundle", "report", "cli"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  /** True for a file of `src`, false for a package. */
  readonly local: boolean;
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((f) => /\.(ts|mts|mjs)$/.test(f) && !/\.d\.m?ts$/.test(f))
  .map((f) => f.split(sep).join("/"));

const importPattern =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(importPattern)].map((match) => {
    const specifier = match[2] ?? match[3] ?? "";
    const to = specifier.startsWith(".")
      ? relative(root, normalize(join(root, dirname(file), specifier)))
          .split(sep)
          .join("/")
      : specifier;
    return { from: file, to, typeOnly: match[1] !== undefined, local: specifier.startsWith(".") };
  });
});

function folderOf(file: string): string {
  if (file === "index.ts") return "library";
  return file.includes("/") ? (file.split("/")[0] ?? "") : "top";
}

test("every folder of src is in the table of layers", () => {
  const folders = new Set(files.map(folderOf));
  expect([...folders].filter((f) => allowed[f] === undefined)).toEqual([]);
});

test("a folder imports only the folders that the table allows", () => {
  const wrong = imports
    .filter(({ local }) => local)
    .filter(({ from, to }) => folderOf(from) !== folderOf(to))
    .filter(({ from, to }) => !(allowed[folderOf(from)] ?? []).includes(folderOf(to)))
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(wrong).toEqual([]);
});

test("the runtime imports nothing but types from outside its folder", () => {
  const wrong = imports.filter(
    ({ from, to, typeOnly }) => folderOf(from) === "runtime" && folderOf(to) !== "runtime" && !typeOnly,
  );
  expect(wrong).toEqual([]);
});

test("relative imports name files that exist, with their extension", () => {
  const wrong = imports
    .filter(({ local }) => local)
    .filter(({ to }) => !existsSync(join(root, to)) || !/\.\w+$/.test(to))
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(wrong).toEqual([]);
});

test("each package and each capability of the host is imported only where the table says", () => {
  const wrong = imports
    .filter(({ local }) => !local)
    .filter(({ from, to }) => {
      const name = to.startsWith("node:")
        ? to
        : to
            .split("/")
            .slice(0, to.startsWith("@") ? 2 : 1)
            .join("/");
      return !(packages[name] ?? []).includes(folderOf(from));
    })
    .map(({ from, to }) => `${from} imports ${to}`);
  expect(wrong).toEqual([]);
});

test("no import cycle exists", () => {
  const graph = new Map(files.map((f) => [f, [] as string[]]));
  for (const { from, to } of imports) if (graph.has(to)) graph.get(from)?.push(to);
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});
