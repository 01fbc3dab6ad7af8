/**
 * A suppression that does not say why: nobody can tell later whether it still holds, so it suppresses nothing.
 *
 * Decided by reading the comment; exact, linear in the comments.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const suppressionWithoutReason: Rule = defineRule({
  id: "suppression-without-reason",
  category: "limits",
  level: "error",
  fix: null,
  isExact: false,
  summary: "A suppression that gives no reason.",
  check: null,
  foundBy: "suppressions",
});
