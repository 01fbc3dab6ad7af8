/** What a syntax error before the condition most likely means, in the language's terms. */
import type { Diagnostic, Occurrence } from "../base/diagnostic.ts";
import { assertNever } from "../base/invariant.ts";
import { excerpt } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import type { HeadForm } from "./scan-head.ts";
import { explainSubjectOrVerb } from "./explain-sentence-error.ts";
import { spanOfError, spanOfToken, unexpected } from "./syntax-error.ts";
import type { SyntaxError } from "./syntax-error.ts";
import { optionKeyOf, optionKeys, swallowedOption } from "./swallowed-option.ts";
import {
  Allow,
  Approval,
  Can,
  Cannot,
  Comma,
  Deny,
  Except,
  Given,
  Needs,
  On,
  Quoted,
  To,
  When,
  Word,
} from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";
import type { TokenType } from "chevrotain";

const { build } = expressionMessages;

/** The diagnostic for a syntax error in effect, actions, resources, subject or verb. */
export function explainHeadError(error: SyntaxError, form: HeadForm): Diagnostic {
  const { tokens, index } = error;
  const before = tokens[index - 1];
  const found = tokens[index];
  if (form === "sentence") {
    const explained = explainSubjectOrVerb(error);
    if (explained !== null) return explained;
  }
  if (before !== undefined && (before.tokenType === Word || before.tokenType === Quoted)) {
    if (found === undefined) return unexpected(error);
    return found.tokenType === Word || found.tokenType === Quoted
      ? explainNeighbours(error, form, before, found)
      : explainKeyword(error, form, found);
  }
  return explainMissingPattern(error, form, before, found);
}

// ---------------------------------------------------------------- a pattern is missing

function explainMissingPattern(
  error: SyntaxError,
  form: HeadForm,
  before: ExpressionToken | undefined,
  found: ExpressionToken | undefined,
): Diagnostic {
  const { text, tokens, index } = error;
  const what = missingKind(tokens.slice(0, index), form);
  if (before === undefined && found === undefined) {
    return build["missing-pattern"](
      text.span,
      { what, place: "in an empty text" },
      { help: howToWrite(form) },
    );
  }
  if (found !== undefined && isReservedAsPattern(found.tokenType)) {
    return build["misplaced-keyword"](
      spanOfToken(text, found),
      { problem: `\`${found.image}\` is a keyword, not a pattern` },
      { help: `to use it as a pattern write \`"${found.image}"\`` },
    );
  }
  if (before === undefined) {
    const image = found?.image ?? "";
    return build["missing-pattern"](
      spanOfError(error),
      { what, place: `before \`${image}\`` },
      { help: howToWrite(form) },
    );
  }
  if (before.tokenType === On && found?.tokenType === On) {
    return misplaced(error, "`on` stands twice");
  }
  if (before.tokenType === Comma) {
    return build["missing-pattern"](
      spanOfToken(text, before),
      { what, place: "after this comma" },
      trailingComma(error, before, found),
    );
  }
  if (found?.tokenType === Comma) {
    return build["missing-pattern"](spanOfToken(text, found), { what, place: "before this comma" });
  }
  const isEffect = before.tokenType === Allow || before.tokenType === Deny;
  const help =
    isEffect && found?.tokenType === On ? `write \`${before.image} * on …\` for every action` : null;
  return build["missing-pattern"](
    spanOfToken(text, before),
    { what, place: `after \`${before.image}\`` },
    { help },
  );
}

function missingKind(before: readonly ExpressionToken[], form: HeadForm): string {
  if (form === "list") return "pattern";
  return before.some((token) => token.tokenType === On) ? "resource" : "action";
}

function howToWrite(form: HeadForm): string {
  switch (form) {
    case "statement":
      return "a statement is written `git:push on repos/*`";
    case "sentence":
      return "a sentence is written `ci-runner cannot git:push on repos/*`";
    case "list":
      return "write patterns, with commas between them";
    default:
      return assertNever(form);
  }
}

function isReservedAsPattern(type: TokenType): boolean {
  return [Allow, Deny, Can, Cannot, Needs, Approval, To].includes(type);
}

function trailingComma(
  error: SyntaxError,
  comma: ExpressionToken,
  found: ExpressionToken | undefined,
): Occurrence {
  if (found?.tokenType === Comma) return { help: "one comma separates two patterns" };
  const span = spanOfToken(error.text, comma);
  return {
    help: "remove the comma, or add what should follow it",
    fixes: [{ title: "remove the comma", kind: "review", edits: [{ span, text: "" }] }],
  };
}

// ---------------------------------------------------------------- two patterns side by side

const effectSynonyms: ReadonlyMap<string, string> = new Map([
  ...["permit", "grant", "accept", "enable"].map((word): [string, string] => [word, "allow"]),
  ...["block", "forbid", "reject", "refuse", "disallow", "prohibit"].map((word): [string, string] => [
    word,
    "deny",
  ]),
]);
const listSynonyms: ReadonlyMap<string, string> = new Map([
  ...["in", "at", "of", "for", "from", "onto", "over", "against"].map((word): [string, string] => [
    word,
    "on",
  ]),
  ...["but", "excluding", "without", "minus", "excepting"].map((word): [string, string] => [word, "except"]),
  ...["and", "or", "&", "&&", "+", "|", "||", ";"].map((word): [string, string] => [word, ","]),
]);
const keywords: ReadonlySet<string> = new Set(["allow", "deny", "on", "except", "when", "given"]);

function explainNeighbours(
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
    { help: neighbourHelp(form, found.image) },
  );
}

function neighbourHelp(form: HeadForm, image: string): string {
  if (form !== "list" && /^[(!]*(?:context\.|time\.|has\()/.test(image)) {
    return `a condition begins with \`${form === "sentence" ? "given" : "when"}\``;
  }
  return "patterns are separated by commas; a pattern that holds blanks is written in quotes";
}

// ---------------------------------------------------------------- a keyword behind a pattern

function explainKeyword(error: SyntaxError, form: HeadForm, found: ExpressionToken): Diagnostic {
  const type = found.tokenType;
  if (form === "list") return misplaced(error, `a list of patterns takes no \`${found.image}\``);
  if (type === Given && form === "statement") return mistakenKeyword(error.text, found, "when");
  if (type === When && form === "sentence") return mistakenKeyword(error.text, found, "given");
  if (type === To && form === "statement") return mistakenKeyword(error.text, found, "on");
  if (type === On)
    return misplaced(error, "resources stand before this `on` already", "separate resources with commas");
  if (type === Except)
    return misplaced(error, "a second `except` for one list", "separate what is excepted with commas");
  if (type === Allow || type === Deny) {
    return misplaced(
      error,
      `\`${found.image}\` stands at the beginning of a statement, once`,
      "write one statement each",
    );
  }
  if (form === "statement") {
    return misplaced(
      error,
      `\`${found.image}\` belongs to test sentences`,
      "a statement begins with `allow` or `deny` and names no agent; sentences stand under `tests:`",
    );
  }
  return misplaced(
    error,
    `\`${found.image}\` cannot stand here`,
    "a sentence has one verb, before its actions",
  );
}

function misplaced(error: SyntaxError, problem: string, help: string | null = null): Diagnostic {
  return build["misplaced-keyword"](spanOfError(error), { problem }, { help });
}
