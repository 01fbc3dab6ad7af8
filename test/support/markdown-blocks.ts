/** Fenced blocks of Markdown pages, with what their info strings say about running them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Block {
  /** The page, relative to the root of the repository. */
  readonly page: string;
  /** 1-based line of the opening fence. */
  readonly line: number;
  /** The first two words of the info string, such as `yaml policy`; one word where there is one. */
  readonly kind: string;
  /** `key=value` words of the info string. */
  readonly options: ReadonlyMap<string, string>;
  /** The text between the fences, with its last line break. */
  readonly text: string;
}

/** README.md and every page below docs/, but the generated API pages. */
export function pages(): string[] {
  const docs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.split(sep).join("/")}`)
    .filter((file) => file.endsWith(".md") && !/^docs\/api(-runtime)?\.md$/.test(file))
    .sort();
  return ["README.md", ...docs];
}

export function pageText(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

/** The fenced blocks of a page in their order. A fence that is never closed is an error. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = pageText(page).split("\n");
  for (let i = 0; i < lines.length; i++) {
    const opening = /^(`{3,})(.*)$/.exec(lines[i] ?? "");
    if (opening === null) continue;
    const fence = opening[1] ?? "";
    const end = lines.indexOf(fence, i + 1);
    if (end === -1) throw new Error(`${page}:${String(i + 1)}: the block is never closed`);
    const words = (opening[2] ?? "").split(" ").filter((word) => word !== "");
    const names = words.filter((word) => !word.includes("="));
    const options = words
      .filter((word) => word.includes("="))
      .map((word): [string, string] => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]);
    blocks.push({
      page,
      line: i + 1,
      kind: names.join(" "),
      options: new Map(options),
      text: lines
        .slice(i + 1, end)
        .map((line) => `${line}\n`)
        .join(""),
    });
    i = end;
  }
  return blocks;
}

/**
 * The files that a YAML block stands for: its parts after `# file: PATH` lines, or one file.
 * `fallback` is the path of a block without such a line.
 */
export function filesOf(block: Block, fallback: string): Map<string, string> {
  const files = new Map<string, string>();
  if (!block.text.startsWith("# file: ")) {
    files.set(block.options.get("file") ?? fallback, block.text);
    return files;
  }
  for (const part of block.text.split(/^(?=# file: )/m)) {
    const [head = "", ...rest] = part.split("\n");
    files.set(head.slice("# file: ".length).trim(), rest.join("\n"));
  }
  return files;
}
