/**
 * Changes of identities, roles, keys and permissions without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/iam-change.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedIamChange: Rule = defineRule({
  id: "ungated-iam-change",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A change of identities, roles, keys or permissions without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-iam-change", report);
  },
});
