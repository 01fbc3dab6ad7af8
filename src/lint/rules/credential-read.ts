/**
 * Reads of secrets, and actions that return credentials, on every resource that they can apply to.
 *
 * Exact: of a request of the grant in a region, are all resources that agree with it up to the name (partition,
 * AWS region and account) of the grant too, none of them denied or gated in every context? So every secret of one
 * account is every secret. Misses grants that reach all only together. A few questions for each pair of globs that meet.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { everyCredential } from "../every-credential.ts";
import { amongHolders, plainGrants } from "../left-ungated.ts";
import { regionsMeeting } from "../region-meetings.ts";
import { addedHere } from "../sensitive-regions.ts";
import { statementSpan } from "../statement-places.ts";
import { agentsInWords, hasEnded } from "../ungated-regions.ts";

export const credentialRead: Rule = defineRule({
  id: "credential-read",
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A read of every secret, or an action that returns credentials on every resource.",
  check: (context, report) => {
    const meeting = regionsMeeting(context, "credential-read");
    for (const { source, holders } of plainGrants(context)) {
      const found = amongHolders(holders, (held) => {
        const meetings = meeting(context.analysis.region(held.grant.scope));
        return hasEnded(context, held) ? null : everyCredential(context, held, meetings);
      });
      if (found === null) continue;
      const { region, witness } = found.first;
      report({
        span: statementSpan(context, source),
        message: `${agentsInWords(found.agents)} can ${region.does} without approval`,
        related: addedHere(region),
        help: "name the secrets that are needed, or add `requires_approval: true` with an `approval_channel`",
        witness,
      });
    }
  },
});
