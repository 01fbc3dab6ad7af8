/** Composed YAML scalars → located scalars: value as YAML 1.2 core has it, text with the place of each character. */
import type { CST, Scalar } from "yaml";
import type { EditedText } from "./edited-text.ts";
import { readBlock, readBlockHeader } from "./block-scalar-source.ts";
import type { LocatedValue } from "./located-value.ts";
import { readDoubleQuoted, readPlain, readSingleQuoted } from "./scalar-source.ts";
import type { ScalarText } from "./scalar-text.ts";
import type { YamlScalar } from "./yaml-node.ts";

/** An absent value: an empty span at the author's offset `at`. */
export function emptyScalar(file: string, at: number): YamlScalar {
  const span = { file, start: at, end: at };
  return {
    kind: "scalar",
    value: null,
    text: { value: "", span, offsets: null, start: at },
    style: "plain",
    span,
  };
}

/** A scalar that is written in the file. */
export function locateScalar(
  file: string,
  edited: EditedText,
  node: Scalar.Parsed,
  token: CST.FlowScalar | CST.BlockScalar,
): YamlScalar {
  const text =
    token.type === "block-scalar"
      ? blockText(file, edited, node, token)
      : flowText(file, edited, node, token);
  return { kind: "scalar", value: valueOf(node, text), text, style: styleOf(node), span: text.span };
}

function valueOf({ value, type }: Scalar.Parsed, text: ScalarText): YamlScalar["value"] {
  if (type === "PLAIN" && (value === null || typeof value === "number" || typeof value === "boolean"))
    return value;
  return text.value;
}

function styleOf({ type }: Scalar.Parsed): YamlScalar["style"] {
  switch (type) {
    case "QUOTE_SINGLE":
      return "single";
    case "QUOTE_DOUBLE":
      return "double";
    case "BLOCK_LITERAL":
      return "literal";
    case "BLOCK_FOLDED":
      return "folded";
    default:
      return "plain";
  }
}

function flowText(file: string, edited: EditedText, node: Scalar.Parsed, token: CST.FlowScalar): ScalarText {
  const { author, toAuthor } = edited;
  const { offset, source } = token;
  const quotes = token.type === "scalar" ? 0 : 1;
  const start = toAuthor(offset + quotes);
  const span = { file, start: toAuthor(offset), end: toAuthor(offset + source.length) };
  if (quotes === 0) {
    const written = author.slice(span.start, span.end);
    // Compared with what the author wrote, since a repaired key stands on one line of the edited text.
    if (!written.includes("\n")) return { value: node.source, span, offsets: null, start };
    return fromLocated(readPlain(written), span, (at) => span.start + at);
  }
  const written = author.slice(span.start, span.end);
  if (written.includes("\n") && !source.includes("\n")) {
    return fromLocated(readQuoted(token.type, written), span, (at) => span.start + at);
  }
  const inner = source.slice(1, -1);
  const verbatim = inner === node.source && !inner.includes("\\") && author.startsWith(inner, start);
  if (verbatim) return { value: inner, span, offsets: null, start };
  const located = agreeing(readQuoted(token.type, source), node.source);
  return fromLocated(located, span, (at) => toAuthor(offset + at));
}

function readQuoted(type: CST.FlowScalar["type"], source: string): LocatedValue {
  return type === "single-quoted-scalar" ? readSingleQuoted(source) : readDoubleQuoted(source);
}

function blockText(
  file: string,
  edited: EditedText,
  node: Scalar.Parsed,
  token: CST.BlockScalar,
): ScalarText {
  const { toAuthor } = edited;
  let body = token.offset;
  let header = "";
  for (const prop of token.props) {
    if (!("source" in prop) || typeof prop.source !== "string") continue;
    if (prop.type === "block-scalar-header") header = prop.source;
    body += prop.source.length;
  }
  const located = readBlock(token.source, readBlockHeader(header, token.indent));
  const written = token.source.trimEnd().length;
  const end = written === 0 ? token.offset + header.length : body + written;
  const span = { file, start: toAuthor(token.offset), end: toAuthor(end) };
  return fromLocated(agreeing(located, node.source), span, (at) => toAuthor(body + at));
}

/** The package's value is what counts; should the places not fit it, they all become the scalar's start. */
function agreeing(located: LocatedValue, value: string): LocatedValue {
  if (located.value === value) return located;
  return { value, offsets: Array.from({ length: value.length + 1 }, () => 0) };
}

function fromLocated(
  located: LocatedValue,
  span: ScalarText["span"],
  place: (at: number) => number,
): ScalarText {
  const offsets = located.offsets.map(place);
  return { value: located.value, span, offsets, start: offsets[0] ?? span.start };
}
