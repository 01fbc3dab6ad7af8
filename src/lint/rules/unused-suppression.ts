/**
 * A suppression that suppresses nothing: what it once hid is gone, or it never named it rightly.
 *
 * Decided after all rules have run, by the lines of their findings; exact, linear in the comments. A rule
 * that did not run, or that left a question undecided, leaves its suppressions alone.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const unusedSuppression: Rule = defineRule({
  id: "unused-suppression",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A suppression that suppresses nothing, or names no rule.",
  check: null,
  foundBy: "suppressions",
});
