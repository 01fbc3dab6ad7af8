/**
 * A gate that says nothing about how long to wait, and so waits for one hour.
 *
 * By looking at the options of each gate; exact, linear in the statements.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const approvalWithoutTimeout: Rule = defineRule({
  id: "approval-without-timeout",
  category: "sensitive",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A gate without a timeout of its own.",
  check: null,
  foundBy: "compiler",
});
