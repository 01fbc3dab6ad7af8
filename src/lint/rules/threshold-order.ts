/**
 * Alert thresholds do not ascend, or one is above 100 %, where the limit itself is.
 *
 * By comparing neighbours, while the text is read; exact, linear in the list.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const thresholdOrder: Rule = defineRule({
  id: "threshold-order",
  category: "limits",
  level: "error",
  fix: "safe",
  isExact: false,
  summary: "Alert thresholds that do not ascend, or exceed 100 %.",
  check: null,
  foundBy: "compiler",
});
