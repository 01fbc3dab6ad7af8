/**
 * Shapes of resource names (grammar/shape.ebnf): `repos/{repo}/branches/{branch...}`.
 *
 * INVARIANT: one function per production; text parts hold no placeholder's characters and are never empty.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { ShapeNode, ShapePart } from "./ast.ts";
import { endOfName, excerpt, isAttributeName, isForbiddenUnit } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { endOfContent } from "./scan-head.ts";

/** The productions that this file implements; `grammar/shape.ebnf` defines exactly these. */
export const SHAPE_PRODUCTIONS: readonly string[] = ["shape", "literal", "segment", "segments", "name"];

const forbidden: ReadonlySet<string> = new Set([...' *?[]\\"$,']);
const help =
  "a shape is written `repos/{repo}/branches/{branch...}`: `{name}` is one segment, `{name...}` one or more";

/** The shape that `text` is; `null` when it is none, which has been reported. */
export function parseShape(text: ScalarText, report: Report): ShapeNode | null {
  const { value } = text;
  const end = endOfContent(value);
  const span = spanWithin(text, 0, end);
  const fault = emptyShape(text, end) ?? boundary(text, end);
  if (fault !== null) {
    report(fault);
    return null;
  }
  const parts: ShapePart[] = [];
  const names = new Set<string>();
  for (let at = 0; at < end;) {
    const close =
      value.charAt(at) === "{"
        ? readPlaceholder(text, at, end, names, parts)
        : readLiteral(text, at, end, parts);
    if (typeof close !== "number") {
      report(close);
      return null;
    }
    at = close;
  }
  return { parts, text: value.slice(0, end), span };
}

function emptyShape(text: ScalarText, end: number): Diagnostic | null {
  return end === 0 ? bad(text, 0, end, "the shape is empty") : null;
}

/** No valid resource begins or ends with a separator. */
function boundary(text: ScalarText, end: number): Diagnostic | null {
  if (isSeparator(text.value.charAt(0))) return bad(text, 0, 1, "a shape does not begin with a separator");
  if (isSeparator(text.value.charAt(end - 1)))
    return bad(text, end - 1, end, "a shape does not end with a separator");
  return null;
}

/** `literal`: characters that stand for themselves, up to a `{` or the end. */
function readLiteral(text: ScalarText, start: number, end: number, parts: ShapePart[]): number | Diagnostic {
  const { value } = text;
  let at = start;
  for (; at < end && value.charAt(at) !== "{"; at++) {
    const character = value.charAt(at);
    if (character === "}") return bad(text, at, at + 1, "this `}` closes nothing");
    if (forbidden.has(character)) return bad(text, at, at + 1, `a shape holds no \`${character}\``);
    if (isForbiddenUnit(value, at))
      return bad(text, at, at + 1, "a shape holds no blanks or control characters");
  }
  parts.push({ kind: "text", text: value.slice(start, at) });
  return at;
}

/** `segment` or `segments`: a whole segment in braces. */
function readPlaceholder(
  text: ScalarText,
  start: number,
  end: number,
  names: Set<string>,
  parts: ShapePart[],
): number | Diagnostic {
  const { value } = text;
  const stop = endOfName(value, start + 1, false);
  const name = value.slice(start + 1, stop);
  const many = value.startsWith("...", stop);
  const close = many ? stop + 3 : stop;
  if (close >= end) return bad(text, start, start + 1, "this `{` is never closed");
  if (value.charAt(close) !== "}") {
    const character = String.fromCodePoint(value.codePointAt(close) ?? 0);
    const problem = isForbiddenUnit(value, close)
      ? "a shape holds no blanks or control characters"
      : `\`${character}\` inside a placeholder`;
    return bad(text, close, close + character.length, problem);
  }
  if (!isAttributeName(name))
    return bad(text, start, close + 1, `\`${excerpt(value.slice(start, close + 1))}\` has no name`);
  const after = close + 1;
  if (
    (start > 0 && !isSeparator(value.charAt(start - 1))) ||
    (after < end && !isSeparator(value.charAt(after)))
  ) {
    return bad(text, start, after, `\`${excerpt(value.slice(start, after))}\` is only a part of its segment`);
  }
  if (names.has(name)) return bad(text, start, after, `\`${excerpt(name)}\` stands twice`);
  names.add(name);
  parts.push({ kind: many ? "segments" : "segment", name });
  return after;
}

function isSeparator(character: string): boolean {
  return character === ":" || character === "/";
}

function bad(text: ScalarText, from: number, to: number, problem: string): Diagnostic {
  return expressionMessages.build["bad-shape"](spanWithin(text, from, to), { problem }, { help });
}
