/**
 * A gate that nobody hears of: every request that it holds back ends as a denial after the timeout.
 *
 * By looking at the options of each gate; exact, linear in the statements.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const approvalWithoutChannel: Rule = defineRule({
  id: "approval-without-channel",
  category: "sensitive",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A gate without a channel: nobody hears of what waits for approval.",
  check: null,
  foundBy: "compiler",
});
