/**
 * A deny or a gate that also restricts requests in which an attribute of its condition is absent, and so
 * refuses, or asks for, what grants allow.
 *
 * Exact: with one attribute absent and all others there, the condition is unknown, some grant grants the
 * request, and nothing else denies it (nor gates it, for a gate). An attribute with a default is never
 * absent; `time.*` is left aside, since a request needs `now` wherever a policy speaks of time. Misses
 * nothing else. One finding a statement. Costs one question for each attribute, agent and grant whose
 * patterns meet.
 */
import type { Fix } from "../../base/diagnostic.ts";
import { type AbsentFiring, absentFiring } from "../absent-attributes.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { quoted } from "../overlap-findings.ts";
import { presenceEdits } from "../presence-edits.ts";
import { listInWords } from "../statement-places.ts";
import { fromWhat, relatedGrants } from "../taken-parts.ts";

const id = "absent-attribute";

export const absentAttribute: Rule = defineRule({
  id,
  category: "structure",
  level: "info",
  fix: "review",
  isExact: true,
  summary: "A restriction that also fires when its attribute is absent, and what it then refuses.",
  check: (context, report) => {
    for (const source of context.statements) {
      if (source.kind === "grant" || source.owner.kind === "border") continue;
      const firing = absentFiring(context, source);
      const [first] = firing?.from ?? [];
      const [agent] = first?.agents ?? [];
      if (firing === null || first === undefined || agent === undefined || first.shared === null) continue;
      const isGate = source.kind === "gate";
      const names = listInWords(firing.attributes.map((name) => `context.${name}`));
      const verb = firing.attributes.length === 1 ? "is" : "are";
      const whose = fromWhat(context, { restriction: source, from: firing.from });
      const text = (): string => `what does ${quoted(context, source)} restrict when ${names} ${verb} absent`;
      report({
        span: source.place.span,
        message: `${isGate ? "the gate " : ""}${quoted(context, source)} also ${isGate ? "asks" : "denies"} when ${names} ${verb} absent, and so ${isGate ? "holds" : "refuses"} a part of ${whose}`,
        related: relatedGrants(
          context,
          { restriction: source, from: firing.from },
          isGate ? "needs approval for requests" : "loses requests",
        ),
        help: "doubt restricts; if absence should not, ask `has(…)` first, or declare a default in `sentrely.yaml`",
        witness: context.witness(
          agent,
          first.shared,
          [id],
          text,
          ({ reason }) => reason === (isGate ? "gated" : "denied"),
        ),
        fixes: fixesOf(context, firing),
      });
    }
  },
});

function fixesOf(context: LintContext, { source, attributes }: AbsentFiring): readonly Fix[] {
  const [first] = source.instances;
  const edits = first === undefined ? null : presenceEdits(context, first.statement, attributes);
  return edits === null
    ? []
    : [{ title: "restrict only where the attribute is there", kind: "review", edits }];
}
