/**
 * Who accepted what the gates refuse, and whether it counts.
 *
 * INVARIANT: only a sentence that names who, when and for which head makes an acknowledgement; whatever is not known
 * speaks against it.
 */
import type { AcknowledgementReport } from "../report/review-report.ts";
import { quoted } from "../report/sanitize.ts";
import { gatherFacts, type Facts } from "./acknowledge-facts.ts";
import { weighLabels } from "./acknowledge-label.ts";
import { weighReviews, type Weighed } from "./acknowledge-review.ts";
import { shortName } from "./commits.ts";
import { type GitHub, GitHubFailure } from "./github.ts";

export interface AcknowledgementSettings {
  /** Labels of which one acknowledges; empty: none does. */
  readonly labels: readonly string[];
  /** `organisation/team`; empty: no review acknowledges. */
  readonly teams: readonly string[];
}

/** Looks up whether a pull request, at a head, is acknowledged. Never rejects: what cannot be read does not count. */
export async function findAcknowledgement(
  github: GitHub,
  pullRequest: { readonly number: number; readonly headSha: string },
  settings: AcknowledgementSettings,
): Promise<AcknowledgementReport> {
  const { labels, teams } = settings;
  const without = (...lines: readonly string[]): AcknowledgementReport => ({ isAcknowledged: false, lines });
  if (labels.length === 0 && teams.length === 0) {
    return without(
      "nobody can acknowledge this here: the workflow sets neither `allow-label` nor `allow-team`",
    );
  }
  let facts: Facts | string;
  try {
    facts = await gatherFacts(github, pullRequest);
  } catch (error) {
    return without(`no acknowledgement counts, since GitHub could not be asked: ${messageOf(error)}`);
  }
  if (typeof facts === "string") return without(`no acknowledgement counts: ${facts}`);

  const { number } = pullRequest;
  const lines: string[] = [];
  const ways: readonly (readonly [string, readonly string[], typeof weighLabels])[] = [
    ["approval", teams, weighReviews],
    ["label", labels, weighLabels],
  ];
  for (const [way, names, weighIn] of ways) {
    if (names.length === 0) continue;
    let weighed: Weighed;
    try {
      weighed = await weighIn(github, number, facts, names);
    } catch (error) {
      lines.push(`no ${way} counts, since GitHub could not be asked: ${messageOf(error)}`);
      continue;
    }
    if (weighed.counts !== null) return { isAcknowledged: true, lines: [weighed.counts] };
    lines.push(...weighed.lines);
  }
  return without(...lines, ...howTo(settings, pullRequest.headSha));
}

function howTo({ labels, teams }: AcknowledgementSettings, headSha: string): readonly string[] {
  const or = (names: readonly string[]): string => names.map(quoted).join(" or ");
  return [
    ...(teams.length === 0
      ? []
      : [
          `to acknowledge it, a member of ${or(teams)} who had no part in the pull request approves ${quoted(shortName(headSha))}`,
        ]),
    ...(labels.length === 0
      ? []
      : [
          `to acknowledge it, somebody with write access who had no part in the pull request sets the label ${or(labels)} after the last push`,
        ]),
  ];
}

function messageOf(error: unknown): string {
  // A failure's message is made for reading; another error is a defect of ours, and named as one.
  return error instanceof GitHubFailure ? error.message : `an internal error (${quoted(String(error))})`;
}
