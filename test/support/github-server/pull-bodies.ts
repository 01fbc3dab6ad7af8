/** Bodies about a pull request: itself, its reviews, commits and timeline. */
import type { components } from "@octokit/openapi-types";
import {
  idOf,
  labelBody,
  nodeId,
  nullableUser,
  repositoryBody,
  userBody,
  type Json,
  type Places,
} from "./bodies.ts";
import type { Account, Commit, PullRequestState, Review } from "./state.ts";

type Schemas = components["schemas"];

export function pullRequestBody(pull: PullRequestState, places: Places): Json {
  const url = `${places.api}/repos/${places.repository}/pulls/${String(pull.number)}`;
  const html = `${places.web}/${places.repository}/pull/${String(pull.number)}`;
  const issue = `${places.api}/repos/${places.repository}/issues/${String(pull.number)}`;
  const author = userBody(pull.author, places);
  const side = (ref: string, sha: string, repository: string | null): Json => {
    // GitHub names the owner of a deleted fork no longer.
    const owner = repository?.split("/")[0] ?? null;
    return {
      label: `${owner ?? "unknown"}:${ref}`,
      ref,
      sha,
      user: owner === null ? null : userBody({ login: owner, type: "User" }, places),
      repo: repository === null ? null : repositoryBody(repository, places),
    };
  };
  return {
    url,
    id: idOf("pull", pull.number),
    node_id: nodeId("011:PullRequest", pull.number),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: "open",
    locked: false,
    title: pull.title,
    user: author,
    body: null,
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    closed_at: null,
    merged_at: null,
    merge_commit_sha: pull.mergeSha,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: pull.labels.map((name) => labelBody(name, places)),
    milestone: null,
    draft: false,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${places.api}/repos/${places.repository}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: `${places.api}/repos/${places.repository}/statuses/${pull.headSha}`,
    head: side(pull.headRef, pull.headSha, pull.headRepository),
    base: side(pull.baseRef, pull.baseSha, places.repository),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      commits: { href: `${url}/commits` },
    },
    author_association: "CONTRIBUTOR",
    auto_merge: null,
    merged: false,
    mergeable: true,
    rebaseable: true,
    mergeable_state: "blocked",
    merged_by: null,
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pull.commits.length,
    additions: 12,
    deletions: 3,
    changed_files: 2,
  };
}

export function reviewBody(review: Review, pull: PullRequestState, places: Places): Json {
  const html = `${places.web}/${places.repository}/pull/${String(pull.number)}#pullrequestreview-${String(review.id)}`;
  const api = `${places.api}/repos/${places.repository}/pulls/${String(pull.number)}`;
  return {
    id: review.id,
    node_id: nodeId("017:PullRequestReview", review.id),
    user: nullableUser(review.by, places),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: api,
    author_association: "MEMBER",
    _links: { html: { href: html }, pull_request: { href: api } },
    ...(review.at === null ? {} : { submitted_at: review.at }),
    commit_id: review.commit,
  } satisfies Schemas["pull-request-review"];
}

const gitUser = (account: Account | null, date: string): { name: string; email: string; date: string } => ({
  name: account?.login ?? "Somebody",
  email: account === null ? "somebody@example.com" : `${account.login}@example.com`,
  date,
});

const unsigned = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
} as const;

export function commitBody(commit: Commit, places: Places): Json {
  const url = `${places.api}/repos/${places.repository}`;
  const html = `${places.web}/${places.repository}/commit`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    commit: {
      author: gitUser(commit.author, commit.at),
      committer: gitUser(commit.committer, commit.at),
      message: commit.message,
      tree: { sha: commit.sha, url: `${url}/git/trees/${commit.sha}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unsigned,
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: nullableUser(commit.author, places),
    committer: nullableUser(commit.committer, places),
    parents: [],
  };
}

/** Commits stand in a timeline without an account and without a time of the server. */
export function committedEvent(commit: Commit, places: Places): Json {
  const url = `${places.api}/repos/${places.repository}/git/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId("C", commit.sha),
    url,
    html_url: `${places.web}/${places.repository}/commit/${commit.sha}`,
    author: gitUser(commit.author, commit.at),
    committer: gitUser(commit.committer, commit.at),
    tree: { sha: commit.sha, url: `${places.api}/repos/${places.repository}/git/trees/${commit.sha}` },
    message: commit.message,
    parents: [],
    verification: unsigned,
    event: "committed",
  } satisfies Schemas["timeline-committed-event"];
}

export function issueEvent(
  event: string,
  by: Account | null,
  at: string,
  label: string | null,
  commit: string | null,
  places: Places,
): Json {
  const id = idOf("event", event, at, label ?? "");
  return {
    id,
    node_id: nodeId("LE", id),
    url: `${places.api}/repos/${places.repository}/issues/events/${String(id)}`,
    actor: nullableUser(by, places),
    event,
    commit_id: commit,
    commit_url: commit === null ? null : `${places.api}/repos/${places.repository}/commits/${commit}`,
    created_at: at,
    ...(label === null ? {} : { label: { name: label, color: "0e8a16" } }),
    performed_via_github_app: null,
  };
}
