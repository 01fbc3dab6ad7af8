/**
 * Where each character of a block scalar's value (`|`, `>`) stands in its source (YAML 1.2, chapter 8.1).
 *
 * INVARIANT: for a scalar that the `yaml` package accepts, the value is the package's own.
 */
import { linesOf, ValueBuilder, type LocatedValue } from "./located-value.ts";

/** What the header of a block scalar says, and where its text stands. */
export interface BlockHeader {
  readonly folded: boolean;
  readonly chomping: "keep" | "strip" | "clip";
  /** Columns to take off each line when the header says so; `null`: as many as the first line has. */
  readonly indent: number | null;
}

/** Reads `|`, `>`, `|2-` and the like; `parentIndent` is the column that an explicit indent counts from. */
export function readBlockHeader(header: string, parentIndent: number): BlockHeader {
  const digit = /[1-9]/.exec(header)?.[0];
  return {
    folded: header.startsWith(">"),
    chomping: header.includes("+") ? "keep" : header.includes("-") ? "strip" : "clip",
    indent: digit === undefined ? null : Math.max(0, parentIndent) + Number(digit),
  };
}

interface BlockLine {
  readonly start: number;
  /** Where its indentation ends. */
  readonly content: number;
  readonly end: number;
}

/** A block scalar's text, the lines below its header. */
export function readBlock(source: string, header: BlockHeader): LocatedValue {
  const lines: BlockLine[] = [];
  for (const { start, end } of linesOf(source, 0, source.length)) {
    let content = start;
    while (content < end && source[content] === " ") content++;
    lines.push({ start, content, end });
  }
  const isEmpty = (line: BlockLine): boolean => line.content === line.end;
  let stop = lines.length;
  while (stop > 0 && isEmpty(lines[stop - 1] ?? { start: 0, content: 0, end: 0 })) stop--;
  const out = new ValueBuilder();
  if (stop === 0) {
    if (header.chomping === "keep" && source !== "") out.put("\n".repeat(Math.max(1, lines.length - 1)), 0);
    return out.finish(source.length);
  }

  const first = lines.findIndex((line) => !isEmpty(line));
  const indentOf = (line: BlockLine): number => line.content - line.start;
  const firstLine = lines[first];
  const trim = header.indent ?? (firstLine === undefined ? 0 : indentOf(firstLine));
  const contentOf = (line: BlockLine): number => Math.min(line.content, line.start + trim);
  for (let i = lines.length - 1; i >= stop; i--) {
    const line = lines[i];
    if (line !== undefined && indentOf(line) > trim) stop = i + 1;
  }

  for (const line of lines.slice(0, first)) {
    out.copy(source, contentOf(line), line.content);
    out.put("\n", line.end);
  }
  let separator = "";
  let separatorAt = 0;
  let moreIndented = false;
  for (const line of lines.slice(first, stop)) {
    const text = contentOf(line);
    if (!header.folded) {
      out.put(separator, separatorAt);
      out.copy(source, text, line.end);
      separator = "\n";
    } else if (indentOf(line) > trim || source[line.content] === "\t") {
      if (separator === " ") separator = "\n";
      else if (!moreIndented && separator === "\n") separator = "\n\n";
      out.put(separator, separatorAt);
      out.copy(source, text, line.end);
      separator = "\n";
      moreIndented = true;
    } else if (isEmpty(line)) {
      if (separator === "\n") out.put("\n", separatorAt);
      else separator = "\n";
    } else {
      out.put(separator, separatorAt);
      out.copy(source, line.content, line.end);
      separator = " ";
      moreIndented = false;
    }
    separatorAt = line.end;
  }
  chomp(out, source, lines.slice(stop), header.chomping, contentOf, separatorAt);
  return out.finish(source.length);
}

function chomp(
  out: ValueBuilder,
  source: string,
  rest: readonly BlockLine[],
  chomping: BlockHeader["chomping"],
  contentOf: (line: BlockLine) => number,
  end: number,
): void {
  if (chomping === "strip") return;
  if (chomping === "keep") {
    for (const line of rest) {
      out.put("\n", Math.max(0, line.start - 1));
      out.copy(source, contentOf(line), line.content);
    }
    if (out.value.endsWith("\n")) return;
  }
  out.put("\n", end);
}
