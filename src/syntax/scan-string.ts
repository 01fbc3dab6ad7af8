/** Strings of conditions: `'…'` or `"…"`. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { characterName, isForbiddenInString } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { makeToken, StringLiteral } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

const { build } = expressionMessages;

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
  ["n", "\n"],
  ["t", "\t"],
]);

/** Appends the string whose quotation mark stands at `start`; returns its end. */
export function scanString(
  text: ScalarText,
  start: number,
  end: number,
  tokens: ExpressionToken[],
): number | Diagnostic {
  const { value } = text;
  const quote = value.charAt(start);
  let read = "";
  let from = start + 1;
  for (let at = from; at < end; at++) {
    const character = value.charAt(at);
    if (character === quote) {
      read += value.slice(from, at);
      if (!read.isWellFormed()) return loneSurrogate(text, start, at + 1);
      tokens.push(makeToken(StringLiteral, value, start, at + 1, read));
      return at + 1;
    }
    if (character === "\\") {
      const decoded = readEscape(value, at, end);
      if (decoded === null) return badEscape(text, at, end);
      read += value.slice(from, at) + decoded.text;
      from = at + decoded.length;
      at = from - 1;
    } else if (isForbiddenInString(value, at)) {
      return build["bad-character"](
        spanWithin(text, at, at + 1),
        { character: characterName(value, at) },
        { help: "inside a string write `\\n`, `\\t` or `\\uXXXX`" },
      );
    }
  }
  return build["unclosed-quote"](
    spanWithin(text, start, start + 1),
    { quote },
    { help: `end the string with \`${quote}\`` },
  );
}

function readEscape(
  value: string,
  at: number,
  end: number,
): { readonly text: string; readonly length: number } | null {
  const simple = at + 1 < end ? simpleEscapes.get(value.charAt(at + 1)) : undefined;
  if (simple !== undefined) return { text: simple, length: 2 };
  const digits = value.slice(at + 2, Math.min(at + 6, end));
  if (value.charAt(at + 1) !== "u" || !/^[0-9A-Fa-f]{4}$/.test(digits)) return null;
  return { text: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
}

function badEscape(text: ScalarText, at: number, end: number): Diagnostic {
  const stop = Math.min(at + 2, end);
  const written = text.value.slice(at, stop);
  return build["bad-escape"](
    spanWithin(text, at, stop),
    {
      problem:
        written.isWellFormed() && !isForbiddenInString(written, 1)
          ? `\`${written}\` is no escape`
          : "this is no escape",
    },
    { help: "strings have the escapes `\\\\`, `\\\"`, `\\'`, `\\n`, `\\t` and `\\uXXXX`" },
  );
}

function loneSurrogate(text: ScalarText, start: number, end: number): Diagnostic {
  return build["bad-escape"](
    spanWithin(text, start, end),
    { problem: "the string holds half a surrogate pair" },
    { help: "no valid request holds it; write both halves, or the character itself" },
  );
}
