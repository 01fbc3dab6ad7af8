/** A repository, the stand-in of its server, and the action between them. */
import { readFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { runAction, token, type ActionCall, type ActionRun } from "./action-run.ts";
import type { CommitFiles } from "./git-repository.ts";
import { repositoryName, type GitHubEvent } from "./github-events.ts";
import { startGitHub, type GitHubServer, type GitHubServerOptions } from "./github-server.ts";
import {
  createRepository,
  type CheckoutOptions,
  type CommitOptions,
  type PolicyRepository,
  type PullRequestRefs,
} from "./policy-repository.ts";
import type { ReviewJson } from "./ci.ts";
import { startGitServer, type GitServer } from "./git-server.ts";
import { baseFiles } from "./scenario-files.ts";

export interface RunOptions {
  readonly inputs?: { readonly [name: string]: string };
  readonly environment?: { readonly [name: string]: string };
  /** What the step of `actions/checkout` was told; by default nothing: the event's commit and ref, of depth 1. */
  readonly checkout?: Partial<CheckoutOptions>;
  /** A checkout that is there already. */
  readonly workspace?: string;
  readonly apiUrl?: string;
  readonly started?: ActionCall["started"];
}

export interface ScenarioRun extends ActionRun {
  readonly workspace: string;
  /** What the output `report` names, read as JSON. */
  readonly report: () => ReviewJson;
}

export interface Proposal extends CommitOptions {
  readonly number?: number;
  /** Where the branch is; the repository itself unless said. */
  readonly headRepository?: string;
}

export interface Scenario {
  readonly repository: PolicyRepository;
  readonly server: GitHubServer;
  /** Serves the repository to git. */
  readonly gitServer: GitServer;
  /** A checkout of an event's commit and ref, of depth 1 unless said. */
  readonly checkout: (event: GitHubEvent, options?: Partial<CheckoutOptions>) => string;
  /** A pull request of one commit on `main`, 7 unless said, known to git and to the server. */
  readonly propose: (files: CommitFiles, proposal?: Proposal) => PullRequestRefs;
  /** One more commit of a pull request; `forced` replaces those it has. */
  readonly push: (
    pr: PullRequestRefs,
    files: CommitFiles,
    options?: CommitOptions & { readonly forced?: boolean },
  ) => PullRequestRefs;
  readonly run: (event: GitHubEvent, options?: RunOptions) => Promise<ScenarioRun>;
  /** Bodies of the comments of a pull request. */
  readonly comments: (number?: number) => readonly string[];
}

export async function startScenario(
  files: CommitFiles | readonly CommitFiles[] = baseFiles,
  serverOptions: GitHubServerOptions = {},
): Promise<Scenario> {
  const commits: readonly CommitFiles[] = Array.isArray(files) ? files : [files];
  const server = await startGitHub({ repository: repositoryName, token, ...serverOptions });
  onTestFinished(() => server.close());
  const repository = createRepository(...commits);
  const gitServer = await startGitServer({
    repository: repositoryName,
    folder: repository.folder,
    origin: repository.origin,
    token,
  });
  onTestFinished(() => gitServer.close());
  const checkout: Scenario["checkout"] = ({ sha, ref }, options = {}) =>
    repository.checkout({
      commit: sha,
      ref,
      depth: 1,
      token,
      serverUrl: gitServer.url,
      remote: `${gitServer.url}/${repositoryName}`,
      ...options,
    });
  const commentsOf = (number = 7): readonly string[] => server.comments(number).map(({ body }) => body);
  return {
    repository,
    server,
    gitServer,
    checkout,
    comments: commentsOf,
    propose: (changes, { number = 7, headRepository = repositoryName, by = "author", ...commit } = {}) => {
      const pr = repository.propose(number, changes, { by, ...commit });
      server.pullRequest(number, {
        author: by,
        headSha: pr.head,
        headRef: pr.branch,
        headRepository,
        baseSha: pr.base,
        mergeSha: pr.merge,
        commits: [
          { sha: pr.head, author: by, ...(commit.message === undefined ? {} : { message: commit.message }) },
        ],
      });
      return pr;
    },
    push: (pr, changes, { forced = false, by = "author", ...commit } = {}) => {
      if (forced) repository.serverGit("update-ref", `refs/heads/${pr.branch}`, pr.base);
      repository.commit(pr.branch, changes, { by, ...commit });
      const next = repository.pullRequest(pr.number, pr.branch, pr.baseBranch);
      server.push(pr.number, { by, sha: next.head, forced });
      return next;
    },
    run: async (event, options = {}) => {
      const workspace = options.workspace ?? checkout(event, options.checkout);
      const posted = server.requests.length;
      const run = await runAction({
        event,
        workspace,
        apiUrl: options.apiUrl ?? server.url,
        inputs: options.inputs ?? {},
        environment: { GITHUB_SERVER_URL: gitServer.url, ...options.environment },
        ...(options.started === undefined ? {} : { started: options.started }),
      });
      const sent = server.requests.slice(posted);
      if (sent.some(({ body }) => body?.includes(token) === true))
        throw new Error("the token is in a comment");
      return {
        ...run,
        workspace,
        report: () => JSON.parse(readFileSync(run.outputs["report"] ?? "", "utf8")) as ReviewJson,
      };
    },
  };
}

/** The one comment that there is. */
export function soleComment({ comments }: Scenario, number?: number): string {
  const [comment, ...others] = comments(number);
  if (comment === undefined || others.length > 0) {
    throw new Error(`there are ${String(comments(number).length)} comments`);
  }
  return comment;
}
