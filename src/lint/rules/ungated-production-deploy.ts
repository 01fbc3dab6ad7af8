/**
 * A deploy to what is named for production, without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/production-deploy.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedProductionDeploy: Rule = defineRule({
  id: "ungated-production-deploy",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A deploy to production without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-production-deploy", report);
  },
});
