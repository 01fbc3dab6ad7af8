/**
 * Words chevrotain's errors in the language's terms: what could have stood at the place.
 *
 * INVARIANT: a message is a list of alternatives fit to follow "expected"; what was found is added
 * by whoever builds the diagnostic.
 */
import { EOF, tokenLabel } from "chevrotain";
import type { IParserErrorMessageProvider, TokenType } from "chevrotain";
import { ContextAttribute, ConditionWord, Has, LeftParen, Not } from "./tokens.ts";

/** The message provider of all expression grammars. */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => oneOf([expected]),
  buildNotAllInputParsedMessage: () => "the end",
  buildNoViableAltMessage: ({ expectedPathsPerAlt }) => oneOf(expectedPathsPerAlt.flat().flatMap(firstOf)),
  buildEarlyExitMessage: ({ expectedIterationPaths }) => oneOf(expectedIterationPaths.flatMap(firstOf)),
};

function firstOf(path: readonly TokenType[]): TokenType[] {
  const [first] = path;
  return first === undefined ? [] : [first];
}

/** `a, b or c`, each alternative once. */
function oneOf(types: readonly TokenType[]): string {
  // Where a whole condition may begin, the list of its beginnings says less than its name.
  if (types.includes(Not) && types.includes(LeftParen)) return "a condition";
  if (types.includes(ContextAttribute) && types.includes(Has) && types.includes(ConditionWord))
    return "a condition";
  const labels = [...new Set(types.map((type) => (type === EOF ? "the end" : tokenLabel(type))))];
  const last = labels.pop() ?? "the end";
  return labels.length === 0 ? last : `${labels.join(", ")} or ${last}`;
}
