/**
 * A key that the schema of its place does not know: `require_approval: true` silently ignored would be a hole.
 *
 * By the schemas of documents, while the text is read; exact, linear in the text.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const unknownKey: Rule = defineRule({
  id: "unknown-key",
  category: "structure",
  level: "error",
  fix: "review",
  isExact: false,
  summary: "A key that does not exist at its place.",
  check: null,
  foundBy: "compiler",
});
