/** git, and the hosts of its repositories: what an agent does to branches, tags and pull requests. */
import type { Layout, ServiceDefinition } from "./service-definition.ts";

function repositories(repository: string): Layout {
  return {
    repository: [repository],
    branch: [`${repository}/branches/{branch...}`],
    tag: [`${repository}/tags/{tag...}`],
    pullRequest: [`${repository}/pull-requests/{number}`],
    file: [`${repository}/files/{path...}`],
  };
}

export const git: ServiceDefinition = {
  name: "git",
  aliases: [],
  layouts: { git: repositories("repos/{repo}"), "git-owner": repositories("repos/{owner}/{repo}") },
  actions: [
    { access: "read", names: "read get show diff blame log status describe compare" },
    { access: "read", on: ["repository", "branch", "tag"], names: "clone fetch pull checkout archive" },
    { access: "list", names: "list" },
    { access: "list", on: ["repository", "branch"], names: "list_branches list_commits search" },
    { access: "list", on: ["repository", "tag"], names: "list_tags" },
    { access: "list", on: ["repository", "pullRequest"], names: "list_pull_requests" },
    { access: "write", names: "write update edit" },
    { access: "write", on: ["repository", "branch", "file"], names: "commit" },
    { access: "write", on: ["repository", "branch", "tag"], names: "push create" },
    {
      access: "write",
      on: ["repository", "branch"],
      names: "create_branch rename_branch rebase revert cherry_pick init",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["repository", "branch", "tag"],
      names: "force_push reset delete",
    },
    { access: "write", isDestructive: true, on: ["repository", "branch"], names: "delete_branch" },
    { access: "write", on: ["repository", "branch", "tag"], names: "tag create_tag" },
    { access: "write", isDestructive: true, on: ["repository", "branch", "tag"], names: "delete_tag" },
    { access: "write", on: ["repository", "branch", "pullRequest"], names: "merge" },
    {
      access: "write",
      on: ["repository", "pullRequest"],
      names:
        "comment react review approve request_review open_pull_request create_pull_request update_pull_request close_pull_request reopen_pull_request",
    },
    { access: "permissions", names: "admin" },
    { access: "permissions", on: ["repository", "branch"], names: "protect_branch unprotect_branch" },
    {
      access: "permissions",
      on: ["repository"],
      names: "add_collaborator remove_collaborator add_deploy_key",
    },
  ],
};
