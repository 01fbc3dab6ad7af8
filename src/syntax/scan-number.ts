/** Numbers of conditions, as in JSON. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { endOfName, excerpt, isDigit } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { makeToken, NumberLiteral } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

const { build } = expressionMessages;

/**
 * Appends the number at `start` and returns its end; `start` itself when a name begins there that
 * merely starts with digits (`9to5`).
 */
export function scanNumber(text: ScalarText, start: number, tokens: ExpressionToken[]): number | Diagnostic {
  const { value } = text;
  const end = endOfNumber(value, start);
  const run = Math.max(endOfName(value, start, true), end);
  if (end === start || run > end) {
    return value.charAt(start) === "-" ? badNumber(text, start, Math.max(run, start + 1)) : start;
  }
  const image = value.slice(start, end);
  const number = Number(image);
  const isInteger = !/[.eE]/.test(image);
  if (!Number.isFinite(number) || (isInteger && !Number.isSafeInteger(number))) {
    return build["number-range"](
      spanWithin(text, start, end),
      { text: excerpt(image) },
      {
        help: isInteger
          ? "integers go from -9007199254740991 to 9007199254740991; compare long identifiers as strings"
          : "the largest number is about 1.8e308",
      },
    );
  }
  tokens.push(makeToken(NumberLiteral, value, start, end, number === 0 ? 0 : number));
  return end;
}

/** The diagnostic for something that begins like a number and is none. */
export function badNumber(text: ScalarText, start: number, end: number): Diagnostic {
  const written = excerpt(text.value.slice(start, end));
  const help = /^\d{4}-\d{1,2}-\d/.test(written)
    ? 'a date is written in quotes: `time.date < "2026-01-31"`'
    : "numbers are written as in JSON: `7`, `-7`, `0.5`, `1e6`, without units or separators";
  return build["bad-number"](spanWithin(text, start, end), { text: written }, { help });
}

/** The end of the longest JSON number at `start`; `start` when there is none. */
function endOfNumber(value: string, start: number): number {
  let at = value.charAt(start) === "-" ? start + 1 : start;
  const whole = endOfDigits(value, at);
  if (whole === at || (value.charAt(at) === "0" && whole > at + 1)) return start;
  at = whole;
  if (value.charAt(at) === ".") {
    const fraction = endOfDigits(value, at + 1);
    if (fraction > at + 1) at = fraction;
  }
  if (value.charAt(at) === "e" || value.charAt(at) === "E") {
    const sign = value.charAt(at + 1);
    const from = sign === "+" || sign === "-" ? at + 2 : at + 1;
    const exponent = endOfDigits(value, from);
    if (exponent > from) at = exponent;
  }
  return at;
}

function endOfDigits(value: string, from: number): number {
  let at = from;
  while (isDigit(value.charCodeAt(at))) at++;
  return at;
}
