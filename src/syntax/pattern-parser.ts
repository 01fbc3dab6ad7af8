/**
 * The characters of one pattern (grammar/pattern.ebnf) → its parts.
 *
 * INVARIANT: one function per production; the first mistake is reported and ends the pattern.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { PatternNode, PatternPart } from "./ast.ts";
import { excerpt, isName } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";

/** The productions that this file implements; `grammar/pattern.ebnf` defines exactly these. */
export const PATTERN_PRODUCTIONS: readonly string[] = [
  "parts",
  "text",
  "escape",
  "star",
  "deep",
  "choice",
  "alternative",
  "variable",
];

const BACKSLASH = 0x5c;
const STAR = 0x2a;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const COMMA = 0x2c;
const DOLLAR = 0x24;
const QUESTION = 0x3f;
const LEFT_BRACKET = 0x5b;
const RIGHT_BRACKET = 0x5d;
const COLON = 0x3a;
const SLASH = 0x2f;

const { build } = expressionMessages;

/** Where a pattern is read: `at` moves to `end`; `failure` stops all reading. */
interface Cursor {
  readonly text: ScalarText;
  readonly end: number;
  at: number;
  failure: Diagnostic | null;
}

/**
 * Parses `text.value.slice(start, end)`: an unquoted run, or a quoted pattern with its quotation
 * marks. Reports at most one error and then returns `null`.
 */
export function parsePattern(
  text: ScalarText,
  start: number,
  end: number,
  quoted: boolean,
  report: Report,
): PatternNode | null {
  const from = quoted ? start + 1 : start;
  const cursor: Cursor = { text, at: from, end: quoted ? end - 1 : end, failure: null };
  const span = spanWithin(text, start, end);
  if (from >= cursor.end) {
    report(build["empty-pattern"](span, {}, { help: "write `**` for everything, or remove the pattern" }));
    return null;
  }
  const parts = readParts(cursor, false);
  if (cursor.failure !== null) {
    report(cursor.failure);
    return null;
  }
  if (!quoted && isWord(text.value, start, end, parts))
    return { kind: "word", name: text.value.slice(start, end), span };
  return { kind: "pattern", parts, quoted, span };
}

function isWord(value: string, start: number, end: number, parts: readonly PatternPart[]): boolean {
  if (parts.length !== 1 || parts[0]?.kind !== "text") return false;
  for (let at = start; at < end; at++) {
    const unit = value.charCodeAt(at);
    if (unit === COLON || unit === SLASH) return false;
  }
  return true;
}

/** `parts` and, inside braces, `alternative`: up to the end, or to a `,` or `}` of the braces. */
function readParts(cursor: Cursor, inChoice: boolean): readonly PatternPart[] {
  const parts: PatternPart[] = [];
  const { value } = cursor.text;
  while (cursor.at < cursor.end && cursor.failure === null) {
    const unit = value.charCodeAt(cursor.at);
    if (inChoice && (unit === COMMA || unit === CLOSE)) break;
    const part = readPart(cursor, unit, inChoice);
    if (part !== null) parts.push(part);
  }
  return parts;
}

function readPart(cursor: Cursor, unit: number, inChoice: boolean): PatternPart | null {
  switch (unit) {
    case STAR:
      return readStars(cursor);
    case OPEN:
      return inChoice
        ? fail(
            cursor,
            build["nested-brace"](
              here(cursor),
              {},
              { help: "write one choice with all alternatives, or several patterns" },
            ),
          )
        : readChoice(cursor);
    case CLOSE:
      return fail(
        cursor,
        build["unbalanced-brace"](
          here(cursor),
          { problem: "this `}` closes nothing" },
          { help: "for the character itself write `\\}`" },
        ),
      );
    case DOLLAR:
      return cursor.at + 1 < cursor.end && cursor.text.value.charCodeAt(cursor.at + 1) === OPEN
        ? readVariable(cursor)
        : readText(cursor, inChoice);
    case QUESTION:
    case LEFT_BRACKET:
    case RIGHT_BRACKET:
      return fail(cursor, reserved(cursor));
    default:
      return readText(cursor, inChoice);
  }
}

/** `star` and `deep`. */
function readStars(cursor: Cursor): PatternPart | null {
  const { text, at: start } = cursor;
  let at = start + 1;
  while (at < cursor.end && text.value.charCodeAt(at) === STAR) at++;
  cursor.at = at;
  const span = spanWithin(text, start, at);
  if (at - start > 2) {
    return fail(
      cursor,
      build["star-run"](
        span,
        { count: at - start },
        { help: "`*` stays within a segment, `**` crosses separators; there is no third kind" },
      ),
    );
  }
  return { kind: at - start === 1 ? "star" : "deep", span };
}

