/**
 * Writes by which an agent can change what holds it: its policy, its gateway's config, workflows, the audit log; without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/self-modification.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const selfModification: Rule = defineRule({
  id: "self-modification",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary:
    "A write by which an agent can change its policy, its gateway's config, a workflow or the audit log.",
  check: (context, report) => {
    checkUngated(context, "self-modification", report);
  },
});
