/** Pushes and merges to the branches that releases come from. */
import type { SensitiveRegion } from "./region.ts";

/** `release-notes` is a branch like any other: after `release-` comes a number. */
const branches =
  "{main,master,trunk,prod,production,release,releases,prod/*,production/*,release/*,releases/*,release-v*,release-0*,release-1*,release-2*,release-3*,release-4*,release-5*,release-6*,release-7*,release-8*,release-9*}";

/** Actions that change a branch; `update_issue` and its like change something else of the repository. */
const changes: readonly string[] = [
  "{git,github,gitlab,bitbucket}:{push,merge,force-push,force_push,delete,rebase,reset,write,update}",
  "{git,github,gitlab,bitbucket}:{push,merge,force-push,force_push}{-,_}*",
  "{git,github,gitlab,bitbucket}:{delete,reset,write,update,rename,create_or_update}{-,_}{branch,ref,head,file,files}",
  "{github,gitlab,bitbucket}:{commit,enable_auto_merge}",
];
const exceptTags = ["{git,github,gitlab,bitbucket}:*{-,_}{tag,tags}"];

export const protectedBranches: readonly SensitiveRegion[] = [
  {
    does: "push or merge to a protected branch",
    actions: changes,
    exceptActions: exceptTags,
    resources: [`repos/*/branches/${branches}`],
  },
  {
    does: "push or merge to a protected branch",
    actions: changes,
    exceptActions: exceptTags,
    resources: [`repos/*/*/branches/${branches}`],
    // What stands below a repository without its owner, such as the branch `branches/main`.
    exceptResources: ["repos/*/{branches,tags,pull-requests,issues,files}/*"],
  },
  {
    does: "push or merge to a protected branch through an MCP server",
    actions: [
      "mcp:{github,gitlab,bitbucket,git}:{push,merge,delete_file,delete_branch,create_or_update_file,update_ref,commit,git_push,git_commit,git_merge}{,-*,_*,s}",
    ],
    resources: [`mcp/*/{*,*/*}/branches/${branches}`],
    exceptResources: ["mcp/*/*/branches/branches/*"],
  },
];
