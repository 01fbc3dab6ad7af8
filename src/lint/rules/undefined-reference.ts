/**
 * A name is used that nothing declares.
 *
 * By looking the name up among the declared ones, while names are resolved; exact, linear in the text.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const undefinedReference: Rule = defineRule({
  id: "undefined-reference",
  category: "structure",
  level: "error",
  fix: "review",
  isExact: false,
  summary:
    "A name that nothing declares: an agent, role, label, project, variable, vocabulary word, channel, time zone or statement id.",
  check: null,
  foundBy: "compiler",
});
