/** The stand-in with a client of it, whose waits take no time. */
import { onTestFinished } from "vitest";
import { GitHubFailure, type GitHub } from "../../src/action/github.ts";
import { createGitHub, type GitHubOptions } from "../../src/action/octokit-github.ts";
import { startGitHub, type GitHubServer, type GitHubServerOptions } from "./github-server.ts";

export interface Client {
  readonly server: GitHubServer;
  readonly github: GitHub;
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
}

export async function startClient(
  server: GitHubServerOptions = {},
  options: Partial<GitHubOptions> = {},
): Promise<Client> {
  const started = await startGitHub(server);
  onTestFinished(() => started.close());
  const waits: number[] = [];
  let clock = Date.parse("2026-03-02T10:00:00Z");
  const github = createGitHub({
    apiUrl: started.url,
    token: started.token,
    repository: started.repository,
    userAgent: "sentrely-policy/1.2.3",
    now: () => clock,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      clock += milliseconds;
    },
    ...options,
  });
  return { server: started, github, waits };
}

/** A commit's name made of one character. */
export const sha = (character: string): string => character.repeat(40);

/** The failure of a call; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<GitHubFailure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GitHubFailure) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}
