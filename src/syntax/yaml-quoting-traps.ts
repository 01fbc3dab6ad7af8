/**
 * Text that lacks quotation marks, or has them in the wrong places.
 *
 * Each trap reports what the author did, and lets the next parse read the text as it was meant where
 * that is plain, so that one mistake does not hide the others.
 */
import type { CST } from "yaml";
import { yamlMessages } from "./yaml-messages.ts";
import {
  breakDocument,
  endOfFlowText,
  endOfText,
  insert,
  isEcho,
  quote,
  quoted,
  spanOf,
  type Place,
  type Scan,
} from "./yaml-scan.ts";

/** The end of the text that `start` begins, as its author saw it; a key ends before its colon. */
function textEnd(scan: Scan, place: Place, start: number, least: number): number {
  const { text } = scan.edited;
  const end = place.flow ? endOfFlowText(text, start) : endOfText(text, Math.max(start, least));
  const key = !place.flow && place.key === null && text[end - 1] === ":" && end - 1 > start;
  return Math.min(Math.max(key ? end - 1 : end, least), text.length);
}

/** What the value of a key is called in messages. */
function nameOf({ key, statement }: Place): string {
  if (statement || key === "statement") return "statement";
  return key === "when" || key === "given" ? "condition" : "text";
}

function quoteHelp(place: Place, text: string): string {
  return `quote the whole ${nameOf(place)}: ${quoted(text)}`;
}

/** `*` at the start of unquoted text, or a true alias. */
export function trapAlias(scan: Scan, place: Place, token: CST.FlowScalar): void {
  const { offset, source } = token;
  if (scan.anchors.has(source.slice(1))) {
    const help = "write the value out";
    const span = spanOf(scan, offset, offset + source.length);
    scan.report(yamlMessages.build["yaml-alias"](span, { alias: source }, { help }));
    return;
  }
  const end = textEnd(scan, place, offset, offset + 1);
  if (isEcho(scan, place, offset, end)) return;
  const text = scan.edited.text.slice(offset, end);
  const help = place.key === null ? `quote it: ${quoted(text)}` : quoteHelp(place, text);
  const fixes = [quote(scan, offset, end, "safe")];
  scan.report(yamlMessages.build["bare-star"](spanOf(scan, offset, end), { text }, { help, fixes }));
}

