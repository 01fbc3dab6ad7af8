/**
 * A statement that no valid request matches: its condition is a contradiction, its exceptions carve out
 * all that it names, or no valid request has such names.
 *
 * Exact: the statement's own box is asked for a request, a grant's where its condition is true, a deny's
 * and a gate's where it is not false; expiry aside. Asked only of statements that do nothing for any
 * agent. Misses nothing. Costs one search over the statement's patterns.
 */
import type { Statement } from "../../ir/ir.ts";
import { deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";

export const neverMatches: Rule = defineRule({
  id: "never-matches",
  category: "anomalies",
  level: "error",
  fix: "safe",
  isExact: true,
  summary: "A statement that no valid request matches.",
  check: (context, report) => {
    for (const dead of deadBy(context, "never-matches")) {
      const [first] = dead.source.instances;
      if (first === undefined) continue;
      report(
        deadFinding(context, dead, {
          message: `no valid request matches ${nameOf(context, dead)}: ${reasonOf(context, first.statement)}`,
          help: "correct it, or remove it",
          relation: "",
        }),
      );
    }
  },
});

/** Which part of the statement is at fault: the first without which some request would match. */
function reasonOf(context: LintContext, { scope, condition, kind }: Statement): string {
  const matches = (part: typeof scope): boolean => {
    const box = context.analysis.questionBox(part, null);
    const text = (): string => "does any request have such names";
    return context.ask({ positives: [box], negatives: [] }, ["never-matches"], text).kind !== "empty";
  };
  if (condition !== null && matches(scope)) {
    return kind === "grant" ? "its condition is never true" : "its condition is false in every context";
  }
  return matches({ ...scope, exceptActions: [], exceptResources: [] })
    ? "its exceptions carve out all of it"
    : "no valid request has such names";
}
