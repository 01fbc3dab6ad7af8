/** Bodies as GitHub's REST API gives them; names and types of the fields are held by its OpenAPI description. */
import type { components } from "@octokit/openapi-types";
import { createHash } from "node:crypto";
import type { Account } from "./state.ts";

type Schemas = components["schemas"];
export type Json = Readonly<Record<string, unknown>>;

/** A number that is the same for the same words. */
export function idOf(...words: readonly (string | number)[]): number {
  return createHash("sha256").update(words.join("\0")).digest().readUIntBE(0, 4);
}

export const nodeId = (...words: readonly (string | number)[]): string =>
  Buffer.from(words.join(":")).toString("base64");

export interface Places {
  /** Base of the API, without a slash at its end. */
  readonly api: string;
  /** Base of the pages. */
  readonly web: string;
  /** `owner/name`. */
  readonly repository: string;
}

export function userBody(account: Account, { api, web }: Places): Schemas["simple-user"] {
  const login = account.login.replace("[bot]", "%5Bbot%5D");
  const id = idOf("user", account.login.toLowerCase());
  return {
    login: account.login,
    id,
    node_id: nodeId("04:User", id),
    avatar_url: `https://avatars.githubusercontent.com/u/${String(id)}?v=4`,
    gravatar_id: "",
    url: `${api}/users/${login}`,
    html_url: `${web}/${login}`,
    followers_url: `${api}/users/${login}/followers`,
    following_url: `${api}/users/${login}/following{/other_user}`,
    gists_url: `${api}/users/${login}/gists{/gist_id}`,
    starred_url: `${api}/users/${login}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/users/${login}/subscriptions`,
    organizations_url: `${api}/users/${login}/orgs`,
    repos_url: `${api}/users/${login}/repos`,
    events_url: `${api}/users/${login}/events{/privacy}`,
    received_events_url: `${api}/users/${login}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

export const nullableUser = (account: Account | null, places: Places): Schemas["nullable-simple-user"] =>
  account === null ? null : userBody(account, places);

export function repositoryBody(name: string, places: Places): Json {
  const [owner = "", short = ""] = name.split("/");
  const url = `${places.api}/repos/${name}`;
  const id = idOf("repository", name.toLowerCase());
  const isFork = name !== places.repository;
  return {
    id,
    node_id: nodeId("010:Repository", id),
    name: short,
    full_name: name,
    private: false,
    owner: userBody({ login: owner, type: isFork ? "User" : "Organization" }, places),
    html_url: `${places.web}/${name}`,
    description: null,
    fork: isFork,
    url,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    commits_url: `${url}/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    labels_url: `${url}/labels{/name}`,
    clone_url: `${places.web}/${name}.git`,
    size: 120,
    default_branch: "main",
    visibility: "public",
    archived: false,
    disabled: false,
    created_at: "2025-01-12T09:30:00Z",
    updated_at: "2026-02-20T16:02:11Z",
    pushed_at: "2026-02-27T08:41:53Z",
  } satisfies Partial<Schemas["repository"]>;
}

export function labelBody(name: string, { api, repository }: Places): Schemas["label"] {
  const id = idOf("label", name.toLowerCase());
  return {
    id,
    node_id: nodeId("05:Label", id),
    url: `${api}/repos/${repository}/labels/${encodeURIComponent(name)}`,
    name,
    color: "0e8a16",
    default: false,
    description: null,
  };
}

export function commentBody(
  comment: {
    readonly id: number;
    readonly by: Account | null;
    readonly body: string;
    readonly at: string;
    readonly changedAt: string;
  },
  pull: number,
  places: Places,
): Json {
  const api = `${places.api}/repos/${places.repository}/issues`;
  return {
    id: comment.id,
    node_id: nodeId("012:IssueComment", comment.id),
    url: `${api}/comments/${String(comment.id)}`,
    html_url: `${places.web}/${places.repository}/pull/${String(pull)}#issuecomment-${String(comment.id)}`,
    issue_url: `${api}/${String(pull)}`,
    user: nullableUser(comment.by, places),
    created_at: comment.at,
    updated_at: comment.changedAt,
    author_association: "NONE",
    body: comment.body,
    performed_via_github_app: null,
  } satisfies Schemas["issue-comment"];
}

export function activityBody(
  activity: {
    readonly before: string;
    readonly after: string;
    readonly ref: string;
    readonly at: string;
    readonly by: Account | null;
    readonly type: Schemas["activity"]["activity_type"];
  },
  places: Places,
): Json {
  const id = idOf("activity", activity.after, activity.at);
  return {
    id,
    node_id: nodeId("PSH", id),
    before: activity.before,
    after: activity.after,
    ref: activity.ref,
    timestamp: activity.at,
    activity_type: activity.type,
    actor: nullableUser(activity.by, places),
  } satisfies Schemas["activity"];
}

export function permissionBody(permission: string, account: Account, places: Places): Json {
  // `permission` knows four words; the finer role stands beside it.
  const coarse = permission === "maintain" ? "write" : permission === "triage" ? "read" : permission;
  const can = (...roles: readonly string[]): boolean => roles.includes(permission);
  return {
    permission: coarse,
    role_name: permission,
    user: {
      ...userBody(account, places),
      permissions: {
        admin: can("admin"),
        maintain: can("admin", "maintain"),
        push: can("admin", "maintain", "write"),
        triage: can("admin", "maintain", "write", "triage"),
        pull: !can("none"),
      },
      role_name: permission,
    },
  } satisfies Schemas["repository-collaborator-permission"];
}

export function teamBody(organisation: string, team: string, places: Places): Json {
  const id = idOf("team", organisation, team);
  const url = `${places.api}/organizations/${String(idOf("user", organisation))}/team/${String(id)}`;
  return {
    id,
    node_id: nodeId("T", id),
    url,
    html_url: `${places.web}/orgs/${organisation}/teams/${team}`,
    name: team,
    slug: team,
    description: "",
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
    members_count: 2,
    repos_count: 1,
    created_at: "2025-02-01T10:00:00Z",
    updated_at: "2025-02-01T10:00:00Z",
    type: "organization",
  } satisfies Partial<Schemas["team-full"]>;
}

export function membershipBody(
  organisation: string,
  team: string,
  login: string,
  state: "active" | "pending",
  places: Places,
): Json {
  const id = idOf("team", organisation, team);
  return {
    url: `${places.api}/organizations/${String(idOf("user", organisation))}/team/${String(id)}/memberships/${login}`,
    role: "member",
    state,
  } satisfies Schemas["team-membership"];
}
