/**
 * The worst day of a project's agents, each using all its sessions to the last token, costs more than
 * the project may spend in a month.
 *
 * Decided by arithmetic over the limits that block. An agent whose tokens or sessions have no limit is
 * `missing-budget`'s matter and counts as nothing here; so does a price that `sentrely.yaml` does not
 * name. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import type { Agent, Budget } from "../../ir/ir.ts";
import { holds } from "../missing-limits.ts";

/** Tokens that the agent can use in a day; 0 when nothing bounds them. */
function tokensPerDay(context: LintContext, agent: Agent): number {
  const budgets = context.set.limits.filter(
    (limit): limit is Budget => limit.kind === "budget" && limit.onExceed !== "alert" && holds(limit, agent),
  );
  const least = (numbers: readonly (number | null)[]): number =>
    Math.min(...numbers.map((n) => n ?? Infinity));
  const day =
    least(budgets.map((b) => b.maxTokensPerSession)) * least(budgets.map((b) => b.maxSessionsPerDay));
  return Number.isFinite(day) ? day : 0;
}

function dollars(cents: number): string {
  const [whole = "", parts = ""] = (cents / 100).toFixed(2).split(".");
  return `$${grouped(whole)}.${parts}`;
}

/** `1,234,567`. The number formats of the platform take longer to load than the rules take to run. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ",");
}

export const budgetArithmetic: Rule = defineRule({
  id: "budget-arithmetic",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "The worst day of a project's agents costs more than its month may.",
  check: (context, report) => {
    const price = context.config?.usdPerMillionTokens ?? null;
    for (const limit of context.set.limits) {
      if (limit.kind !== "project_budget") continue;
      const agents = context.set.agents
        .filter((agent) => holds(limit, agent))
        .map((agent) => ({ agent, tokens: tokensPerDay(context, agent) }))
        .filter(({ tokens }) => tokens > 0)
        .sort((a, b) => b.tokens - a.tokens);
      const tokens = agents.reduce((sum, a) => sum + a.tokens, 0);
      const cents = price === null ? 0 : (tokens / 1_000_000) * price * 100;
      const { project } = limit.scope.kind === "project" ? limit.scope : { project: "" };
      const related = agents.slice(0, 5).map((a) => ({
        message: `\`${a.agent.name}\` can use ${grouped(String(a.tokens))} tokens a day`,
        span: a.agent.place,
      }));
      const help = "lower `max_tokens_per_session` or `max_sessions_per_day`, or raise the monthly limit";
      if (limit.monthlyLimit !== null && cents > limit.monthlyLimit) {
        const message = `the worst day of project \`${project}\` costs ${dollars(cents)}, its month may cost ${dollars(limit.monthlyLimit)}`;
        report({ span: limit.place, message, related, help });
      } else if (limit.monthlyTokens !== null && tokens > limit.monthlyTokens) {
        const message = `the worst day of project \`${project}\` uses ${grouped(String(tokens))} tokens, its month may use ${grouped(String(limit.monthlyTokens))}`;
        report({ span: limit.place, message, related, help });
      }
    }
  },
});
