/**
 * An attribute is compared with a value of another type than it has elsewhere: the comparison would be unknown
 * for every request.
 *
 * By inferring one type for each attribute over the whole set; exact, linear in the conditions.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const conditionType: Rule = defineRule({
  id: "condition-type",
  category: "structure",
  level: "error",
  fix: null,
  isExact: false,
  summary: "An attribute or literal of the wrong type in a condition.",
  check: null,
  foundBy: "compiler",
});
