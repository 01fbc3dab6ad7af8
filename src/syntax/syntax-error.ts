/** A place where the parser met something that it did not expect. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { excerpt } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import type { ExpressionToken } from "./tokens.ts";

/** A syntax error: `tokens[index]` is what the parser did not expect; past the last one, the end. */
export interface SyntaxError {
  readonly text: ScalarText;
  readonly tokens: readonly ExpressionToken[];
  readonly index: number;
  /** What could have stood there. */
  readonly expected: string;
}

/** The generic diagnostic: what was expected, and what was found. */
export function unexpected(error: SyntaxError, help: string | null = null): Diagnostic {
  const { tokens, index, expected } = error;
  const found = tokens[index];
  const shown = found === undefined ? "the end" : `\`${excerpt(found.image)}\``;
  return expressionMessages.build["unexpected-token"](
    spanOfError(error),
    { expected, found: shown },
    { help },
  );
}

/** The place of a syntax error; at the end of the text, the empty span behind the last token. */
export function spanOfError({ text, tokens, index }: SyntaxError): Span {
  const found = tokens[index];
  if (found !== undefined) return spanOfToken(text, found);
  const end = (tokens.at(-1)?.endOffset ?? text.value.length - 1) + 1;
  return spanWithin(text, end, end);
}

export function spanOfToken(text: ScalarText, token: ExpressionToken): Span {
  return spanWithin(text, token.startOffset, token.endOffset + 1);
}

/** From the first token to the end of the last; the whole scalar when there is none. */
export function spanOfTokens(text: ScalarText, tokens: readonly ExpressionToken[]): Span {
  const first = tokens[0];
  const last = tokens.at(-1);
  return first === undefined || last === undefined
    ? text.span
    : spanWithin(text, first.startOffset, last.endOffset + 1);
}
