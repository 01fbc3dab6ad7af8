/** What GitHub tells a workflow of the event that started it: the payload, and the variables that go with it. */
import type { PullRequestRefs } from "./policy-repository.ts";

/** One event, as a runner hands it over. */
export interface GitHubEvent {
  readonly name: string;
  readonly payload: object;
  /** `GITHUB_SHA` and `GITHUB_REF`. */
  readonly sha: string;
  readonly ref: string;
  /** `GITHUB_HEAD_REF` and `GITHUB_BASE_REF`; only pull requests have them. */
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly actor: string;
}

export const repositoryName = "octo-org/policies";

function account(login: string, type = "User"): object {
  return {
    login,
    id: 1000 + login.length,
    node_id: "MDQ6VXNlcjE=",
    avatar_url: "https://avatars.githubusercontent.com/u/1?v=4",
    html_url: `https://github.com/${login}`,
    type,
    site_admin: false,
  };
}

function repository(fullName: string, fork = false): object {
  const [owner = "", name = ""] = fullName.split("/");
  return {
    id: 186853002,
    node_id: "MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=",
    name,
    full_name: fullName,
    private: false,
    owner: account(owner, owner === "octo-org" ? "Organization" : "User"),
    html_url: `https://github.com/${fullName}`,
    fork,
    default_branch: "main",
    visibility: "public",
  };
}

const organization = { login: "octo-org", id: 6811672, description: "" };

export interface PullRequestEventOptions {
  /** `opened`, `synchronize`, `labeled`, … */
  readonly action?: string;
  readonly author?: string;
  /** Where the branch is; a fork unless it is the repository itself. */
  readonly headRepository?: string;
  readonly title?: string;
  readonly sender?: string;
  readonly labels?: readonly string[];
}

function pullRequestPayload(pr: PullRequestRefs, options: PullRequestEventOptions): object {
  const { author = "author", headRepository = repositoryName, action = "opened" } = options;
  const url = `https://api.github.com/repos/${repositoryName}`;
  return {
    action,
    number: pr.number,
    ...(action === "synchronize" ? { before: pr.base, after: pr.head } : {}),
    pull_request: {
      url: `${url}/pulls/${String(pr.number)}`,
      id: 279147437,
      node_id: "MDExOlB1bGxSZXF1ZXN0Mjc5MTQ3NDM3",
      html_url: `https://github.com/${repositoryName}/pull/${String(pr.number)}`,
      number: pr.number,
      state: "open",
      locked: false,
      title: options.title ?? "A change of the policies",
      user: account(author),
      body: null,
      created_at: "2026-01-02T08:00:00Z",
      updated_at: "2026-01-02T08:00:00Z",
      closed_at: null,
      merged_at: null,
      // What the server knew before the trial merge of this push: never the commit that is checked out.
      merge_commit_sha: null,
      assignees: [],
      requested_reviewers: [],
      requested_teams: [],
      labels: (options.labels ?? []).map((name, id) => ({ id, name, color: "ededed", default: false })),
      draft: false,
      head: {
        label: `${headRepository.split("/")[0] ?? ""}:${pr.branch}`,
        ref: pr.branch,
        sha: pr.head,
        user: account(headRepository.split("/")[0] ?? ""),
        repo: repository(headRepository, headRepository !== repositoryName),
      },
      base: {
        label: `octo-org:${pr.baseBranch}`,
        ref: pr.baseBranch,
        sha: pr.base,
        user: account("octo-org", "Organization"),
        repo: repository(repositoryName),
      },
      author_association: "CONTRIBUTOR",
      merged: false,
      mergeable: null,
      comments: 0,
      commits: pr.commits.length,
      changed_files: 1,
    },
    repository: repository(repositoryName),
    organization,
    sender: account(options.sender ?? author),
  };
}

/** `pull_request`: the ref is that of the trial merge, and so is the commit. */
export function pullRequestEvent(pr: PullRequestRefs, options: PullRequestEventOptions = {}): GitHubEvent {
  return {
    name: "pull_request",
    payload: pullRequestPayload(pr, options),
    sha: pr.merge,
    ref: `refs/pull/${String(pr.number)}/merge`,
    headRef: pr.branch,
    baseRef: pr.baseBranch,
    actor: options.sender ?? options.author ?? "author",
  };
}

/** `pull_request_target`: the ref and the commit are those of the base branch. */
export function pullRequestTargetEvent(
  pr: PullRequestRefs,
  options: PullRequestEventOptions = {},
): GitHubEvent {
  return {
    ...pullRequestEvent(pr, options),
    name: "pull_request_target",
    sha: pr.base,
    ref: `refs/heads/${pr.baseBranch}`,
  };
}

const noCommit = "0".repeat(40);

export function pushEvent(before: string | null, after: string, branch = "main"): GitHubEvent {
  return {
    name: "push",
    payload: {
      ref: `refs/heads/${branch}`,
      before: before ?? noCommit,
      after,
      created: before === null,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `https://github.com/${repositoryName}/compare/main`,
      commits: [],
      head_commit: { id: after, message: "change", timestamp: "2026-01-02T08:00:00Z" },
      pusher: { name: "maintainer", email: "maintainer@users.noreply.github.com" },
      repository: repository(repositoryName),
      organization,
      sender: account("maintainer"),
    },
    sha: after,
    ref: `refs/heads/${branch}`,
    actor: "maintainer",
  };
}

/** `merge_group`: `ref` is the temporary branch of the queue. */
export function mergeGroupEvent(base: string, head: string, ref: string): GitHubEvent {
  return {
    name: "merge_group",
    payload: {
      action: "checks_requested",
      merge_group: {
        head_sha: head,
        head_ref: ref,
        base_sha: base,
        base_ref: "refs/heads/main",
        head_commit: { id: head, message: "Merge pull request", timestamp: "2026-01-02T08:00:00Z" },
      },
      repository: repository(repositoryName),
      organization,
      sender: account("github-merge-queue[bot]", "Bot"),
    },
    sha: head,
    ref,
    actor: "maintainer",
  };
}

export function scheduleEvent(sha: string): GitHubEvent {
  return {
    name: "schedule",
    payload: {
      schedule: "17 3 * * *",
      workflow: ".github/workflows/nightly.yml",
      repository: repository(repositoryName),
    },
    sha,
    ref: "refs/heads/main",
    actor: "maintainer",
  };
}

export function workflowDispatchEvent(sha: string, branch = "main"): GitHubEvent {
  return {
    name: "workflow_dispatch",
    payload: {
      inputs: null,
      ref: `refs/heads/${branch}`,
      workflow: ".github/workflows/policy.yml",
      repository: repository(repositoryName),
      organization,
      sender: account("maintainer"),
    },
    sha,
    ref: `refs/heads/${branch}`,
    actor: "maintainer",
  };
}
