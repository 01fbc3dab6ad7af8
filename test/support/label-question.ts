/** Labels of a pull request, and what they count for. */
import { expect } from "vitest";
import { findAcknowledgement, type AcknowledgementSettings } from "../../src/action/acknowledgement.ts";
import type { AcknowledgementReport } from "../../src/report/review-report.ts";
import { sha, startClient } from "./github-client.ts";
import type { GitHubServer, GitHubServerOptions } from "./github-server.ts";

export const head: string = sha("a");
export const howTo: string =
  "to acknowledge it, somebody with write access who had no part in the pull request sets the label `policy-ok` after the last push";

/** A pull request by alice with one commit of hers; rosa may write. */
export async function askLabel(
  arrange: (server: GitHubServer) => void,
  settings: Partial<AcknowledgementSettings> = {},
  options: GitHubServerOptions = {},
): Promise<AcknowledgementReport> {
  const { server, github } = await startClient(options);
  for (const login of ["rosa", "alice", "carol", "robot[bot]"]) server.permission(login, "write");
  server.pullRequest(7, { headSha: head });
  arrange(server);
  return findAcknowledgement(
    github,
    { number: 7, headSha: head },
    { labels: ["policy-ok"], teams: [], ...settings },
  );
}

export async function expectRefused(line: string, arrange: (server: GitHubServer) => void): Promise<void> {
  expect(await askLabel(arrange)).toEqual({ isAcknowledged: false, lines: [line, howTo] });
}

export async function expectCounted(arrange: (server: GitHubServer) => void): Promise<void> {
  const { isAcknowledged, lines } = await askLabel(arrange);
  expect(lines).toEqual([expect.stringMatching(/^`rosa`, who has write access, set the label /)]);
  expect(isAcknowledged).toBe(true);
}
