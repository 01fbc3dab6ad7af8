/** Lines in the wrong column: tabs, options left of their statement, text that belongs to nothing. */
import type { CST } from "yaml";
import type { Diagnostic } from "../base/diagnostic.ts";
import { yamlMessages } from "./yaml-messages.ts";
import { optionKeys } from "./swallowed-option.ts";
import {
  breakDocument,
  hasToken,
  isFlowScalar,
  lineStart,
  spanOf,
  type Place,
  type Scan,
} from "./yaml-scan.ts";

/** The diagnostic for a tab in the indentation of the line that holds `at`, if there is one. */
export function tabProblem(scan: Scan, at: number): Diagnostic | null {
  const { text } = scan.edited;
  const start = lineStart(text, at);
  let tab = start;
  while (text[tab] === " ") tab++;
  if (text[tab] !== "\t") return null;
  const span = spanOf(scan, tab, tab + 1);
  return yamlMessages.build["tab-indent"](span, {}, { help: "indent with blanks" });
}

function trapTab(scan: Scan, place: Place, at: number): boolean {
  const problem = tabProblem(scan, at);
  if (problem !== null) breakDocument(scan, place, problem);
  return problem !== null;
}

/** A key in another column than its siblings, or a line without a colon. True when so. */
export function trapIndentation(
  scan: Scan,
  place: Place,
  map: CST.BlockMap,
  { key, sep }: CST.BlockMap["items"][number],
  previous: CST.Token | undefined,
): boolean {
  if (key === undefined || key === null || !isFlowScalar(key)) return false;
  const noColon = !hasToken(sep, "map-value-ind");
  if (key.indent === map.indent && !noColon) return false;
  if (trapTab(scan, place, key.offset)) return true;
  if (key.indent === map.indent || previous === undefined) {
    trapStray(scan, place, key, previous);
    return true;
  }
  const end = key.offset + firstLine(key.source).length;
  const isOption = optionKeys.has(key.source) && (previous.type === "block-seq" || place.statement);
  const problem = isOption
    ? leftOfStatement(key.source)
    : `\`${firstLine(key.source)}\` is not in the column of the keys beside it`;
  const help = isOption ? optionHelp : "keys of one mapping stand in one column";
  const span = spanOf(scan, key.offset, end);
  breakDocument(scan, place, yamlMessages.build["misplaced-indent"](span, { problem }, { help }));
  return true;
}

/** A line that begins with a dash, and which YAML takes for the rest of the text above it. */
export function trapDeepDash(scan: Scan, place: Place, dash: number): void {
  const problem = "this `-` is indented deeper than the entry above it";
  const help = "entries of one list stand in one column; options have no `-`";
  const span = spanOf(scan, dash, dash + 1);
  breakDocument(scan, place, yamlMessages.build["misplaced-indent"](span, { problem }, { help }));
}

const optionHelp = "options stand in the column of their statement, or deeper";

function leftOfStatement(option: string): string {
  return `\`${option}\` stands left of the statement that it seems to belong to`;
}

/** A node that is neither an entry nor a part of what stands before it. */
export function trapStray(scan: Scan, place: Place, token: CST.Token, previous: CST.Token | undefined): void {
  if (trapTab(scan, place, token.offset)) return;
  const { text } = scan.edited;
  const line = firstLine(text.slice(token.offset, token.offset + 200)).trimEnd();
  const span = spanOf(scan, token.offset, token.offset + Math.max(1, line.length));
  if (token.type === "block-seq" || token.type === "block-map") {
    const key = token.type === "block-map" ? token.items.find((item) => item.key !== undefined)?.key : null;
    const option = isFlowScalar(key) && optionKeys.has(key.source) ? key.source : null;
    const problem =
      option === null
        ? "this line is not in the column of the entries beside it"
        : previous?.type === "block-scalar"
          ? `\`${option}\` follows a block of text, which takes no options`
          : leftOfStatement(option);
    const help =
      option === null
        ? "entries of one list stand in one column, each after its `-`"
        : previous?.type === "block-scalar"
          ? "write the block of text as the value of `statement:`"
          : optionHelp;
    breakDocument(scan, place, yamlMessages.build["misplaced-indent"](span, { problem }, { help }));
    return;
  }
  if (/:[ \t]+-[ \t]+$/.test(text.slice(lineStart(text, token.offset), token.offset).slice(-40))) {
    const problem = "a list begins on the line of its key";
    const listHelp = "write the list below the key, each entry on a line that begins with `- `";
    const wrong = yamlMessages.build["misplaced-indent"](span, { problem }, { help: listHelp });
    breakDocument(scan, place, wrong);
    return;
  }
  const separator = documentSeparator(line);
  if (separator !== null) {
    breakDocument(
      scan,
      place,
      yamlMessages.build["missing-colon"](span, { text: line }, { help: separator }),
    );
    return;
  }
  const commented =
    previous !== undefined && "end" in previous && hasToken(sourceTokens(previous), "comment");
  const help = commented
    ? "a comment ends the text before it: put the comment after the last line"
    : "a key is followed by a colon and a blank, an entry of a list begins with `- `";
  breakDocument(scan, place, yamlMessages.build["missing-colon"](span, { text: line }, { help }));
}

/** What to write instead of a line that is meant to part documents or to frame the file. */
function documentSeparator(line: string): string | null {
  if (/^(?:-{2}|-{4,}|={3,}|\*{3,})$/.test(line)) return "documents are separated by `---`";
  return line.startsWith("```") ? "remove the lines of Markdown around the policy" : null;
}

function sourceTokens(token: CST.Token): readonly CST.SourceToken[] | undefined {
  return isFlowScalar(token) ? token.end : undefined;
}

function firstLine(source: string): string {
  return /^[^\r\n]*/.exec(source)?.[0] ?? "";
}
