/**
 * Writing, rotating and deleting secrets without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/secret-rotation.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedSecretRotation: Rule = defineRule({
  id: "ungated-secret-rotation",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "Writing, rotating or deleting a secret without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-secret-rotation", report);
  },
});
