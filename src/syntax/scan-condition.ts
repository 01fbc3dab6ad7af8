/**
 * Scanner for conditions (grammar/condition.ebnf, "Tokens").
 *
 * INVARIANT: linear in the text; `scanCondition` returns `false` exactly when it has reported one error.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { characterName, endOfName, excerpt, isDigit, isForbiddenUnit, isSmartQuote } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenOperator, isWordOperator } from "./mistaken-operator.ts";
import { badNumber, scanNumber } from "./scan-number.ts";
import { scanString } from "./scan-string.ts";
import { foreignCall, scanAttribute, scanFunctionName } from "./scan-attribute.ts";
import { smartQuote } from "./smart-quote.ts";
import { optionKeys, swallowedOption } from "./swallowed-option.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import {
  And,
  Comparator,
  ConditionWord,
  ContextAttribute,
  Dot,
  False,
  Has,
  In,
  keywordTypes,
  LeftBracket,
  LeftParen,
  makeToken,
  Not,
  NumberLiteral,
  Or,
  RightBracket,
  RightParen,
  Separator,
  StringLiteral,
  TimeAttribute,
  True,
} from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";
import type { TokenType } from "chevrotain";

const { build } = expressionMessages;

/** What ends a comparison or a group. */
export const operandEnds: ReadonlySet<TokenType> = new Set([
  StringLiteral,
  NumberLiteral,
  True,
  False,
  ContextAttribute,
  TimeAttribute,
  RightParen,
  RightBracket,
  ConditionWord,
]);

/** The end of a token, or what is wrong there. */
type Scanned = number | Diagnostic;

/** Appends the tokens of `text.value.slice(from, end)`; `false` after one reported error. */
export function scanCondition(
  text: ScalarText,
  from: number,
  end: number,
  tokens: ExpressionToken[],
  report: Report,
): boolean {
  const { value } = text;
  let at = from;
  while (at < end) {
    const unit = value.charCodeAt(at);
    if (unit === 0x20 || unit === 0x0a) {
      at++;
      continue;
    }
    const next = scanToken(text, at, end, tokens);
    if (typeof next !== "number") {
      report(next);
      return false;
    }
    at = next;
  }
  return true;
}

function scanToken(text: ScalarText, at: number, end: number, tokens: ExpressionToken[]): Scanned {
  const { value } = text;
  const character = value.charAt(at);
  const push = (type: TokenType, length: number): number => {
    tokens.push(makeToken(type, value, at, at + length));
    return at + length;
  };
  switch (character) {
    case "(":
      return push(LeftParen, 1);
    case ")":
      return push(RightParen, 1);
    case "[":
      return push(LeftBracket, 1);
    case "]":
      return push(RightBracket, 1);
    case ",":
      return push(Separator, 1);
    case ".":
      return isDigit(value.charCodeAt(at + 1))
        ? badNumber(text, at, endOfName(value, at, true))
        : push(Dot, 1);
    case '"':
    case "'":
      return scanString(text, at, end, tokens);
    case "-":
      return scanNumber(text, at, tokens);
    case "$":
      return value.charAt(at + 1) === "{" ? variable(text, at) : money(text, at, end);
    case "|":
    case "&":
    case "=":
    case "!":
    case "<":
    case ">":
      return scanOperator(text, at, push);
    default:
      return scanName(text, at, tokens, push);
  }
}

/** Operators of other languages, longest first, and what conditions say instead. */
const foreignOperators: readonly (readonly [string, string])[] = [
  ["===", "=="],
  ["!==", "!="],
  ["<>", "!="],
  ["=<", "<="],
  ["=>", ">="],
];
const operators: readonly (readonly [string, TokenType])[] = [
  ["||", Or],
  ["&&", And],
  ["==", Comparator],
  ["!=", Comparator],
  ["<=", Comparator],
  [">=", Comparator],
  ["<", Comparator],
  [">", Comparator],
  ["!", Not],
];

