/** Operators of other languages in conditions: `=`, `and`, `not`, `&`. */
import type { Diagnostic, Edit } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { isPlainScalar } from "./smart-quote.ts";
import { ConditionWord } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

const wordOperators: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
  ["AND", "&&"],
  ["OR", "||"],
  ["NOT", "!"],
]);

/** Whether `word` is an operator in other languages. */
export function isWordOperator(word: string): boolean {
  return wordOperators.has(word);
}

/** The diagnostic for `text.value.slice(start, end)` where conditions say `meant`. */
export function mistakenOperator(text: ScalarText, start: number, end: number, meant: string): Diagnostic {
  const span = spanWithin(text, start, end);
  return build(text, start, end, meant, [{ span, text: meant }]);
}

/**
 * The diagnostic for the word operator `word`; its fix replaces every word operator of `tokens`, so
 * that one fix mends the condition.
 */
export function mistakenWordOperator(
  text: ScalarText,
  word: ExpressionToken,
  tokens: readonly ExpressionToken[],
): Diagnostic {
  const edits: Edit[] = [];
  for (const token of tokens) {
    const meant = wordOperators.get(token.image);
    if (token.tokenType !== ConditionWord || meant === undefined) continue;
    // The blank after `not` goes too: `! x` would print as two words.
    const blank = meant === "!" && text.value.charAt(token.endOffset + 1) === " " ? 1 : 0;
    // A plain scalar that began with `!` would become a YAML tag.
    if (meant === "!" && token.startOffset === 0 && isPlainScalar(text))
      return build(text, word.startOffset, word.endOffset + 1, wordOperators.get(word.image) ?? "", []);
    edits.push({ span: spanWithin(text, token.startOffset, token.endOffset + 1 + blank), text: meant });
  }
  return build(text, word.startOffset, word.endOffset + 1, wordOperators.get(word.image) ?? "", edits);
}

function build(
  text: ScalarText,
  start: number,
  end: number,
  meant: string,
  edits: readonly Edit[],
): Diagnostic {
  const found = excerpt(text.value.slice(start, end));
  return expressionMessages.build["mistaken-operator"](
    spanWithin(text, start, end),
    { found, meant },
    {
      help: `write \`${meant}\``,
      fixes: edits.length === 0 ? [] : [{ title: `write \`${meant}\``, kind: "review", edits }],
    },
  );
}
