/** Typographic quotation marks: the mistake of text that went through a word processor. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";

/** Whether the text stands in its file without YAML quoting or folding. */
export function isPlainScalar(text: ScalarText): boolean {
  return text.offsets === null && text.span.start === text.start;
}

/** The diagnostic for the typographic quotation mark at `at`, with a fix for the pair where it is safe. */
export function smartQuote(text: ScalarText, at: number): Diagnostic {
  const quote = text.value.charAt(at);
  const close = closingQuote(text.value, at);
  // At the start of a plain scalar, and inside a quoted one, a straight mark would be YAML's own.
  const fixable = at > 0 && close !== -1 && isPlainScalar(text);
  const edits = [at, close].map((place) => ({ span: spanWithin(text, place, place + 1), text: '"' }));
  return expressionMessages.build["smart-quote"](
    spanWithin(text, at, at + 1),
    { quote },
    {
      help: 'write a straight `"`',
      fixes: fixable ? [{ title: "write straight quotation marks", kind: "safe", edits }] : [],
    },
  );
}

function closingQuote(value: string, open: number): number {
  for (let at = open + 1; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === '"') return -1;
    if ("’”»“‘".includes(character)) return at;
  }
  return -1;
}
