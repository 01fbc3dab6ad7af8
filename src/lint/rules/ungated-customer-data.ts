/**
 * Writes and deletes of customers' records, and mail to many, without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/customer-data.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedCustomerData: Rule = defineRule({
  id: "ungated-customer-data",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A write or delete of customers' records, or mail to many, without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-customer-data", report);
  },
});
