/** Getting at what a repository's workflows and protection hold. */
import type { EscalationPath } from "./path.ts";

const hardening =
  "https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions";

const workflows = ".github/workflows/{**.yml,**.yaml}";

export const repositoryPaths: readonly EscalationPath[] = [
  {
    id: "github-workflow-push",
    title: "a changed workflow that a push runs with the repository's secrets",
    steps: [
      {
        actions: ["{files,file}:{write,create,update,edit,append,move,rename,copy,put,patch,upload}{,_*}"],
        resources: [`files/*/${workflows}`],
      },
      { actions: ["git:push", "{github,gitlab,mcp:github,mcp:gitlab}:push{,_*}"] },
    ],
    source: hardening,
  },
  {
    id: "github-workflow-commit",
    title: "a changed workflow that is committed through the host",
    steps: [
      {
        actions: [
          "{git,github,gitlab}:{write,create,update,edit,put,commit}",
          "{git,github,gitlab}:{create_or_update,push,write,create,update,edit,put}{-,_}{file,content}*",
          "mcp:{github,gitlab}:{create_or_update_file,push_files,create_file,update_file}",
        ],
        resources: [`repos/{*,*/*}/files/${workflows}`, `mcp/{github,gitlab}/{*,*/*}{,/files}/${workflows}`],
      },
    ],
    source: hardening,
  },
  {
    id: "github-runner",
    title: "a runner of one's own that gets the jobs of others",
    steps: [
      {
        actions: [
          "{github,mcp:github}:{create,generate,register}{-,_}{runner,registration_token,runner_token,runner-token}*",
        ],
      },
    ],
    source: "https://docs.github.com/en/rest/actions/self-hosted-runners",
  },
  {
    id: "github-deploy-key",
    title: "a deploy key of one's own",
    steps: [{ actions: ["{git,github,gitlab,mcp:github,mcp:gitlab}:{create,add}{-,_}deploy{-,_}key*"] }],
    source: "https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys",
  },
  {
    id: "github-collaborator",
    title: "a further collaborator or administrator of a repository",
    steps: [
      {
        actions: [
          "{git,github,gitlab,mcp:github,mcp:gitlab}:{add,update,set}{-,_}{collaborator,permission}*",
        ],
      },
    ],
    source: "https://docs.github.com/en/rest/collaborators/collaborators",
  },
  {
    id: "github-secret",
    title: "a replaced secret of a workflow",
    steps: [
      {
        actions: [
          "{github,gitlab,mcp:github,mcp:gitlab}:{create,update,put,set}{-,_}{,repo_,org_,actions_}secret{,s}",
        ],
      },
    ],
    source: "https://docs.github.com/en/rest/actions/secrets",
  },
  {
    id: "github-branch-protection",
    title: "lifted protection of a branch, and a push to it",
    steps: [
      {
        actions: [
          "{github,gitlab,mcp:github,mcp:gitlab}:{update,delete,remove,set}{-,_}{branch_protection,branch-protection,protected_branch,ruleset}*",
          "git:unprotect_branch",
        ],
      },
      { actions: ["git:push", "{github,gitlab,mcp:github,mcp:gitlab}:push{,_*}"] },
    ],
    source:
      "https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches",
  },
  {
    id: "github-admin",
    title: "administration of a repository",
    steps: [{ actions: ["git:admin", "{github,gitlab,mcp:github,mcp:gitlab}:admin"] }],
    source:
      "https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization",
  },
];
