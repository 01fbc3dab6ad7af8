/** What the stand-in remembers, and a clock that goes on by a minute with every event. */
import { idOf } from "./bodies.ts";

export interface Account {
  readonly login: string;
  readonly type: string;
}

export interface Commit {
  readonly sha: string;
  readonly author: Account | null;
  readonly committer: Account | null;
  readonly message: string;
  readonly at: string;
}

export interface Review {
  readonly id: number;
  readonly by: Account | null;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  readonly commit: string | null;
  readonly at: string | null;
  readonly body: string;
}

export interface Comment {
  readonly id: number;
  readonly by: Account | null;
  body: string;
  readonly at: string;
  changedAt: string;
}

export type TimelineEntry =
  | { readonly kind: "commit"; readonly commit: Commit }
  | {
      readonly kind: "event";
      readonly event: string;
      readonly by: Account | null;
      readonly at: string;
      readonly label: string | null;
      readonly commit: string | null;
    };

export interface Activity {
  readonly repository: string;
  readonly before: string;
  readonly after: string;
  readonly ref: string;
  readonly at: string;
  readonly by: Account | null;
  readonly type:
    "push" | "force_push" | "branch_creation" | "branch_deletion" | "pr_merge" | "merge_queue_merge";
}

export interface PullRequestState {
  readonly number: number;
  readonly title: string;
  readonly author: Account;
  headSha: string;
  readonly headRef: string;
  headRepository: string | null;
  baseSha: string;
  baseRef: string;
  mergeSha: string | null;
  readonly createdAt: string;
  commits: Commit[];
  labels: string[];
  readonly reviews: Review[];
  readonly timeline: TimelineEntry[];
  readonly comments: Comment[];
}

/** Logins that end in `[bot]` are bots, as on GitHub. */
export function accountOf(login: string): Account {
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

export const nullableAccount = (login: string | null): Account | null =>
  login === null ? null : accountOf(login);

export interface CommitInput {
  readonly sha: string;
  /** Login; `null`: no account of that address. */
  readonly author?: string | null;
  /** Login; the author, unless said. */
  readonly committer?: string | null;
  readonly message?: string;
}

export interface PullRequestInput {
  /** Login; `alice` unless said. */
  readonly author?: string;
  readonly title?: string;
  readonly headSha: string;
  /** `change` unless said. */
  readonly headRef?: string;
  /** The repository itself unless said; `null`: a fork that was deleted. */
  readonly headRepository?: string | null;
  readonly baseSha?: string;
  /** `main` unless said. */
  readonly baseRef?: string;
  readonly mergeSha?: string | null;
  /** One by the author, of the head, unless said. */
  readonly commits?: readonly CommitInput[];
  /** Who pushed; the author unless said. */
  readonly pushedBy?: string | null;
}

const zero = "0".repeat(40);

export class State {
  readonly repository: string;
  readonly pulls: Map<number, PullRequestState> = new Map();
  /** Newest last. */
  readonly activities: Activity[] = [];
  /** `organisation/team` → login in lower case → membership. */
  readonly teams: Map<string, Map<string, "active" | "pending">> = new Map();
  /** Login in lower case → role. */
  readonly permissions: Map<string, string> = new Map();
  /** Commit → further pull requests that it belongs to. */
  readonly belonging: Map<string, number[]> = new Map();
  private readonly start = Date.parse("2026-03-02T09:00:00Z");
  private minutes = 0;

  constructor(repository: string) {
    this.repository = repository;
  }

  /** The next minute of the server's clock. */
  tick(): string {
    return new Date(this.start + this.minutes++ * 60_000).toISOString().replace(".000Z", "Z");
  }

  pull(number: number): PullRequestState {
    const pull = this.pulls.get(number);
    if (pull === undefined) throw new Error(`no pull request ${String(number)}`);
    return pull;
  }

  open(number: number, input: PullRequestInput): void {
    const author = input.author ?? "alice";
    const pull: PullRequestState = {
      number,
      title: input.title ?? `Change ${String(number)}`,
      author: accountOf(author),
      headSha: zero,
      headRef: input.headRef ?? "change",
      headRepository: input.headRepository === undefined ? this.repository : input.headRepository,
      baseSha: input.baseSha ?? "b".repeat(40),
      baseRef: input.baseRef ?? "main",
      mergeSha: input.mergeSha ?? null,
      createdAt: this.tick(),
      commits: [],
      labels: [],
      reviews: [],
      timeline: [],
      comments: [],
    };
    this.pulls.set(number, pull);
    const by = input.pushedBy === undefined ? author : input.pushedBy;
    this.push(
      number,
      by,
      input.headSha,
      input.commits ?? [{ sha: input.headSha, author }],
      "branch_creation",
    );
  }

  /** A push of a new head; a forced one drops the commits that were there. */
  push(
    number: number,
    by: string | null,
    headSha: string,
    commits: readonly CommitInput[],
    type: Activity["type"],
  ): void {
    const pull = this.pull(number);
    const at = this.tick();
    const made = commits.map((c): Commit => {
      const author = c.author === undefined ? by : c.author;
      return {
        sha: c.sha,
        author: nullableAccount(author),
        committer: nullableAccount(c.committer === undefined ? author : c.committer),
        message: c.message ?? "Change a policy",
        at,
      };
    });
    if (type === "force_push") {
      pull.commits = [];
      pull.timeline.push({
        kind: "event",
        event: "head_ref_force_pushed",
        by: nullableAccount(by),
        at,
        label: null,
        commit: headSha,
      });
    }
    pull.commits.push(...made);
    for (const commit of made) pull.timeline.push({ kind: "commit", commit });
    if (pull.headRepository !== null) {
      this.activities.push({
        repository: pull.headRepository,
        before: pull.headSha,
        after: headSha,
        ref: `refs/heads/${pull.headRef}`,
        at,
        by: nullableAccount(by),
        type,
      });
    }
    pull.headSha = headSha;
  }

  event(
    number: number,
    event: string,
    by: string | null,
    label: string | null,
    at: string = this.tick(),
  ): void {
    this.pull(number).timeline.push({
      kind: "event",
      event,
      by: nullableAccount(by),
      at,
      label,
      commit: null,
    });
  }

  review(
    number: number,
    by: string | null,
    state: Review["state"],
    commit: string | null,
    body: string,
  ): number {
    const pull = this.pull(number);
    const id = idOf("review", number, pull.reviews.length);
    pull.reviews.push({
      id,
      by: nullableAccount(by),
      state,
      commit,
      at: state === "PENDING" ? null : this.tick(),
      body,
    });
    return id;
  }

  comment(number: number, by: string | null, body: string): Comment {
    const pull = this.pull(number);
    const at = this.tick();
    const comment = {
      id: idOf("comment", number, pull.comments.length),
      by: nullableAccount(by),
      body,
      at,
      changedAt: at,
    };
    pull.comments.push(comment);
    return comment;
  }

  commentWith(id: number): { readonly comment: Comment; readonly pull: number } | null {
    for (const pull of this.pulls.values()) {
      const comment = pull.comments.find((c) => c.id === id);
      if (comment !== undefined) return { comment, pull: pull.number };
    }
    return null;
  }
}
