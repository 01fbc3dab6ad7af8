/**
 * Pushes and merges to the branches that releases come from, without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/protected-branch.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedProtectedBranch: Rule = defineRule({
  id: "ungated-protected-branch",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A push or merge to main, master, a release or production branch without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-protected-branch", report);
  },
});
