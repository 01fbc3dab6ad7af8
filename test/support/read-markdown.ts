/**
 * Markdown read back as GitHub reads it, as far as text could make something of itself: what is a link, what is HTML,
 * what is text that GitHub would look for mentions and references in.
 */
import MarkdownIt from "markdown-it";

export interface ReadMarkdown {
  /** Targets of links, whether written or found in text. */
  readonly links: readonly string[];
  readonly images: number;
  /** Tags, as they stand. */
  readonly html: readonly string[];
  /** Text of headings, code spans as `…`. */
  readonly headings: readonly string[];
  /** What stands outside of code, a text each. */
  readonly texts: readonly string[];
  /** What stands in code spans, in order. */
  readonly code: readonly string[];
  /** Blocks that nothing here writes: quotes, fences, indented code, rules, numbered lists. */
  readonly otherBlocks: readonly string[];
  /** Cells of each row of each table. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

const parser = new MarkdownIt({ html: true, linkify: true });

const known = new Set(["paragraph", "heading", "inline", "bullet_list", "list_item", "html_block"]);

export function readMarkdown(text: string): ReadMarkdown {
  const links: string[] = [];
  const html: string[] = [];
  const headings: string[] = [];
  const texts: string[] = [];
  const code: string[] = [];
  const otherBlocks: string[] = [];
  const tables: string[][][] = [];
  let images = 0;
  let isHeading = false;
  for (const token of parser.parse(text, {})) {
    const block = token.type.replace(/_(open|close)$/, "");
    if (token.type === "heading_open") isHeading = true;
    if (token.type === "table_open") tables.push([]);
    if (token.type === "tr_open") tables.at(-1)?.push([]);
    if (token.type === "html_block") html.push(...tagsOf(token.content));
    if (!known.has(block) && !/^(table|thead|tbody|tr|th|td)$/.test(block)) otherBlocks.push(token.type);
    if (token.type !== "inline") continue;
    let line = "";
    for (const child of token.children ?? []) {
      switch (child.type) {
        case "link_open":
          links.push(String(child.attrGet("href")));
          break;
        case "image":
          images++;
          break;
        case "html_inline":
          html.push(child.content);
          break;
        case "code_inline":
          code.push(child.content);
          line += "…";
          break;
        default:
          if (child.content !== "") texts.push(child.content);
          line += child.content;
      }
    }
    if (isHeading) headings.push(line);
    isHeading = false;
    tables.at(-1)?.at(-1)?.push(line);
  }
  return { links, images, html, headings, texts, code, otherBlocks, tables };
}

function tagsOf(html: string): string[] {
  return html.match(/<[^>]*>/g) ?? [];
}

/** Columns of a table's line by both ways in which readers count backslashes before a `|`. */
export function columnsOf(line: string): readonly [nearest: number, parity: number] {
  const nearest = (line.match(/(?<!\\)\|/g) ?? []).length;
  const parity = (line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length;
  return [nearest - 1, parity - 1];
}
