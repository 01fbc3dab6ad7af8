/**
 * The tokens that the expression grammars read.
 *
 * Scanners of this folder build them, not chevrotain's lexer: where a run ends depends on braces,
 * each lexical mistake has a message of its own, and regular expressions of V8 overflow their stack
 * on runs of megabytes.
 * INVARIANT: offsets count in the text of one `ScalarText`; `endOffset` is inclusive, as chevrotain has it.
 */
import { createToken } from "chevrotain";
import type { IToken, TokenType } from "chevrotain";
import { defined } from "../base/invariant.ts";
import type { Literal } from "./ast.ts";

/** A token as this folder's scanners make it; `payload` is the value of a literal. */
export interface ExpressionToken extends IToken {
  readonly endOffset: number;
  readonly payload: Literal | null;
}

function token(name: string, label: string): TokenType {
  return createToken({ name, label });
}

// Labels are how messages name what was expected.
export const Word: TokenType = token("Word", "a pattern");
export const Quoted: TokenType = token("Quoted", "a pattern");
export const Label: TokenType = token("Label", "`label:NAME`");
export const Comma: TokenType = token("Comma", "`,`");
export const Allow: TokenType = token("Allow", "`allow`");
export const Deny: TokenType = token("Deny", "`deny`");
export const Except: TokenType = token("Except", "`except`");
export const On: TokenType = token("On", "`on`");
export const When: TokenType = token("When", "`when`");
export const Given: TokenType = token("Given", "`given`");
export const Can: TokenType = token("Can", "`can`");
export const Cannot: TokenType = token("Cannot", "`cannot`");
export const Needs: TokenType = token("Needs", "`needs approval to`");
export const Approval: TokenType = token("Approval", "`approval to`");
export const To: TokenType = token("To", "`to`");
export const Every: TokenType = token("Every", "`every agent`");
export const No: TokenType = token("No", "`no agent`");
export const Agent: TokenType = token("Agent", "`agent`");
export const Who: TokenType = token("Who", "`who`");
export const What: TokenType = token("What", "`what`");
export const Do: TokenType = token("Do", "`do`");

export const Or: TokenType = token("Or", "`||`");
export const And: TokenType = token("And", "`&&`");
export const Not: TokenType = token("Not", "`!`");
export const LeftParen: TokenType = token("LeftParen", "`(`");
export const RightParen: TokenType = token("RightParen", "`)`");
export const LeftBracket: TokenType = token("LeftBracket", "`[`");
export const RightBracket: TokenType = token("RightBracket", "`]`");
export const Separator: TokenType = token("Separator", "`,`");
export const Dot: TokenType = token("Dot", "`.`");
export const Comparator: TokenType = token("Comparator", "a comparison operator");
export const In: TokenType = token("In", "`in`");
export const Has: TokenType = token("Has", "`has(…)`");
export const TextFunction: TokenType = token("TextFunction", "`startsWith`, `endsWith` or `contains`");
export const ContextAttribute: TokenType = token("ContextAttribute", "an attribute such as `context.name`");
export const TimeAttribute: TokenType = token("TimeAttribute", "an attribute such as `context.name`");
export const StringLiteral: TokenType = token("StringLiteral", "a string in quotes");
export const NumberLiteral: TokenType = token("NumberLiteral", "a number");
export const True: TokenType = token("True", "`true`");
export const False: TokenType = token("False", "`false`");
export const ConditionWord: TokenType = token("ConditionWord", "a condition's name");

/** Every token type; the grammars' vocabulary. */
export const expressionTokens: readonly TokenType[] = [
  Word,
  Quoted,
  Label,
  Comma,
  Allow,
  Deny,
  Except,
  On,
  When,
  Given,
  Can,
  Cannot,
  Needs,
  Approval,
  To,
  Every,
  No,
  Agent,
  Who,
  What,
  Do,
  Or,
  And,
  Not,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  Separator,
  Dot,
  Comparator,
  In,
  Has,
  TextFunction,
  ContextAttribute,
  TimeAttribute,
  StringLiteral,
  NumberLiteral,
  True,
  False,
  ConditionWord,
];

/** The token type of each keyword of statements and sentences. */
export const keywordTypes: ReadonlyMap<string, TokenType> = new Map([
  ["allow", Allow],
  ["deny", Deny],
  ["except", Except],
  ["on", On],
  ["when", When],
  ["given", Given],
  ["can", Can],
  ["cannot", Cannot],
  ["needs", Needs],
  ["approval", Approval],
  ["to", To],
]);

/** Words that no agent, role, label, project, variable or vocabulary word may be called. */
export const KEYWORDS: readonly string[] = [...keywordTypes.keys()];

/** Builds a token over `value.slice(start, end)`. */
export function makeToken(
  type: TokenType,
  value: string,
  start: number,
  end: number,
  payload: Literal | null = null,
): ExpressionToken {
  return {
    image: value.slice(start, end),
    startOffset: start,
    endOffset: end - 1,
    tokenTypeIdx: defined(type.tokenTypeIdx, "the index of a token type"),
    tokenType: type,
    payload,
  };
}
