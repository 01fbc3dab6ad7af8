/** Draws the comment of `test/golden/review/pull-request` as a reviewer sees it, for the docs. */
import { readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it/index.js";
import type { GeneratedFile } from "./generated-file.ts";
import { codeSize, extentOf, type Fragment, type Line, linesOf } from "./markdown-lines.ts";

const source = new URL("../../test/golden/review/pull-request/comment.md", import.meta.url);

const page = { width: 960, margin: 16, avatar: 40, gap: 14, padding: 16, header: 40 };
const box = {
  x: page.margin + page.avatar + page.gap,
  width: page.width - 2 * page.margin - page.avatar - page.gap,
};
const inner = { x: box.x + page.padding, width: box.width - 2 * page.padding };
const cell = { x: 12, y: 6, line: 20 };

const style = `text{font:14px -apple-system,"Segoe UI",Helvetica,Arial,"Liberation Sans",sans-serif;fill:#1f2328;white-space:pre}
.c{font:${String(codeSize)}px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.b{font-weight:600}.i{font-style:italic}.l{fill:#0969da}.f{fill:#59636e}.s{font-size:12px}.h3{font-size:17.5px}`;

class Drawing {
  readonly parts: string[] = [];
  y = page.margin + page.header + page.padding;

  lines(lines: readonly Line[], x: number, size: number, height: number): void {
    for (const line of lines) {
      for (const fragment of line.fragments) this.#fragment(fragment, x, size, height);
      this.y += height;
    }
  }

  #fragment(fragment: Fragment, left: number, size: number, height: number): void {
    const { kind, text, bold, italic, link, width } = fragment;
    const x = left + fragment.x;
    const middle = this.y + height / 2;
    if (kind === "mark") {
      this.parts.push(
        `<circle cx="${n(x + 7)}" cy="${n(middle)}" r="6.5" fill="#cf222e"/><rect x="${n(x + 3)}" y="${n(middle - 1.25)}" width="8" height="2.5" rx="1" fill="#fff"/>`,
      );
      return;
    }
    const isCode = kind === "code";
    if (isCode)
      this.parts.push(
        `<rect x="${n(x)}" y="${n(middle - 9)}" width="${n(width)}" height="18" rx="5" fill="#eff1f3"/>`,
      );
    const classes = [
      ...(isCode ? ["c"] : []),
      ...(bold ? ["b"] : []),
      ...(italic ? ["i"] : []),
      ...(link ? ["l"] : []),
      ...(size > 15 ? ["h3"] : []),
    ];
    const pad = isCode ? 5 : 0;
    this.text(text, x + pad, middle + (isCode ? 4 : 5), width - 2 * pad, classes.join(" "));
  }

  /** Text whose width is kept whatever font a reader has. */
  text(text: string, x: number, y: number, width: number | null, classes = ""): void {
    const length = width === null || [...text].length < 2 ? "" : ` textLength="${n(width)}"`;
    const of = classes === "" ? "" : ` class="${classes}"`;
    this.parts.push(`<text x="${n(x)}" y="${n(y)}"${length}${of}>${escaped(text)}</text>`);
  }

  table(rows: readonly (readonly Token[])[]): void {
    const columns = columnWidths(rows);
    const total = columns.reduce((sum, width) => sum + width, 0);
    const top = this.y;
    const verticals: string[] = [];
    rows.forEach((row, r) => {
      const start = this.y;
      const laid = row.map((token, c) => linesOf(token, (columns[c] ?? 0) - 2 * cell.x, 14, r === 0));
      const height = Math.max(1, ...laid.map(({ length }) => length)) * cell.line + 2 * cell.y;
      const fill = r > 0 && r % 2 === 0 ? "#f6f8fa" : "#fff";
      this.parts.push(
        `<rect x="${n(inner.x)}" y="${n(start)}" width="${n(total)}" height="${n(height)}" fill="${fill}" stroke="#d1d9e0"/>`,
      );
      let x = inner.x;
      laid.forEach((lines, c) => {
        this.y = start + cell.y;
        this.lines(lines, x + cell.x, 14, cell.line);
        x += columns[c] ?? 0;
      });
      this.y = start + height;
    });
    let x = inner.x;
    for (const width of columns.slice(0, -1)) {
      x += width;
      verticals.push(`M${n(x)} ${n(top)}V${n(this.y)}`);
    }
    this.parts.push(`<path d="${verticals.join("")}" stroke="#d1d9e0"/>`);
    this.y += 16;
  }
}

