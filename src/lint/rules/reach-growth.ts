/**
 * A change by which the number of requests that an agent may make grows by more than a factor.
 *
 * Found by `diff`, which counts the names of allowed requests up to a length on both sides; a single set
 * has nothing to compare with.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const reachGrowth: Rule = defineRule({
  id: "reach-growth",
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A change by which the number of allowed requests grows by more than a factor.",
  check: null,
  foundBy: "diff",
});
