/**
 * A limit only alerts when it is exceeded: it reads like a limit and stops nothing.
 *
 * By looking at `on_exceed` and `on_open` of each limit; exact, linear in the limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";

export const toothlessLimit: Rule = defineRule({
  id: "toothless-limit",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A limit that only alerts and so blocks nothing.",
  check: null,
  foundBy: "compiler",
});
