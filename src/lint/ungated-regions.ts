/**
 * What plain grants let agents do inside sensitive regions without approval: the common check of the rules
 * that have regions.
 */
import type { Witness } from "../base/diagnostic.ts";
import type { Agent, Grant } from "../ir/ir.ts";
import type { SensitiveRuleId } from "../syntax/sensitive-rule-ids.ts";
import type { Finding } from "./define-rule.ts";
import { amongHolders, type HeldFinding, type HeldGrant, leftWitness, plainGrants } from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";
import { restrictionKey } from "./restriction-key.ts";
import { type Meeting, regionsMeeting } from "./region-meetings.ts";
import { addedHere, type RegionBox, sensitiveArea } from "./sensitive-regions.ts";
import { listInWords, statementSpan } from "./statement-places.ts";

/** A region that a grant reaches without approval. */
export interface UngatedRegion {
  readonly region: RegionBox;
  readonly witness: Witness;
}

/** Reports each plain grant that lets some agent into a region of the rule without approval. */
export function checkUngated(
  context: LintContext,
  rule: SensitiveRuleId,
  report: (finding: Finding) => void,
): void {
  const meeting = regionsMeeting(context, rule);
  for (const { source, holders } of plainGrants(context)) {
    const known = new Map<Grant, Map<string, UngatedRegion | null>>();
    const found = amongHolders(holders, (held) => {
      if (hasEnded(context, held)) return null;
      // Who holds the same grant under the same restrictions has the same answer.
      const alike = known.get(held.grant) ?? new Map<string, UngatedRegion | null>();
      known.set(held.grant, alike);
      const key = restrictionKey(context, held.agent);
      let result = alike.get(key);
      if (result === undefined) {
        result = firstUngated(context, rule, held, meeting(context.analysis.region(held.grant.scope)));
        alike.set(key, result);
      }
      return result;
    });
    if (found === null) continue;
    report({ span: statementSpan(context, source), ...ungatedFinding(rule, found) });
  }
}

/** Whether the grant has expired by now: nothing is allowed by it any longer. */
export function hasEnded({ now }: LintContext, { grant, agent }: HeldGrant): boolean {
  return [grant.expires, agent.expires].some((expires) => expires !== null && expires <= now);
}

function firstUngated(
  context: LintContext,
  rule: SensitiveRuleId,
  held: HeldGrant,
  meetings: readonly Meeting[],
): UngatedRegion | null {
  const narrowings = sensitiveArea(context, rule).narrowings;
  const { analysis } = context;
  const { grant, agent } = held;
  const { denies, gates } = analysis.boxesOf(agent);
  const whole = analysis.grantBox(grant, agent.expires);
  for (const { region, actions } of meetings) {
    const text = (): string => `does \`${grant.id}\` let \`${agent.name}\` ${region.does} without approval`;
    const part = actions === null ? whole : { ...whole, region: { ...whole.region, actions } };
    const negatives = [...denies, ...gates, ...narrowings];
    const answer = context.ask({ positives: [part, region.box], negatives }, [rule], text);
    const witness = leftWitness(context, held, answer, [rule], text);
    if (witness !== null) return { region, witness };
  }
  return null;
}

/** What is said of a grant that reaches a region. */
function ungatedFinding(rule: SensitiveRuleId, found: HeldFinding<UngatedRegion>): Omit<Finding, "span"> {
  const { region, witness } = found.first;
  return {
    message: `${agentsInWords(found.agents)} can ${region.does} without approval`,
    related: addedHere(region),
    help: `add \`requires_approval: true\` with an \`approval_channel\`, grant less, or narrow \`${rule}\` in \`sentrely.yaml\` with a reason`,
    witness,
  };
}

/** `ci-runner`, or `ci-runner`, `docs-bot` and 3 more. */
export function agentsInWords(agents: readonly Agent[]): string {
  return listInWords(agents.map(({ name }) => name));
}
