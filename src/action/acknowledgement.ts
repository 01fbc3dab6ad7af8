/** Who accepted what the gates refuse, and whether it counts. */
import type { AcknowledgementReport } from "../report/review-report.ts";
import type { GitHub } from "./github.ts";

export interface AcknowledgementSettings {
  /** Labels of which one acknowledges; empty: none does. */
  readonly labels: readonly string[];
  /** `organisation/team`; empty: no review acknowledges. */
  readonly teams: readonly string[];
}

/** Looks up whether a pull request, at a head, is acknowledged. Never rejects: what cannot be read does not count. */
export function findAcknowledgement(
  _github: GitHub,
  _pullRequest: { readonly number: number; readonly headSha: string },
  _settings: AcknowledgementSettings,
): Promise<AcknowledgementReport> {
  throw new Error("being written");
}
