/** What a syntax error inside a condition most likely means, in the language's terms. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { excerpt, isDigit } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { isWordOperator, mistakenWordOperator } from "./mistaken-operator.ts";
import { spanWithin } from "./scalar-text.ts";
import { bareAttribute } from "./scan-attribute.ts";
import { operandEnds } from "./scan-condition.ts";
import { badNumber } from "./scan-number.ts";
import { optionKeys, swallowedOption } from "./swallowed-option.ts";
import { spanOfToken, unexpected } from "./syntax-error.ts";
import type { SyntaxError } from "./syntax-error.ts";
import {
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
  NumberLiteral,
  RightParen,
  Separator,
  StringLiteral,
  TimeAttribute,
  True,
} from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";
import type { TokenType } from "chevrotain";

const { build } = expressionMessages;

const literals: ReadonlySet<TokenType> = new Set([StringLiteral, NumberLiteral, True, False]);
const attributes: ReadonlySet<TokenType> = new Set([ContextAttribute, TimeAttribute]);
/** The diagnostic for a syntax error in the condition that begins at token `first`. */
export function explainConditionError(error: SyntaxError, first: number): Diagnostic {
  const { text, tokens, index } = error;
  if (tokens.length === first) {
    const opening = tokens[first - 1];
    const form = 'a condition is written `context.env == "prod"`';
    if (opening === undefined) return build["missing-condition"](text.span, { keyword: "" }, { help: form });
    const keyword = opening.image;
    const help = `write a condition behind it, or remove \`${keyword}\`; ${form}`;
    return build["missing-condition"](spanOfToken(text, opening), { keyword }, { help });
  }
  const before = index > first ? tokens[index - 1] : undefined;
  const found = tokens[index];
  return (
    explainWordOperator(error, first, before, found) ??
    (before === undefined ? null : explainByPair(error, before, found, first)) ??
    unexpected(error, helpFor(before, found))
  );
}

function explainWordOperator(
  error: SyntaxError,
  first: number,
  before: ExpressionToken | undefined,
  found: ExpressionToken | undefined,
): Diagnostic | null {
  const { text, tokens, index } = error;
  const word = [found, before].find(
    (token) => token?.tokenType === ConditionWord && isWordOperator(token.image),
  );
  if (word === undefined) return null;
  const after = tokens[tokens.indexOf(word, Math.max(0, index - 1)) + 1];
  if (word.image.toLowerCase() === "not" && after?.tokenType === In) {
    const end = after.endOffset + 1;
    return build["mistaken-operator"](
      spanWithin(text, word.startOffset, end),
      { found: "not in", meant: "!(… in …)" },
      {
        help: "write `!(` before the comparison and `)` behind it",
      },
    );
  }
  return mistakenWordOperator(text, word, tokens.slice(first));
}

/** Mistakes that two neighbouring tokens give away. */
function explainByPair(
  error: SyntaxError,
  before: ExpressionToken,
  found: ExpressionToken | undefined,
  first: number,
): Diagnostic | null {
  const { text, tokens, index } = error;
  const startsWithDigit = (token: ExpressionToken): boolean => isDigit(token.image.charCodeAt(0));
  if (found === undefined) return null;
  const type = found.tokenType;
  const isOperator = type === Comparator || type === In || type === Dot || type === LeftBracket;
  if (before.tokenType === ConditionWord && isOperator) {
    return startsWithDigit(before)
      ? badNumber(text, before.startOffset, before.endOffset + 1)
      : bareAttribute(text, before.startOffset, before.endOffset + 1);
  }
  if (literals.has(before.tokenType) && type === Comparator && !isRightOperand(tokens, index - 1, first)) {
    return build["swapped-operands"](
      spanOfToken(text, before),
      { literal: excerpt(before.image) },
      { help: "write the attribute left of the operator, the literal right of it" },
    );
  }
  if (type === ConditionWord) {
    const earlier = tokens[index - 2]?.tokenType;
    const inCall = before.tokenType === LeftParen && earlier === Has;
    const isMember = before.tokenType === In && earlier !== undefined && literals.has(earlier);
    if (inCall || isMember) return bareAttribute(text, found.startOffset, found.endOffset + 1);
    if (optionKeys.has(found.image) && !keywordTypes.has(found.image))
      return swallowedOption(text, found.startOffset, found.image);
    if (startsWithDigit(found)) return badNumber(text, found.startOffset, found.endOffset + 1);
  }
  const next = tokens[index + 1];
  if (
    before.tokenType === NumberLiteral &&
    type === Separator &&
    next !== undefined &&
    startsWithDigit(next)
  ) {
    return badNumber(text, before.startOffset, next.endOffset + 1);
  }
  return null;
}

/** Whether the literal at `index` ends a comparison (`context.n < 5`), so that it cannot begin one. */
function isRightOperand(tokens: readonly ExpressionToken[], index: number, first: number): boolean {
  return index > first && tokens[index - 1]?.tokenType === Comparator;
}

const regexHelp = "conditions have no regular expressions: there are `startsWith`, `endsWith` and `contains`";
const absentHelp = "`has(context.NAME)` asks whether an attribute is there";

/** Words of other languages that are no operators here, in lower case. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["matches", regexHelp],
  ["match", regexHelp],
  ["like", regexHelp],
  ["between", "write two comparisons, joined with `&&`"],
  ["is", "compare with `==`"],
  ["equals", "compare with `==`"],
  ["null", absentHelp],
  ["none", absentHelp],
  ["nil", absentHelp],
  ["undefined", absentHelp],
  ["yes", "write `true`"],
  ["no", "write `false`"],
]);

function helpFor(before: ExpressionToken | undefined, found: ExpressionToken | undefined): string | null {
  if (before === undefined) return null;
  const word = found?.tokenType === ConditionWord ? found.image.toLowerCase() : "";
  const foreign = word === "true" || word === "false" ? `write \`${word}\`` : foreignWords.get(word);
  if (foreign !== undefined) return foreign;
  const last = before.tokenType;
  const type = found?.tokenType;
  if (last === Comparator && type !== undefined && attributes.has(type))
    return "an attribute is compared with literals only";
  if (type === ConditionWord && !operandEnds.has(last)) return "strings are written in quotes";
  if (last === In && (type === LeftParen || (type !== undefined && attributes.has(type)))) {
    return type === LeftParen
      ? "a list is written in brackets: `[1, 2]`"
      : "`in` takes a literal on one side";
  }
  if (type === Comparator && operandEnds.has(last)) return "join comparisons with `&&`";
  if (type === RightParen) return "this `)` closes nothing";
  if (literals.has(last) && type === undefined)
    return 'a literal alone is no condition; `"a" in context.list` is one';
  return null;
}
