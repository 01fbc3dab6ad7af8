/** Terraform and its like: plans, states and what is applied. */
import type { ServiceDefinition } from "./service-definition.ts";

export const terraform: ServiceDefinition = {
  name: "terraform",
  aliases: ["tf"],
  layouts: {
    terraform: {
      workspace: ["terraform/{workspace}"],
      address: ["terraform/{workspace}/{address...}"],
    },
  },
  actions: [
    { access: "read", names: "read plan show output validate graph get_state get_run" },
    { access: "list", names: "list state_list list_workspaces list_runs" },
    {
      access: "write",
      names: "init fmt lock unlock create_run cancel_run discard_run create_workspace select_workspace",
    },
    { access: "write", isDestructive: true, names: "apply destroy import refresh taint untaint replace" },
    {
      access: "write",
      isDestructive: true,
      names: "state_mv state_rm state_push force_unlock delete_workspace",
    },
    { access: "write", isDestructive: true, names: "set_variable delete_variable" },
    { access: "permissions", names: "approve_run override_policy admin" },
  ],
};
