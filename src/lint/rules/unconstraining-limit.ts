/**
 * A condition that does not limit what it seems to limit.
 *
 * Exact, in two forms. (1) All that a plain grant's condition shuts out is allowed anyway by plain grants
 * without condition, for every agent that takes the statement; it stays silent where the conditional
 * grant tells a channel that they do not. (2) In a grant that a sensitive region touches, the condition
 * bounds a number on one side and holds however far it lies on the other, and such a request is allowed
 * without approval. Bounds on `time` are not numbers in this sense. A question for each conditional
 * grant, and one for each number that it compares.
 */
import type { Box } from "../../analysis/boxes.ts";
import type { Witness } from "../../base/diagnostic.ts";
import type { Grant, Statement } from "../../ir/ir.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { amongHolders, forAgents, type HeldGrant, leftWitness, plainGrants } from "../left-ungated.ts";
import type { LintContext } from "../lint-context.ts";
import { halfOpenBound } from "../half-open-bounds.ts";
import { sensitiveRegions } from "../sensitive-regions.ts";
import { statementText } from "../statement-text.ts";
import { relatedStatements, statementSpan } from "../statement-places.ts";
import { statementNode } from "../written-statements.ts";

const id = "unconstraining-limit";

export const unconstrainingLimit: Rule = defineRule({
  id,
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A condition that does not limit what it seems to limit.",
  check: (context, report) => {
    for (const { source, holders } of plainGrants(context)) {
      const node = statementNode(context, source.place);
      const span = node?.expression.when?.span ?? node?.when?.span ?? statementSpan(context, source);
      const covered = amongHolders(holders, (held) => coveredAnyway(context, held));
      if (covered !== null && covered.agents.length === holders.length) {
        const { by, witness } = covered.first;
        const [first] = by;
        const what = first === undefined ? "another grant" : `\`${statementText(context, first)}\``;
        report({
          span,
          message: `the condition limits nothing: ${by.length > 1 ? "other grants allow" : `${what} allows`} what it shuts out`,
          related: relatedStatements(context, by, "allows it without condition"),
          help: "remove the broader grant if the limit is meant, or this one if it is not",
          witness,
        });
        continue;
      }
      const open = amongHolders(holders, (held) =>
        halfOpenBound(context, held, () => sensitiveBoxes(context), [id]),
      );
      if (open === null) continue;
      const { attribute, side, help, witness } = open.first;
      report({
        span,
        message: `\`context.${attribute}\` has no bound ${side} in a grant of a sensitive operation${forAgents(open)}`,
        help,
        witness,
      });
    }
  },
});

/** The regions of all rules; what `sentrely.yaml` takes out of them stays sensitive here. */
function sensitiveBoxes(context: LintContext): readonly Box[] {
  return context.share({
    name: "sensitive boxes",
    make: () =>
      [...sensitiveRegions(context).values()].flatMap(({ regions }) => regions.map(({ box }) => box)),
  });
}

interface Covered {
  readonly by: readonly Statement[];
  readonly witness: Witness | null;
}

/** The unconditional grants that allow all that the condition shuts out; `null`: it shuts something out. */
function coveredAnyway(context: LintContext, held: HeldGrant): Covered | null {
  const { grant, agent } = held;
  const { analysis } = context;
  if (grant.condition === null) return null;
  const { grants, denies, gates } = analysis.boxesOf(agent);
  const isUnconditional = ({ statement }: Box): boolean =>
    statement?.kind === "grant" && statement !== grant && statement.condition === null;
  const others = grants.filter(isUnconditional);
  if (others.length === 0) return null;
  const shutOut = outside(context, held);
  const text = (): string => `does the condition of \`${grant.id}\` shut anything out for \`${agent.name}\``;
  const answer = context.ask({ positives: [shutOut], negatives: [...others, ...denies] }, [id], text);
  if (answer.kind !== "empty") return null;
  const allowed = context.ask({ positives: [shutOut], negatives: [...denies, ...gates] }, [id], text);
  const witness = leftWitness(context, held, allowed, [id], text);
  if (witness === null) return null;
  const by = answer.covering.flatMap(({ statement }) => (statement?.kind === "grant" ? [statement] : []));
  return tellsMore(grant, by) ? null : { by, witness };
}

/** Where the grant would hold without its condition and does not with it. */
function outside({ analysis }: LintContext, { grant, agent }: HeldGrant): Box {
  const { diagrams, conditions } = analysis;
  const whole = analysis.grantBox({ ...grant, condition: null }, agent.expires);
  return {
    ...whole,
    statement: grant,
    condition: () => diagrams.minus(whole.condition(), conditions.compile(grant.condition).isTrue),
  };
}

/** Whether the grant is there for a channel that the others do not tell. */
function tellsMore({ notify }: Grant, others: readonly Statement[]): boolean {
  const told = new Set(others.flatMap((other) => (other.kind === "grant" ? other.notify : [])));
  return notify.some((channel) => !told.has(channel));
}
