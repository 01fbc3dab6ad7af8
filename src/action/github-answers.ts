/**
 * Reads what GitHub answers. A shape that is not understood is an error and never a guess: what is left out of an
 * answer could be what speaks against an acknowledgement.
 */
import type {
  Account,
  IssueComment,
  PullRequest,
  PullRequestCommit,
  PullRequestReview,
  PushActivity,
  TimelineEvent,
} from "./github.ts";
import { valueAt } from "./payload.ts";

/** Says which part of an answer is not what it should be, such as `user.login`; never what stood there. */
export class NotUnderstood extends Error {
  override readonly name = "NotUnderstood";
}

export type Reader<T> = (value: unknown) => T;

function text(value: unknown, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys);
  if (typeof found !== "string") throw new NotUnderstood(`\`${keys.join(".")}\` is no text`);
  return found;
}

function nullable<T>(value: unknown, read: Reader<T>): T | null {
  return value === null ? null : read(value);
}

function whole(value: unknown, ...keys: readonly string[]): number {
  const found = valueAt(value, ...keys);
  if (typeof found !== "number" || !Number.isSafeInteger(found) || found < 0) {
    throw new NotUnderstood(`\`${keys.join(".")}\` is no whole number`);
  }
  return found;
}

/** A time; what is none would compare with nothing. */
function time(value: unknown, ...keys: readonly string[]): string {
  const found = text(value, ...keys);
  if (Number.isNaN(Date.parse(found))) throw new NotUnderstood(`\`${keys.join(".")}\` is no time`);
  return found;
}

export function readAccount(value: unknown): Account {
  return { login: text(value, "login"), type: text(value, "type") };
}

function accountAt(value: unknown, key: string): Account | null {
  return nullable(valueAt(value, key), readAccount);
}

export function readPullRequest(value: unknown): PullRequest {
  return {
    number: whole(value, "number"),
    author: text(value, "user", "login"),
    headSha: text(value, "head", "sha"),
    headRef: text(value, "head", "ref"),
    headRepository: nullable(valueAt(value, "head", "repo"), (repository) => text(repository, "full_name")),
    baseSha: text(value, "base", "sha"),
    baseRef: text(value, "base", "ref"),
  };
}

export function readNumber(value: unknown): number {
  return whole(value, "number");
}

/** How many commits a pull request has, of which the list holds at most 250. */
export function readCommitCount(value: unknown): number {
  return whole(value, "commits");
}

export function readReview(value: unknown): PullRequestReview {
  const state = text(value, "state");
  switch (state) {
    case "APPROVED":
    case "CHANGES_REQUESTED":
    case "COMMENTED":
    case "DISMISSED":
    case "PENDING":
      return {
        id: whole(value, "id"),
        user: accountAt(value, "user"),
        state,
        commitId: nullable(valueAt(value, "commit_id"), (id) => text({ id }, "id")),
        // A review that was not handed in has none.
        submittedAt: valueAt(value, "submitted_at") == null ? null : time(value, "submitted_at"),
      };
    default:
      throw new NotUnderstood("`state` is none of a review");
  }
}

/** Besides `null`, GitHub writes an empty object where no account is known. */
function committerAt(value: unknown, key: string): Account | null {
  const found = valueAt(value, key);
  const isEmpty = typeof found === "object" && found !== null && Object.keys(found).length === 0;
  return isEmpty ? null : accountAt(value, key);
}

export function readCommit(value: unknown): PullRequestCommit {
  return {
    sha: text(value, "sha"),
    author: committerAt(value, "author"),
    committer: committerAt(value, "committer"),
    message: text(value, "commit", "message"),
  };
}

export function readTimelineEvent(value: unknown): TimelineEvent {
  const event = text(value, "event");
  const isLabel = event === "labeled" || event === "unlabeled";
  const optional = <T>(key: string, read: Reader<T>): T | null => {
    const found = valueAt(value, key);
    return found == null ? null : read(found);
  };
  return {
    event,
    // Reviews and commits have none.
    actor: optional("actor", readAccount),
    createdAt: isLabel ? time(value, "created_at") : optional("created_at", (at) => time({ at }, "at")),
    label: isLabel ? text(value, "label", "name") : null,
  };
}

export function readLabel(value: unknown): string {
  return text(value, "name");
}

export function readPush(value: unknown): PushActivity {
  return {
    after: text(value, "after"),
    timestamp: time(value, "timestamp"),
    actor: accountAt(value, "actor"),
  };
}

/**
 * `permission` is what the role can do at least, whatever the role is called; `role_name` tells those apart that
 * it throws together, and may be a name that an organisation made up.
 */
export function readPermission(value: unknown): string {
  const permission = text(value, "permission");
  const role = valueAt(value, "role_name");
  if (permission === "write" && role === "maintain") return "maintain";
  if (permission === "read" && role === "triage") return "triage";
  return ["admin", "write", "read"].includes(permission) ? permission : "none";
}

export function readMembership(value: unknown): boolean {
  // Who was invited and did not answer is `pending`.
  return text(value, "state") === "active";
}

export function readComment(value: unknown): IssueComment {
  return {
    id: whole(value, "id"),
    user: accountAt(value, "user"),
    body: valueAt(value, "body") == null ? "" : text(value, "body"),
  };
}