/** Anchors and tags before a node; `true` when the text was one that begins with `!`. */
export function trapProperties(scan: Scan, place: Place, tokens: readonly CST.SourceToken[]): void {
  for (const { type, offset, source } of tokens) {
    const span = spanOf(scan, offset, offset + source.length);
    if (type === "anchor") {
      const help = `write the value out where it is needed; quote text that begins with \`&\``;
      scan.report(yamlMessages.build["yaml-anchor"](span, { anchor: source }, { help }));
    } else if (type === "tag") {
      if (place.key === "when" || /^!(?:\(|context\.|time\.|has\()/.test(source)) {
        trapReservedStart(scan, place, offset, "safe");
        return;
      }
      const effect = /^!(allow|deny)$/.exec(source)?.[1];
      const help =
        effect === undefined
          ? "remove it, or quote text that begins with `!`"
          : `write \`${effect}\` without the \`!\``;
      scan.report(yamlMessages.build["yaml-tag"](span, { tag: source }, { help }));
    }
  }
}

/** Unquoted text that begins with `!`, `@`, a bracket and the like. */
export function trapReservedStart(scan: Scan, place: Place, start: number, kind: "safe" | "review"): void {
  const end = textEnd(scan, place, start, start + 1);
  if (isEcho(scan, place, start, end)) return;
  const text = scan.edited.text.slice(start, end);
  const help = quoteHelp(place, text);
  const fixes = [quote(scan, start, end, kind)];
  const character = text.charAt(0);
  scan.report(yamlMessages.build["reserved-start"](spanOf(scan, start, end), { character }, { help, fixes }));
}

/** `|` or `>` that begins text, not a block of it. */
export function trapBlockHeader(scan: Scan, place: Place, { props }: CST.BlockScalar): void {
  const header = props.find((prop): prop is CST.SourceToken => prop.type === "block-scalar-header");
  if (header === undefined) return;
  const { text } = scan.edited;
  const feed = text.indexOf("\n", header.offset);
  const line = text.slice(header.offset, feed === -1 ? text.length : feed);
  if (/^[|>](?:[1-9][-+]?|[-+][1-9]?)?[ \t]*(?:[ \t]#.*)?\r?$/.test(line)) return;
  trapReservedStart(scan, place, header.offset, "review");
}

/** Text goes on after the closing quotation mark of its first word. */
export function trapPartlyQuoted(scan: Scan, place: Place, start: number, stray: number): void {
  const end = textEnd(scan, place, start, stray + 1);
  if (isEcho(scan, place, start, end)) return;
  const { text } = scan.edited;
  const help = quoteHelp(place, text.slice(start, end));
  const fixes = [quote(scan, start, end, "safe")];
  const rest = text.slice(stray, end);
  scan.report(yamlMessages.build["partly-quoted"](spanOf(scan, stray, end), { rest }, { help, fixes }));
}

/** `: ` inside unquoted text that begins at `start`; the colon is at `colon`. */
export function trapColon(scan: Scan, place: Place, start: number, colon: number): void {
  const end = Math.max(colon + 1, endOfText(scan.edited.text, colon));
  if (isEcho(scan, place, start, end)) return;
  const what = nameOf(place);
  const text = scan.edited.text.slice(start, end).replace(/\s+/g, " ");
  const help = `quote the whole ${what}: ${quoted(text)}`;
  const fixes = [quote(scan, start, end, "safe")];
  const span = spanOf(scan, colon, colon + 1);
  scan.report(yamlMessages.build["split-value"](span, { what }, { help, fixes }));
}

/** Escapes of double-quoted YAML; in a statement, those that make control characters count as mistakes too. */
const escapeShape =
  /\\(?:[ "/\\\t\n]|\r\n|([0abefnrtvN_LP])|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}|([\s\S]))/g;

/** A backslash that is no escape, or a control character where a pattern was meant. */
export function trapEscapes(scan: Scan, place: Place, { offset, source }: CST.FlowScalar): void {
  const isPattern = place.statement || place.key === "statement" || place.key === "except";
  for (const match of source.matchAll(escapeShape)) {
    if (scan.isFull()) return;
    const [text, control, invalid] = match;
    if (invalid === undefined && (control === undefined || !isPattern)) continue;
    const at = offset + match.index;
    const shown = text.slice(0, 2);
    const problem =
      invalid === undefined
        ? `\`${shown}\` is a control character or blank to YAML`
        : `\`${shown}\` is no escape that YAML knows`;
    const help = `in double quotation marks a backslash is written twice: \`\\${shown}\``;
    const fixes = [insert(scan, at, "\\", "write the backslash twice")];
    scan.report(yamlMessages.build["yaml-escape"](spanOf(scan, at, at + 2), { problem }, { help, fixes }));
  }
}

/** A quotation mark without its partner; `true` when so. */
export function trapUnclosedQuote(scan: Scan, place: Place, { offset, source }: CST.FlowScalar): boolean {
  if (isClosed(source)) return false;
  const opening = source.charAt(0);
  const help = `close it, or write the text without \`${opening}\``;
  breakDocument(
    scan,
    place,
    yamlMessages.build["yaml-unclosed"](spanOf(scan, offset, offset + 1), { opening }, { help }),
  );
  return true;
}

function isClosed(source: string): boolean {
  const mark = source.charAt(0);
  const last = source.length - 1;
  if (last < 1 || source[last] !== mark) return false;
  const sign = mark === "'" ? "'" : "\\";
  let run = 0;
  while (last - 1 - run > 0 && source[last - 1 - run] === sign) run++;
  return run % 2 === 0;
}
