/**
 * Migrations, data definition, and dropping or emptying tables, without approval.
 *
 * Exact: for each plain grant and each agent that holds it, is some request of a region (`sensitive/database-migration.ts` and
 * what `sentrely.yaml` adds) allowed by it, after denies, gates and narrowings? Misses what names do not tell. One
 * question for each pair of a grant and a region whose patterns meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { checkUngated } from "../ungated-regions.ts";

export const ungatedDatabaseMigration: Rule = defineRule({
  id: "ungated-database-migration",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A change of a database's schema without approval.",
  check: (context, report) => {
    checkUngated(context, "ungated-database-migration", report);
  },
});
