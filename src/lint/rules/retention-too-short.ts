/**
 * Audit records that are kept for less time than a declared compliance regime needs: SOC 2 one year,
 * HIPAA six.
 *
 * Of an agent's retentions the longest holds (LANGUAGE.md §8); no retention at all is too short as
 * well. Linear in agents and limits.
 */
import type { Span } from "../../base/source.ts";
import type { Agent, Audit } from "../../ir/ir.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { agentList, holds } from "../missing-limits.ts";

const year = 365 * 86_400;

/** Seconds that audit records are kept at least, by regime. */
const needed: { readonly [regime: string]: { readonly name: string; readonly seconds: number } } = {
  // 45 CFR 164.316(b)(2)(i) for HIPAA; SOC 2 reports speak of a period of up to twelve months.
  soc2: { name: "SOC 2", seconds: year },
  hipaa: { name: "HIPAA", seconds: 6 * year },
};

function inWords(seconds: number): string {
  const days = seconds / 86_400;
  if (days % 365 === 0) return days === 365 ? "1 year" : `${days / 365} years`;
  return Number.isInteger(days) ? `${days} days` : `${(seconds / 3600).toFixed(0)} hours`;
}

export const retentionTooShort: Rule = defineRule({
  id: "retention-too-short",
  category: "limits",
  level: "error",
  fix: null,
  isExact: false,
  summary: "Audit records are kept for less time than a declared compliance regime needs.",
  check: ({ set, config }, report) => {
    const demands = (config?.compliance ?? []).flatMap(({ value, span }) => {
      const demand = needed[value];
      return demand === undefined ? [] : [{ ...demand, span }];
    });
    const [strictest] = [...demands].sort((a, b) => b.seconds - a.seconds);
    if (strictest === undefined) return;
    const related = [{ message: "the regime is declared here", span: strictest.span }];
    const groups = new Map<string, { span: Span; retention: number | null; agents: Agent[] }>();
    for (const agent of set.agents) {
      const [longest] = set.limits
        .filter((l): l is Audit => l.kind === "audit" && l.retentionSeconds !== null && holds(l, agent))
        .sort((a, b) => (b.retentionSeconds ?? 0) - (a.retentionSeconds ?? 0));
      const retention = longest?.retentionSeconds ?? null;
      if (retention !== null && retention >= strictest.seconds) continue;
      const span = longest?.place ?? strictest.span;
      const key = `${span.file}\u0000${span.start}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { span, retention, agents: [agent] });
      else group.agents.push(agent);
    }
    for (const { span, retention, agents } of groups.values()) {
      const who = agentList(agents);
      const kept =
        retention === null
          ? `nothing says how long the audit records of ${who} are kept`
          : `the audit records of ${who} are kept for ${inWords(retention)}`;
      const message = `${kept}, and ${strictest.name} needs ${inWords(strictest.seconds)}`;
      report({
        span,
        message,
        related: retention === null ? [] : related,
        help: `set \`audit: {retention: ${strictest.seconds / year}y}\` or longer`,
      });
    }
  },
});
