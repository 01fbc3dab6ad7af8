/**
 * What the action asks of GitHub, as far as it needs the answers.
 *
 * INVARIANT: logins are compared with `sameLogin`; GitHub's have no case.
 */

export interface PullRequest {
  readonly number: number;
  /** Login of who opened it. */
  readonly author: string;
  readonly headSha: string;
  readonly headRef: string;
  /** `owner/name`; `null` when the fork was deleted. */
  readonly headRepository: string | null;
  readonly baseSha: string;
  readonly baseRef: string;
}

export interface PullRequestReview {
  readonly id: number;
  readonly user: Account | null;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  /** The head when it was given; `null`: no longer known. */
  readonly commitId: string | null;
  /** ISO 8601. */
  readonly submittedAt: string | null;
}

export interface Account {
  readonly login: string;
  /** `User`, `Bot`, … */
  readonly type: string;
}

export interface PullRequestCommit {
  readonly sha: string;
  /** `null`: GitHub knows no account of that name. */
  readonly author: Account | null;
  readonly committer: Account | null;
  readonly message: string;
}

/** One entry of the timeline; entries of other kinds have no label and no time that counts. */
export interface TimelineEvent {
  readonly event: string;
  readonly actor: Account | null;
  readonly createdAt: string | null;
  readonly label: string | null;
}

/** A push, by the server's clock. */
export interface PushActivity {
  readonly after: string;
  readonly timestamp: string;
  readonly actor: Account | null;
}

export interface IssueComment {
  readonly id: number;
  readonly user: Account | null;
  readonly body: string;
}

/** Methods reject with a `GitHubFailure` after retrying what may pass. */
export interface GitHub {
  readonly pullRequest: (number: number) => Promise<PullRequest>;
  readonly reviews: (number: number) => Promise<readonly PullRequestReview[]>;
  /** `null`: more than the API lists (250). */
  readonly commits: (number: number) => Promise<readonly PullRequestCommit[] | null>;
  readonly timeline: (number: number) => Promise<readonly TimelineEvent[]>;
  /** Names of the labels that it has now. */
  readonly labels: (number: number) => Promise<readonly string[]>;
  /** Pushes to a branch, newest first; `null`: this server or token does not tell. */
  readonly pushes: (repository: string, branch: string) => Promise<readonly PushActivity[] | null>;
  /** `admin`, `maintain`, `write`, `triage`, `read` or `none`. */
  readonly permissionOf: (login: string) => Promise<string>;
  /** `null`: the token may not read members, or there is no such team. */
  readonly isTeamMember: (organisation: string, team: string, login: string) => Promise<boolean | null>;
  /** Numbers of the pull requests that a commit belongs to. */
  readonly pullRequestsOf: (sha: string) => Promise<readonly number[]>;
  readonly comments: (number: number) => Promise<readonly IssueComment[]>;
  readonly createComment: (number: number, body: string) => Promise<void>;
  readonly updateComment: (id: number, body: string) => Promise<void>;
  /** The account of the token; `null` for a token of the runner, which acts as a bot. */
  readonly self: () => Promise<Account | null>;
}

export type GitHubFailureKind = "forbidden" | "not-found" | "rate-limited" | "unreachable" | "refused";

/** A call that did not succeed, with what it asked for and why; never with the token. */
export class GitHubFailure extends Error {
  override readonly name = "GitHubFailure";
  readonly kind: GitHubFailureKind;

  constructor(kind: GitHubFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
