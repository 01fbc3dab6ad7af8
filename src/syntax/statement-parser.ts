/** Statements: `deny git:push on repos/* except repos/docs when context.env == "prod"`. */
import type { Report } from "../base/diagnostic.ts";
import type { StatementExpression } from "./ast.ts";
import { parseScope, runRule } from "./run-grammar.ts";
import type { ScalarText } from "./scalar-text.ts";
import { scanHead } from "./scan-head.ts";
import { spanOfTokens } from "./syntax-error.ts";

/** The statement that `text` is; `null` when it is none, which has been reported. */
export function parseStatement(text: ScalarText, report: Report): StatementExpression | null {
  const tokens = scanHead(text, "statement", report);
  if (tokens === null) return null;
  const parsed = runRule(text, tokens, "statement", (grammar) => grammar.statement, report);
  if (parsed === null) return null;
  const scope = parseScope(text, parsed, report);
  if (scope === null) return null;
  return { effect: parsed.effect, ...scope, when: parsed.when, span: spanOfTokens(text, tokens) };
}