/** Columns get what they need; where that is too much, the wide ones their longest word and a share of the rest. */
function columnWidths(rows: readonly (readonly Token[])[]): number[] {
  const extents = (rows[0] ?? []).map((_, c) => {
    const all = rows.flatMap((row, r) => (row[c] === undefined ? [] : [extentOf(row[c], 14, r === 0)]));
    return {
      natural: Math.ceil(Math.max(...all.map(({ natural }) => natural))) + 2 * cell.x,
      least: Math.ceil(Math.max(...all.map(({ least }) => least))) + 2 * cell.x,
    };
  });
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const natural = extents.map((extent) => extent.natural);
  if (sum(natural) <= inner.width) return natural;
  let narrow = new Set<number>();
  for (;;) {
    const left = inner.width - sum(natural.filter((_, c) => narrow.has(c)));
    const fair = left / (natural.length - narrow.size);
    const more = new Set(natural.flatMap((width, c) => (narrow.has(c) || width <= fair ? [c] : [])));
    if (more.size === narrow.size) {
      const wide = extents.filter((_, c) => !narrow.has(c));
      const least = sum(wide.map((extent) => extent.least));
      const share = (left - least) / (sum(wide.map((extent) => extent.natural)) - least);
      return extents.map((extent, c) =>
        narrow.has(c) ? extent.natural : Math.floor(extent.least + (extent.natural - extent.least) * share),
      );
    }
    narrow = more;
  }
}

/** The picture of a comment. */
export function drawComment(markdown: string): string {
  const drawing = new Drawing();
  const tokens = new MarkdownIt({ html: true }).parse(markdown, {});
  let rows: Token[][] = [];
  let [isFolded, isTable, heading, indent] = [false, false, "", 0];
  for (const token of tokens) {
    if (token.type === "html_block") {
      const summary = /<summary>(.*)<\/summary>/.exec(token.content)?.[1];
      isFolded = summary !== undefined;
      if (summary === undefined) continue;
      const { x } = inner;
      drawing.parts.push(`<path d="M${n(x + 1)} ${n(drawing.y + 5)}l8 5l-8 5z" fill="#1f2328"/>`);
      drawing.text(summary, x + 15, drawing.y + 15, null);
      drawing.y += 36;
    } else if (isFolded) continue;
    else if (token.type === "table_open") [isTable, rows] = [true, []];
    else if (token.type === "tr_open") rows.push([]);
    else if (token.type === "table_close") {
      isTable = false;
      drawing.table(rows);
    } else if (token.type === "heading_open") heading = token.tag;
    else if (token.type === "bullet_list_open") indent += 24;
    else if (token.type === "bullet_list_close") indent -= 24;
    else if (token.type === "inline" && isTable) rows.at(-1)?.push(token);
    else if (token.type === "inline") {
      const size = heading === "h3" ? 17.5 : 14;
      if (heading !== "") drawing.y += heading === "h3" ? 8 : 0;
      if (indent > 0)
        drawing.parts.push(`<circle cx="${n(inner.x + indent - 12)}" cy="${n(drawing.y + 11)}" r="2.5"/>`);
      const lines = linesOf(token, inner.width - indent, size, heading !== "");
      drawing.lines(lines, inner.x + indent, size, heading === "h3" ? 26 : 22);
      drawing.y += heading === "" ? 12 : 8;
      heading = "";
    }
  }
  return framed(drawing);
}

function framed(drawing: Drawing): string {
  const bottom = drawing.y + page.padding - 12;
  const height = Math.ceil(bottom + page.margin);
  const { margin, header, avatar } = page;
  const body = drawing.parts.splice(0);
  const label = box.x + page.padding;
  const [x, y] = [margin, margin];
  drawing.text("github-actions", label, margin + 25, 96, "b");
  drawing.parts.push(
    `<rect x="${n(label + 104)}" y="${n(margin + 11)}" width="32" height="18" rx="9" fill="none" stroke="#d1d9e0"/>`,
  );
  drawing.text("bot", label + 111, margin + 24, 18, "f s");
  drawing.text("commented on this pull request", label + 146, margin + 25, 195, "f");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(page.width)}" height="${String(height)}" viewBox="0 0 ${String(page.width)} ${String(height)}" role="img" aria-labelledby="t">
<title id="t">A comment on a pull request: the policy check failed, with what is newly allowed, which limit was raised, which test fails and what was found</title>
<style>${style}</style>
<rect width="100%" height="100%" fill="#fff"/>
<circle cx="${n(x + avatar / 2)}" cy="${n(y + avatar / 2)}" r="${n(avatar / 2)}" fill="#24292f"/>
<path d="M${n(x + 13)} ${n(y + 12)}l14 8l-14 8z" fill="#fff"/>
<rect x="${n(box.x)}" y="${n(margin)}" width="${n(box.width)}" height="${n(bottom - margin)}" rx="6" fill="#fff" stroke="#d1d9e0"/>
<path d="M${n(box.x)} ${n(margin + header)}v-34a6 6 0 0 1 6-6h${n(box.width - 12)}a6 6 0 0 1 6 6v34z" fill="#f6f8fa" stroke="#d1d9e0"/>
${drawing.parts.join("\n")}
${body.join("\n")}
</svg>
`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

export function generateReviewPicture(): Promise<readonly GeneratedFile[]> {
  return Promise.resolve([
    { path: "docs/review-comment.svg", text: drawComment(readFileSync(source, "utf8")) },
  ]);
}
