/** What a syntax error before the condition most likely means, in the language's terms. */
import type { Diagnostic, Occurrence } from "../base/diagnostic.ts";
import { assertNever } from "../base/invariant.ts";
import { explainNeighbours } from "./explain-neighbours.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import { conditionKeyword, type HeadForm } from "./scan-head.ts";
import { explainQuestion } from "./explain-query-error.ts";
import { explainSubjectOrVerb } from "./explain-sentence-error.ts";
import { spanOfError, spanOfToken, unexpected } from "./syntax-error.ts";
import type { SyntaxError } from "./syntax-error.ts";
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

/** The diagnostic for a syntax error in effect, actions, resources, subject, verb or question word. */
export function explainHeadError(error: SyntaxError, form: HeadForm): Diagnostic {
  const { tokens, index } = error;
  const before = tokens[index - 1];
  const found = tokens[index];
  if (form === "sentence") {
    const explained = explainSubjectOrVerb(error);
    if (explained !== null) return explained;
  }
  if (form === "query") {
    const explained = explainQuestion(error);
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
    const help = `write the ${what}, or remove the comma`;
    return build["missing-pattern"](spanOfToken(text, found), { what, place: "before this comma" }, { help });
  }
  const help = helpAfter(before, found, what, form);
  return build["missing-pattern"](
    spanOfToken(text, before),
    { what, place: `after \`${before.image}\`` },
    { help },
  );
}

function helpAfter(
  before: ExpressionToken,
  found: ExpressionToken | undefined,
  what: string,
  form: HeadForm,
): string {
  if (before.tokenType === On) return "name the resources, such as `on repos/*`, or write `on **` for all";
  if (before.tokenType === Except) return `name the ${what} that is excepted, or remove \`except\``;
  const isEffect = before.tokenType === Allow || before.tokenType === Deny;
  return isEffect && found?.tokenType === On
    ? `write \`${before.image} ** on …\` for every action`
    : howToWrite(form);
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
    case "query":
      return "a question is written `who can git:push on repos/*`";
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

// ---------------------------------------------------------------- a keyword behind a pattern

function explainKeyword(error: SyntaxError, form: HeadForm, found: ExpressionToken): Diagnostic {
  const type = found.tokenType;
  if (form === "list") return misplaced(error, `a list of patterns takes no \`${found.image}\``);
  if (type === Given && form === "statement") return mistakenKeyword(error.text, found, "when");
  if (type === When && conditionKeyword(form) === "given") return mistakenKeyword(error.text, found, "given");
  const { text, tokens, index } = error;
  if (type === To && !tokens.slice(0, index).some((token) => token.tokenType === On)) {
    return mistakenKeyword(text, found, "on");
  }
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
    form === "query" ? "ask one question at a time" : "a sentence has one verb, before its actions",
  );
}

function misplaced(error: SyntaxError, problem: string, help: string | null = null): Diagnostic {
  return build["misplaced-keyword"](spanOfError(error), { problem }, { help });
}
