/**
 * Source excerpts: lines with a gutter, and marks under what they speak of.
 *
 *  4 |     require_approval: true
 *    |     ^^^^^^^^^^^^^^^^
 */
import { lineText, positionAt, type SourceFile, type Span } from "../base/source.ts";
import { visible } from "./sanitize.ts";
import type { Style } from "./style.ts";
import { layOutLine } from "./text-width.ts";

export interface Mark {
  readonly span: Span;
  /** The place the message is about (`^^^`), or one it mentions (`---`). */
  readonly primary: boolean;
  /** Printed after the underline; empty for none. */
  readonly label: string;
}

/** Units of a source line that are shown at most; longer ones are cut around their mark. */
const lineLimit = 180;

interface Window {
  readonly from: number;
  readonly to: number;
}

/** The part of a long line that is shown, never splitting a surrogate pair. */
function windowAround(line: string, start: number): Window {
  if (line.length <= lineLimit) return { from: 0, to: line.length };
  let from = Math.max(0, Math.min(start - 60, line.length - lineLimit));
  let to = Math.min(line.length, from + lineLimit);
  if (/[\udc00-\udfff]/.test(line.charAt(from))) from--;
  if (/[\udc00-\udfff]/.test(line.charAt(to))) to++;
  return { from: Math.max(0, from), to };
}

/** The widest line number that the marks need, for a gutter shared by several excerpts. */
export function gutterWidth(places: readonly { readonly source: SourceFile; readonly span: Span }[]): number {
  return Math.max(1, ...places.map(({ source, span }) => String(positionAt(source, span.start).line).length));
}

/** The excerpt for marks of one file, in line order; lines left out between them show as `...`. */
export function renderSnippet(
  source: SourceFile,
  marks: readonly Mark[],
  gutter: number,
  style: Style,
  paint: (text: string) => string,
): string[] {
  const byLine = new Map<number, Mark[]>();
  for (const mark of [...marks].sort((a, b) => a.span.start - b.span.start)) {
    const { line } = positionAt(source, mark.span.start);
    byLine.set(line, [...(byLine.get(line) ?? []), mark]);
  }
  const bar = style.frame("|");
  const blank = `${" ".repeat(gutter)} ${bar}`;
  const out: string[] = [blank];
  let previous: number | null = null;
  for (const [line, marksOfLine] of [...byLine].sort(([a], [b]) => a - b)) {
    if (previous !== null && line > previous + 1) out.push(style.frame("..."));
    previous = line;
    const text = lineText(source, line);
    const units = (mark: Mark): { start: number; end: number } => {
      const start = positionAt(source, mark.span.start).column - 1;
      return { start, end: Math.min(text.length, start + Math.max(0, mark.span.end - mark.span.start)) };
    };
    const shown = windowAround(text, Math.min(...marksOfLine.map((m) => units(m).start)));
    const laidOut = layOutLine(text.slice(shown.from, shown.to));
    const lead = shown.from > 0 ? "…" : "";
    const tail = shown.to < text.length ? "…" : "";
    out.push(
      `${style.frame(String(line).padStart(gutter))} ${bar} ${lead}${laidOut.text}${tail}`,
      ...marksOfLine.map((mark) => {
        const { start, end } = units(mark);
        const column = (unit: number): number =>
          laidOut.columns[Math.max(0, Math.min(unit - shown.from, shown.to - shown.from))] ?? 0;
        const from = column(start);
        const width = Math.max(1, column(end) - from);
        const continues = positionAt(source, mark.span.end).line > line ? "…" : "";
        const underline = (mark.primary ? "^" : "-").repeat(width) + continues;
        const label = mark.label === "" ? "" : ` ${visible(mark.label)}`;
        const colour = mark.primary ? paint : style.frame;
        return `${blank} ${" ".repeat(lead.length + from)}${colour(underline + label)}`;
      }),
    );
  }
  return out;
}
