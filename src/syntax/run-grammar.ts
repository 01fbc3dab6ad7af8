/**
 * Runs one rule of the expression grammar and turns what chevrotain reports into one diagnostic.
 *
 * INVARIANT: a result is only returned for input without errors; nothing is recovered.
 */
import type { ParserMethod } from "chevrotain";
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { PatternNode, StatementExpression } from "./ast.ts";
import { tooDeep } from "./condition-depth.ts";
import { explainConditionError } from "./explain-condition-error.ts";
import { explainHeadError } from "./explain-head-error.ts";
import { expressionGrammar } from "./expression-grammar.ts";
import type { ExpressionGrammar, ScopeTokens } from "./expression-grammar.ts";
import { parsePattern } from "./pattern-parser.ts";
import type { ScalarText } from "./scalar-text.ts";
import type { HeadForm } from "./scan-head.ts";
import { guardedOptionOf, swallowedOption } from "./swallowed-option.ts";
import type { SyntaxError } from "./syntax-error.ts";
import { Given, Quoted, When } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";
import type { IToken } from "chevrotain";

/** What the rule returns for `tokens`, or `null` after one reported error. */
export function runRule<T>(
  text: ScalarText,
  tokens: ExpressionToken[],
  form: HeadForm | "condition",
  ruleOf: (grammar: ExpressionGrammar) => ParserMethod<[], T>,
  report: Report,
): T | null {
  const deep = tooDeep(text, tokens);
  if (deep !== null) {
    report(deep);
    return null;
  }
  const grammar = expressionGrammar();
  grammar.text = text;
  grammar.input = tokens;
  const result = ruleOf(grammar).call(grammar);
  const [error] = grammar.errors;
  if (error === undefined) return result;
  const found = tokens.findIndex((token) => token === error.token);
  // The token of an error at the end of input is chevrotain's, without an offset.
  const index = found === -1 ? tokens.length : found;
  report(explain({ text, tokens, index, expected: error.message }, form));
  return null;
}

function explain(error: SyntaxError, form: HeadForm | "condition"): Diagnostic {
  if (form === "condition") return explainConditionError(error, 0);
  const opening = error.tokens.findIndex((token) => token.tokenType === When || token.tokenType === Given);
  return opening !== -1 && error.index > opening
    ? explainConditionError(error, opening + 1)
    : explainHeadError(error, form);
}

/** The part that statements and sentences share, its patterns parsed; `null` when one was reported. */
export function parseScope(
  text: ScalarText,
  tokens: ScopeTokens,
  report: Report,
): Pick<StatementExpression, "actions" | "exceptActions" | "resources" | "exceptResources"> | null {
  const actions = parsePatterns(text, tokens.actions, report);
  const exceptActions = parsePatterns(text, tokens.exceptActions, report);
  const resources = tokens.resources === null ? [] : parsePatterns(text, tokens.resources, report);
  const exceptResources = parsePatterns(text, tokens.exceptResources, report);
  if (actions === null || exceptActions === null || resources === null || exceptResources === null)
    return null;
  return { actions, exceptActions, resources: tokens.resources === null ? null : resources, exceptResources };
}

/** Parses the patterns of a list, all of them; `null` when one was reported. */
export function parsePatterns(
  text: ScalarText,
  tokens: readonly IToken[],
  report: Report,
): readonly PatternNode[] | null {
  const patterns: PatternNode[] = [];
  for (const token of tokens) {
    const quoted = token.tokenType === Quoted;
    const key = quoted ? null : guardedOptionOf(token.image);
    if (key !== null) {
      report(swallowedOption(text, token.startOffset, key));
      continue;
    }
    const pattern = parsePattern(
      text,
      token.startOffset,
      (token.endOffset ?? token.startOffset) + 1,
      quoted,
      report,
    );
    if (pattern !== null) patterns.push(pattern);
  }
  return patterns.length === tokens.length ? patterns : null;
}
