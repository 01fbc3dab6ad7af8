/** Words that stand where the language has another word: `if` for `when`, `can not` for `cannot`. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import type { ExpressionToken } from "./tokens.ts";

/** The diagnostic for the tokens from `first` to `last`, where the language says `meant`. */
export function mistakenKeyword(
  text: ScalarText,
  first: ExpressionToken,
  meant: string,
  last: ExpressionToken = first,
): Diagnostic {
  const end = last.endOffset + 1;
  const span = spanWithin(text, first.startOffset, end);
  return expressionMessages.build["mistaken-keyword"](
    span,
    { found: excerpt(text.value.slice(first.startOffset, end)), meant },
    {
      help: `write \`${meant}\``,
      fixes: [{ title: `write \`${meant}\``, kind: "review", edits: [{ span, text: meant }] }],
    },
  );
}

/** The diagnostic for `if`, `where`, `unless` and their like before a condition. */
export function mistakenConditionWord(
  text: ScalarText,
  word: ExpressionToken,
  meant: "when" | "given",
): Diagnostic {
  if (word.image !== "unless") return mistakenKeyword(text, word, meant);
  return expressionMessages.build["mistaken-keyword"](
    spanWithin(text, word.startOffset, word.endOffset + 1),
    { found: word.image, meant: `${meant} !(…)` },
    { help: `write \`${meant} !(…)\`` },
  );
}