/** `choice`, from its `{` on. */
function readChoice(cursor: Cursor): PatternPart | null {
  const { text, at: start } = cursor;
  const alternatives: (readonly PatternPart[])[] = [];
  do {
    cursor.at++;
    alternatives.push(readParts(cursor, true));
    if (cursor.failure !== null) return null;
  } while (cursor.at < cursor.end && text.value.charCodeAt(cursor.at) === COMMA);
  if (cursor.at >= cursor.end) return fail(cursor, unclosedBrace(text, start));
  cursor.at++;
  const span = spanWithin(text, start, cursor.at);
  if (alternatives.length === 1) return fail(cursor, singleChoice(text, start, cursor.at));
  return { kind: "choice", alternatives, span };
}

/** The diagnostic for a `{`, or the `{` of a `${`, at `at` that its pattern never closes. */
export function unclosedBrace(text: ScalarText, at: number): Diagnostic {
  if (text.value.charAt(at - 1) === "$" && text.value.charAt(at - 2) !== "\\")
    return unclosedVariable(text, at - 1);
  return build["unbalanced-brace"](
    spanWithin(text, at, at + 1),
    { problem: "this `{` is never closed" },
    {
      help: "close it with `}`; a pattern that holds blanks is written in quotes; for the character itself write `\\{`",
    },
  );
}

function singleChoice(text: ScalarText, start: number, end: number): Diagnostic {
  const written = excerpt(text.value.slice(start, end));
  const inner = text.value.slice(start + 1, end - 1);
  const help = isName(inner)
    ? `write \`*\` for any segment, \`\${${inner}}\` for a variable, \`\\{${inner}\\}\` for these characters`
    : "separate alternatives with a comma; for the characters themselves write `\\{` and `\\}`";
  return build["single-choice"](spanWithin(text, start, end), { text: written }, { help });
}

const variableHelp = "a variable is written `${name}`; for the characters themselves write `\\$\\{`";

function unclosedVariable(text: ScalarText, at: number): Diagnostic {
  const span = spanWithin(text, at, at + 2);
  return build["bad-variable"](span, { problem: "this `${` is never closed" }, { help: variableHelp });
}

/** `variable`, from its `$` on. */
function readVariable(cursor: Cursor): PatternPart | null {
  const { text, at: start } = cursor;
  const close = text.value.indexOf("}", start + 2);
  if (close === -1 || close >= cursor.end) {
    return fail(cursor, unclosedVariable(text, start));
  }
  const name = text.value.slice(start + 2, close);
  const span = spanWithin(text, start, close + 1);
  if (!isName(name)) {
    const problem = name === "" ? "`${}` names no variable" : `\`${excerpt(name)}\` is not a variable's name`;
    return fail(cursor, build["bad-variable"](span, { problem }, { help: variableHelp }));
  }
  cursor.at = close + 1;
  return { kind: "variable", name, span };
}

/** `text`: the longest run of ordinary and escaped characters. */
function readText(cursor: Cursor, inChoice: boolean): PatternPart | null {
  const { text, at: start, end } = cursor;
  const { value } = text;
  let read = "";
  let from = start;
  let at = start;
  for (; at < end; at++) {
    const unit = value.charCodeAt(at);
    if (unit === BACKSLASH) {
      if (at + 1 >= end) {
        cursor.at = at;
        return fail(
          cursor,
          build["dangling-escape"](
            here(cursor),
            {},
            { help: "`\\` makes the character after it literal; a blank needs quotes around the pattern" },
          ),
        );
      }
      read += value.slice(from, at);
      from = ++at;
    } else if (unit === DOLLAR) {
      if (at + 1 < end && value.charCodeAt(at + 1) === OPEN) break;
    } else if (endsText(unit, inChoice)) break;
  }
  cursor.at = at;
  return { kind: "text", text: read + value.slice(from, at), span: spanWithin(text, start, at) };
}

function endsText(unit: number, inChoice: boolean): boolean {
  return (
    unit === STAR ||
    unit === OPEN ||
    unit === CLOSE ||
    unit === QUESTION ||
    unit === LEFT_BRACKET ||
    unit === RIGHT_BRACKET ||
    (inChoice && unit === COMMA)
  );
}

function reserved(cursor: Cursor): Diagnostic {
  const { value } = cursor.text;
  const character = value.charAt(cursor.at);
  if (character === "?") {
    return build["reserved-character"](
      here(cursor),
      { character },
      {
        help: "for any characters write `*`, for the character itself `\\?` (in a double-quoted YAML scalar `\\\\?`)",
      },
    );
  }
  const close = character === "[" ? value.indexOf("]", cursor.at) : -1;
  const inner = close === -1 || close >= cursor.end ? "id" : value.slice(cursor.at + 1, close);
  const shown = inner.length <= 30 && isName(inner) ? inner : "id";
  return build["reserved-character"](
    here(cursor),
    { character },
    {
      help: `write \`\\[${shown}\\]\` (in a double-quoted YAML scalar \`\\\\[${shown}\\\\]\`), or \`*\` for any segment`,
    },
  );
}

function here(cursor: Cursor): ReturnType<typeof spanWithin> {
  return spanWithin(cursor.text, cursor.at, cursor.at + 1);
}

function fail(cursor: Cursor, failure: Diagnostic): null {
  cursor.failure ??= failure;
  return null;
}
