/** GitHub's own API, besides what git does: issues, releases, workflows, secrets and settings. */
import type { Layout, ServiceDefinition } from "./service-definition.ts";

function repositories(repository: string): Layout {
  return {
    organization: ["orgs/{org}"],
    repository: [repository],
    branch: [`${repository}/branches/{branch...}`],
    tag: [`${repository}/tags/{tag...}`],
    pullRequest: [`${repository}/pull-requests/{number}`],
    issue: [`${repository}/issues/{number}`],
    file: [`${repository}/files/{path...}`],
    release: [`${repository}/releases/{release}`],
    workflow: [`${repository}/workflows/{workflow}`],
    environment: [`${repository}/environments/{environment}`],
    secret: [`${repository}/secrets/{secret}`],
  };
}

export const github: ServiceDefinition = {
  name: "github",
  aliases: ["gh"],
  layouts: { github: repositories("repos/{repo}"), "github-owner": repositories("repos/{owner}/{repo}") },
  actions: [
    { access: "read", names: "read get get_me download" },
    {
      access: "read",
      names:
        "get_repository get_file_contents get_commit get_branch get_tag get_issue get_pull_request get_pull_request_diff get_pull_request_files get_release get_workflow_run get_job_logs get_code_scanning_alert get_dependabot_alert",
    },
    { access: "read", on: ["repository", "secret"], names: "get_secret_scanning_alert" },
    { access: "list", names: "list search search_code search_issues search_repositories search_users" },
    {
      access: "list",
      names:
        "list_branches list_commits list_tags list_issues list_pull_requests list_releases list_workflows list_workflow_runs list_collaborators list_code_scanning_alerts list_dependabot_alerts list_secret_scanning_alerts list_secrets",
    },
    { access: "write", names: "write create update edit" },
    {
      access: "write",
      on: ["repository", "issue", "pullRequest"],
      names:
        "comment react create_issue update_issue close_issue reopen_issue lock_issue assign add_labels remove_labels add_issue_comment update_issue_comment",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["repository", "issue", "pullRequest"],
      names: "delete_issue_comment",
    },
    {
      access: "write",
      on: ["repository", "pullRequest"],
      names:
        "create_pull_request update_pull_request close_pull_request update_pull_request_branch request_review review create_review submit_review approve dismiss_review",
    },
    {
      access: "write",
      on: ["repository", "pullRequest", "branch"],
      names: "merge merge_pull_request enable_auto_merge",
    },
    {
      access: "write",
      on: ["repository", "branch", "file"],
      names: "push push_files commit create_or_update_file create_branch create_ref update_ref",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["repository", "branch", "file"],
      names: "delete_file delete_branch delete_ref",
    },
    {
      access: "write",
      on: ["repository"],
      names: "create_repository fork_repository update_repository archive_repository",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["repository"],
      names: "delete_repository transfer_repository",
    },
    {
      access: "write",
      on: ["repository", "release", "tag"],
      names: "tag create_tag create_release update_release upload_asset",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["repository", "release", "tag"],
      names: "delete_release delete_tag",
    },
    {
      access: "write",
      on: ["repository", "workflow"],
      names: "run_workflow dispatch_workflow rerun_workflow cancel_workflow enable_workflow disable_workflow",
    },
    {
      access: "write",
      on: ["repository", "environment"],
      names: "create_deployment approve_deployment reject_deployment",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["organization", "repository", "environment", "secret"],
      names: "create_secret update_secret delete_secret",
    },
    { access: "permissions", on: ["organization", "repository", "branch"], names: "admin" },
    {
      access: "permissions",
      on: ["repository", "branch"],
      names: "update_branch_protection delete_branch_protection",
    },
    {
      access: "permissions",
      on: ["organization", "repository"],
      names:
        "add_collaborator remove_collaborator add_team_member remove_team_member add_member remove_member create_deploy_key delete_deploy_key create_webhook update_webhook delete_webhook create_ruleset update_ruleset delete_ruleset",
    },
  ],
};
