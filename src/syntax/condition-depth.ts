/** The limit on nesting in conditions, checked on tokens so that no parser recurses without bound. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { Has, LeftParen, Not, RightParen, TextFunction } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

/** How deep parentheses and `!` may nest in one condition. */
export const CONDITION_DEPTH = 32;

/** The diagnostic for the first `(` or `!` that nests deeper than allowed, or `null`. */
export function tooDeep(text: ScalarText, tokens: readonly ExpressionToken[]): Diagnostic | null {
  let depth = 0;
  let negations = 0;
  // Per open parenthesis: how many levels its end closes, negations before it included.
  const opened: number[] = [];
  let before: ExpressionToken | undefined;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === Not) {
      depth++;
      negations++;
    } else if (type === LeftParen) {
      // A call nests nothing, and `!(` is one level.
      const isFree = [Has, TextFunction, Not].some((free) => before?.tokenType === free);
      const level = isFree ? 0 : 1;
      depth += level;
      opened.push(level + negations);
      negations = 0;
    } else {
      depth -= negations;
      negations = 0;
      if (type === RightParen) depth -= opened.pop() ?? 0;
    }
    if (depth > CONDITION_DEPTH) {
      return expressionMessages.build["condition-depth"](
        spanWithin(text, token.startOffset, token.endOffset + 1),
        { limit: CONDITION_DEPTH },
        { help: "name a part of the condition in `vocabulary.conditions`" },
      );
    }
    before = token;
  }
  return null;
}
