/** Scalars and flow collections on one line; block scalars line by line. */
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from "./yaml-node.ts";

/** A JSON string is a YAML double-quoted scalar; characters YAML would not print are escaped besides. */
function quoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Whether it is written as `|` or `>`. */
export function isBlockScalar(node: YamlNode): node is YamlScalar {
  return node.kind === "scalar" && (node.style === "literal" || node.style === "folded");
}

/** A scalar on one line: as its author wrote it where that is one line. */
export function scalarText(text: string, { span, style, text: value }: YamlScalar): string {
  const written = text.slice(span.start, span.end);
  if (style !== "literal" && style !== "folded" && !written.includes("\n")) return written;
  return style === "plain" && !value.value.includes("\n") ? value.value : quoted(value.value);
}

export interface BlockScalarText {
  /** `|`, `>-` and the like. */
  readonly header: string;
  readonly lines: readonly string[];
}

/** A block scalar at a new indentation, or `null` when only quotes can hold it there. */
export function blockScalarText(text: string, node: YamlScalar, indent: number): BlockScalarText | null {
  const written = text.slice(node.span.start, node.span.end).replace(/\r\n/g, "\n");
  const header = /^[|>][-+]?(?=[ \t]*(?:#[^\n]*)?\n)/.exec(written)?.[0];
  // `+` counts blank lines after the text, which belong to the layout here.
  if (header === undefined || header.endsWith("+")) return null;
  const body = written.split("\n").slice(1);
  const filled = body.filter((line) => line.trim() !== "");
  const margin = filled[0] === undefined ? 0 : (/^ */.exec(filled[0])?.[0].length ?? 0);
  if (margin === 0 || filled.some((line) => line.slice(0, margin).trim() !== "")) return null;
  return {
    header,
    // A blank line may hold blanks of the text beyond the margin.
    lines: body.map((line) => (line.length <= margin ? "" : " ".repeat(indent) + line.slice(margin))),
  };
}

/** A collection on one line. */
export function inlineText(text: string, node: YamlNode): string {
  switch (node.kind) {
    case "scalar":
      return scalarText(text, node);
    case "seq":
      return inlineSeq(text, node);
    case "map":
      return inlineMap(text, node);
  }
}

function inlineSeq(text: string, { items }: YamlSeq): string {
  return `[${items.map((item) => inlineText(text, item)).join(", ")}]`;
}

function inlineMap(text: string, { entries }: YamlMap): string {
  const entry = ({ key, value }: YamlEntry): string => {
    const written = inlineText(text, value);
    return written === "" ? `${scalarText(text, key)}:` : `${scalarText(text, key)}: ${written}`;
  };
  return `{${entries.map(entry).join(", ")}}`;
}
