/** What two patterns side by side most likely mean, in the language's terms. */
import type { Diagnostic, Occurrence } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { expressionGrammar } from "./expression-grammar.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { conditionKeyword, type HeadForm } from "./scan-head.ts";
import { optionKeyOf, optionKeys, swallowedOption } from "./swallowed-option.ts";
import { spanOfToken } from "./syntax-error.ts";
import type { SyntaxError } from "./syntax-error.ts";
import { makeToken, On, Word } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

const { build } = expressionMessages;

const effectSynonyms: ReadonlyMap<string, string> = new Map([
  ...["permit", "grant", "accept", "enable"].map((word): [string, string] => [word, "allow"]),
  ...["block", "forbid", "reject", "refuse", "disallow", "prohibit"].map((word): [string, string] => [
    word,
    "deny",
  ]),
]);
const listSynonyms: ReadonlyMap<string, string> = new Map([
  ...["in", "at", "of", "for", "from", "onto", "over", "against", "->", "=>", "→"].map(
    (word): [string, string] => [word, "on"],
  ),
  ...["but", "excluding", "without", "minus", "excepting"].map((word): [string, string] => [word, "except"]),
  ...["and", "or", "&", "&&", "+", "|", "||", ";"].map((word): [string, string] => [word, ","]),
]);
const keywords: ReadonlySet<string> = new Set(["allow", "deny", "on", "except", "when", "given"]);

/** The diagnostic for the pattern `found` right behind the pattern `before`. */
export function explainNeighbours(
  error: SyntaxError,
  form: HeadForm,
  before: ExpressionToken,
  found: ExpressionToken,
): Diagnostic {
  const { text, index } = error;
  const key = found.tokenType === Word ? (optionKeyOf(found.image) ?? found.image) : "";
  if (optionKeys.has(key)) return swallowedOption(text, found.startOffset, key);
  if (index === 1 && form === "statement") {
    const lower = before.image.toLowerCase();
    const meant = lower === "allow" || lower === "deny" ? lower : effectSynonyms.get(lower);
    if (meant !== undefined) return mistakenKeyword(text, before, meant);
  }
  const lower = found.image.toLowerCase();
  const meant = keywords.has(lower) ? lower : listSynonyms.get(lower);
  if (meant !== undefined && form !== "list") return mistakenKeyword(text, found, meant);
  const image = excerpt(found.image);
  return build["missing-comma"](
    spanOfToken(text, found),
    { found: image },
    advice(error, form, before, found),
  );
}

const commaHelp = "patterns are separated by commas; a pattern that holds blanks is written in quotes";

function advice(
  error: SyntaxError,
  form: HeadForm,
  before: ExpressionToken,
  found: ExpressionToken,
): Occurrence {
  const { text, tokens, index } = error;
  if (form !== "list" && /^[(!]*(?:context\.|time\.|has\()/.test(found.image)) {
    return { help: `a condition begins with \`${conditionKeyword(form)}\`` };
  }
  if (form === "query" && /^(?:who|what)$/i.test(found.image)) return { help: "ask one question at a time" };
  const isBroken = isOnNextLine(text, before, found);
  if (found.image === "-" && isBroken) {
    return { help: "entries of one list stand in one column: put this `-` below the one before it" };
  }
  if (isBroken || before.image.endsWith(";")) {
    return {
      help: "begin each entry of the list with `- ` on a line of its own, and patterns after a comma",
    };
  }
  if (/^\/\/|^--/.test(found.image)) return { help: "a comment begins with `#` and a blank" };
  if (/^\w+\(/.test(before.image)) {
    return { help: "a statement is written `git:push on repos/*`, without parentheses" };
  }
  if (form !== "statement" || !parsesWithOn(tokens, index)) return { help: commaHelp };
  const { start } = spanOfToken(text, found);
  const edits = [{ span: { file: text.span.file, start, end: start }, text: "on " }];
  const short = `${excerpt(before.image)} on ${excerpt(found.image)}`;
  return {
    help: `write \`on\` before the resource: \`${short}\`; actions of one list are separated by commas`,
    fixes: [{ title: "write `on` before it", kind: "review", edits }],
  };
}

/** Whether the file has a line break between two tokens that its scalar has one blank between. */
function isOnNextLine(text: ScalarText, before: ExpressionToken, found: ExpressionToken): boolean {
  const [end, start] = [before.endOffset + 1, found.startOffset];
  if (text.value.slice(end, start).includes("\n")) return true;
  const { start: from, end: to } = spanWithin(text, end, start);
  return text.offsets !== null && start === end + 1 && to - from > 1;
}

/** Whether the statement has no syntax error once `on` stands before the token at `index`. */
function parsesWithOn(tokens: readonly ExpressionToken[], index: number): boolean {
  const grammar = expressionGrammar();
  grammar.input = [...tokens.slice(0, index), makeToken(On, "on", 0, 2), ...tokens.slice(index)];
  grammar.statement();
  return grammar.errors.length === 0;
}
