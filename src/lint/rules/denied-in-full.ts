/**
 * A grant that does nothing because denies and guardrails refuse all that it grants.
 *
 * Exact: the grant minus the agent's denies, guardrails and borders has no request, and what it gates and
 * tells beyond granting is denied as well. Leaves to `cross-project` what borders alone deny. Costs one question a grant, over all its
 * agent's denies.
 */
import type { DeadStatement } from "../dead-statement.ts";
import { deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";

export const deniedInFull: Rule = defineRule({
  id: "denied-in-full",
  category: "anomalies",
  level: "error",
  fix: "safe",
  isExact: true,
  summary: "A grant all of whose requests are denied.",
  check: (context, report) => {
    for (const dead of deadBy(context, "denied-in-full")) {
      // A grant that lies wholly beyond a border is told by `cross-project`.
      if (isBeyondBorders(dead)) continue;
      report(
        deadFinding(context, dead, {
          message: `${nameOf(context, dead)} grants nothing: all of it is denied`,
          help: "remove it, or except from the deny what it is meant to allow",
          relation: isAlone(dead) ? "denies it" : "denies a part of it",
        }),
      );
    }
  },
});

/** Whether one statement denies it all, for each agent. */
function isAlone({ covering }: DeadStatement): boolean {
  const agents = covering.flatMap((one) => one.agents);
  return new Set(agents).size === agents.length;
}

/** Whether borders alone deny it. */
function isBeyondBorders({ covering }: DeadStatement): boolean {
  return covering.length > 0 && covering.every(({ statement }) => statement.owner.kind === "border");
}
