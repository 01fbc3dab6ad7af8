/**
 * Two statements share an id, so that neither decisions nor tests could name one of them.
 *
 * By a table of the ids that are written; exact, linear in the statements.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const duplicateId: Rule = defineRule({
  id: "duplicate-id",
  category: "structure",
  level: "error",
  fix: null,
  isExact: false,
  summary: "Two statements with one id.",
  check: null,
  foundBy: "compiler",
});
