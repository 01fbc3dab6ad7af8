/** Questions to a policy set: `who can push main`, `what can ci-runner do`. */
import type { Report } from "../base/diagnostic.ts";
import type { QueryExpression } from "./ast.ts";
import { excerpt, isName } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { parseScope, runRule } from "./run-grammar.ts";
import { type ScalarText, spanWithin } from "./scalar-text.ts";
import { scanHead } from "./scan-head.ts";
import { spanOfTokens } from "./syntax-error.ts";
import { Can, type ExpressionToken, Who, Word } from "./tokens.ts";

const { build } = expressionMessages;

/** The question that `text` is; `null` when it is none, which has been reported. */
export function parseQuery(text: ScalarText, report: Report): QueryExpression | null {
  if (hasQuestionMark(text, report)) return null;
  const tokens = scanHead(text, "query", report);
  if (tokens === null || isCanNot(text, tokens, report)) return null;
  const parsed = runRule(text, tokens, "query", (grammar) => grammar.query, report);
  if (parsed === null) return null;
  const span = spanOfTokens(text, tokens);
  if (parsed.kind === "whatCan") {
    const { image, startOffset } = parsed.agent;
    const place = spanWithin(text, startOffset, startOffset + image.length);
    if (isName(image)) return { kind: "whatCan", agent: { value: image, span: place }, span };
    report(
      build["bad-subject"](
        place,
        { problem: `\`${excerpt(image)}\` is not an agent's name` },
        { help: "ask about one agent; for all of them ask `who can ** on **`" },
      ),
    );
    return null;
  }
  const scope = parseScope(text, parsed, report);
  return scope === null ? null : { kind: "whoCan", ...scope, given: parsed.given, span };
}

/** The mark at the end, which would otherwise be taken for a part of the last pattern. */
function hasQuestionMark(text: ScalarText, report: Report): boolean {
  const end = text.value.trimEnd().length;
  if (text.value[end - 1] !== "?" || text.value[end - 2] === "\\") return false;
  const span = spanWithin(text, end - 1, end);
  report(
    build["reserved-character"](
      span,
      { character: "?" },
      {
        help: "a question ends without `?`",
        fixes: [{ title: "remove the `?`", kind: "review", edits: [{ span, text: "" }] }],
      },
    ),
  );
  return true;
}

/** `who can not push` would otherwise read as the action `not`. */
function isCanNot(text: ScalarText, tokens: readonly ExpressionToken[], report: Report): boolean {
  const [who, can, not] = tokens;
  if (who?.tokenType !== Who || can?.tokenType !== Can) return false;
  if (not?.tokenType !== Word || !/^(?:not|NOT|never)$/.test(not.image)) return false;
  report(
    build["misplaced-keyword"](
      spanOfTokens(text, [can, not]),
      { problem: "a question asks who can" },
      { help: "who is not in the answer of `who can` cannot" },
    ),
  );
  return true;
}
