/** Approving reviews of a pull request, and what they count for. */
import { expect } from "vitest";
import { findAcknowledgement, type AcknowledgementSettings } from "../../src/action/acknowledgement.ts";
import type { AcknowledgementReport } from "../../src/report/review-report.ts";
import { sha, startClient, type Client } from "./github-client.ts";
import type { GitHubServer, GitHubServerOptions } from "./github-server.ts";

export const head: string = sha("a");
export const teams: readonly string[] = ["acme/security"];
export const howTo: string =
  "to acknowledge it, a member of `acme/security` who had no part in the pull request approves `aaaaaaaaaa`";

interface Asked extends Client {
  readonly report: AcknowledgementReport;
}

/** A pull request by alice with one commit of hers; rosa and boris are of the team. */
export async function askReview(
  arrange: (server: GitHubServer) => void,
  {
    settings = {},
    server = {},
  }: {
    readonly settings?: Partial<AcknowledgementSettings>;
    readonly server?: GitHubServerOptions;
  } = {},
): Promise<Asked> {
  const client = await startClient({ mayReadMembers: true, ...server });
  client.server.team("acme/security", ["rosa", "Boris", "alice", "carol", "robot[bot]"], ["ivan"]);
  client.server.team("acme/platform", ["petra"]);
  client.server.pullRequest(7, { headSha: head });
  arrange(client.server);
  const report = await findAcknowledgement(
    client.github,
    { number: 7, headSha: head },
    { labels: [], teams, ...settings },
  );
  return { ...client, report };
}

export async function expectRefused(
  line: string,
  arrange: (server: GitHubServer) => void,
  options: Parameters<typeof askReview>[1] = {},
): Promise<void> {
  const { report } = await askReview(arrange, options);
  expect(report).toEqual({ isAcknowledged: false, lines: [line, howTo] });
}
