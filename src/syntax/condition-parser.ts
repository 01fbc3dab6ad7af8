/** Conditions: the values of `when:` and of `vocabulary.conditions`. */
import type { Report } from "../base/diagnostic.ts";
import type { ConditionNode } from "./ast.ts";
import { runRule } from "./run-grammar.ts";
import type { ScalarText } from "./scalar-text.ts";
import { scanCondition } from "./scan-condition.ts";
import type { ExpressionToken } from "./tokens.ts";

/** The condition that `text` is; `null` when it is none, which has been reported. */
export function parseCondition(text: ScalarText, report: Report): ConditionNode | null {
  const tokens: ExpressionToken[] = [];
  if (!scanCondition(text, 0, text.value.length, tokens, report)) return null;
  return runRule(text, tokens, "condition", (grammar) => grammar.condition, report);
}