function scanOperator(
  text: ScalarText,
  at: number,
  push: (type: TokenType, length: number) => number,
): Scanned {
  const { value } = text;
  if (value.startsWith("=~", at) || value.startsWith("!~", at)) {
    return build["unexpected-token"](
      spanWithin(text, at, at + 2),
      { expected: "an operator", found: `\`${value.slice(at, at + 2)}\`` },
      { help: "conditions have no regular expressions: there are `startsWith`, `endsWith` and `contains`" },
    );
  }
  for (const [found, meant] of foreignOperators) {
    if (value.startsWith(found, at)) return mistakenOperator(text, at, at + found.length, meant);
  }
  for (const [image, type] of operators) {
    if (value.startsWith(image, at)) return push(type, image.length);
  }
  const single = value.charAt(at);
  return mistakenOperator(text, at, at + 1, single + single);
}

/** Words, attributes, keywords and numbers; anything else is no token. */
function scanName(
  text: ScalarText,
  at: number,
  tokens: ExpressionToken[],
  push: (type: TokenType, length: number) => number,
): Scanned {
  const { value } = text;
  const first = endOfName(value, at, false);
  if (first === at) return noToken(text, at, tokens);
  const before = tokens.at(-1);
  if (before?.tokenType === Dot) return scanFunctionName(text, at, first, tokens);
  const segment = value.slice(at, first);
  if (segment === "context" || segment === "time") return scanAttribute(text, at, first, tokens);
  if (isDigit(value.charCodeAt(at))) {
    const number = scanNumber(text, at, tokens);
    if (number !== at) return number;
  }
  const stop = endOfName(value, at, true);
  const run = value.slice(at, stop);
  switch (run) {
    case "true":
      return push(True, 4);
    case "false":
      return push(False, 5);
    case "in":
      return push(In, 2);
    case "has":
      return push(Has, 3);
    default:
      break;
  }
  if (keywordTypes.has(run)) {
    return keywordInCondition(text, at, stop, before !== undefined && operandEnds.has(before.tokenType));
  }
  return value.charAt(stop) === "(" && !isWordOperator(run)
    ? foreignCall(text, at, stop)
    : push(ConditionWord, stop - at);
}

function keywordInCondition(text: ScalarText, start: number, end: number, behind: boolean): Diagnostic {
  const keyword = text.value.slice(start, end);
  const problem = behind
    ? `\`${keyword}\` stands behind the condition`
    : `\`${keyword}\` is a keyword, not a condition's name`;
  return build["misplaced-keyword"](
    spanWithin(text, start, end),
    { problem },
    { help: behind ? "the condition comes last" : null },
  );
}

function variable(text: ScalarText, at: number): Diagnostic {
  return build["unexpected-token"](
    spanWithin(text, at, at + 2),
    { expected: "a part of a condition", found: "`${`" },
    { help: "variables stand in patterns only; write the attribute or the text itself" },
  );
}

function money(text: ScalarText, at: number, end: number): Diagnostic {
  let stop = at + 1;
  while (
    stop < end &&
    (isDigit(text.value.charCodeAt(stop)) ||
      text.value.charAt(stop) === "," ||
      text.value.charAt(stop) === ".")
  )
    stop++;
  while (stop > at + 1 && !isDigit(text.value.charCodeAt(stop - 1))) stop--;
  const written = excerpt(text.value.slice(at, stop));
  const plain = written.slice(1).replaceAll(",", "");
  return build["money-in-condition"](
    spanWithin(text, at, stop),
    { text: written },
    { help: `write \`${plain === "" ? "500" : plain}\`` },
  );
}

/** What stands at `at` begins no token. */
function noToken(text: ScalarText, at: number, tokens: readonly ExpressionToken[]): Diagnostic {
  const { value } = text;
  const before = tokens.at(-1);
  if (value.charAt(at) === ":" && before !== undefined && optionKeys.has(before.image))
    return swallowedOption(text, before.startOffset, before.image);
  if (isForbiddenUnit(value, at)) {
    return build["bad-character"](
      spanWithin(text, at, at + 1),
      { character: characterName(value, at) },
      { help: "only the blank U+0020 separates words" },
    );
  }
  if (isSmartQuote(value.charCodeAt(at))) return smartQuote(text, at);
  if (value.charAt(at) === "+" && isDigit(value.charCodeAt(at + 1)))
    return badNumber(text, at, endOfName(value, at + 1, true));
  const character = String.fromCodePoint(value.codePointAt(at) ?? 0);
  return build["unexpected-token"](
    spanWithin(text, at, at + character.length),
    { expected: "a part of a condition", found: `\`${character}\`` },
    {
      help: "conditions have `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `&&`, `||`, `!`, parentheses and strings in quotes",
    },
  );
}
