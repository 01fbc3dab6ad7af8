/**
 * What is refused before YAML is composed: size, control characters, depth.
 *
 * INVARIANT: nothing deeper than the limit reaches code that recurs, since the parser's stack is
 * looked at after every token.
 */
import { Lexer, Parser, type CST } from "yaml";
import type { Report } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { yamlMessages } from "./yaml-messages.ts";

/** Lists and mappings within each other at most (LANGUAGE.md §2). */
export const depthLimit = 64;

/** Bytes of a file at most (LANGUAGE.md §2). */
export const sizeLimit: number = 5 * 1024 * 1024;

/** Whether a text may be read at all; says why not. */
export function guardText(source: SourceFile, report: Report): boolean {
  const { path: file, text } = source;
  // A UTF-16 unit takes at most three bytes, so most files need no counting.
  const bytes = text.length * 3 > sizeLimit ? new TextEncoder().encode(text).length : 0;
  if (bytes > sizeLimit) {
    const help = "split it: one file per agent";
    report(yamlMessages.build["file-too-large"]({ file, start: 0, end: 0 }, { bytes }, { help }));
    return false;
  }
  // YAML's printable characters, less the carriage return that ends no line: editors disagree on it.
  const bad = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\r(?!\n)|\p{Surrogate}/u.exec(text);
  if (bad === null) return true;
  const code = bad[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const span = { file, start: bad.index, end: bad.index + 1 };
  const character = bad[0] === "\r" ? "a carriage return without a line feed" : `the character U+${code}`;
  const help = bad[0] === "\r" ? "end lines with LF or CRLF" : "remove it";
  report(yamlMessages.build["control-character"](span, { character }, { help }));
  return false;
}

/**
 * The concrete syntax of a text, document by document; `null` when it nests too deep, with the
 * offset where it does.
 */
export function parseSyntax(text: string): {
  readonly tokens: readonly CST.Token[];
  readonly deep: number | null;
} {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > depthLimit && depthOf(parser.stack) > depthLimit) {
      return { tokens: [], deep: parser.offset - lexeme.length };
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, deep: null };
}

function depthOf(stack: readonly CST.Token[]): number {
  let depth = 0;
  for (const { type } of stack) {
    if (type === "block-map" || type === "block-seq" || type === "flow-collection") depth++;
  }
  return depth;
}
