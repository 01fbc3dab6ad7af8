/** Stores of secrets. */
import type { ServiceDefinition } from "./service-definition.ts";

export const secrets: ServiceDefinition = {
  name: "secrets",
  aliases: ["secret"],
  layouts: { secrets: { store: ["secrets/{store}"], secret: ["secrets/{store}/{path...}"] } },
  actions: [
    { access: "read", names: "read get fetch reveal export get_metadata describe" },
    { access: "list", names: "list list_versions" },
    { access: "write", names: "create generate" },
    { access: "write", isDestructive: true, names: "write put update set patch rotate import" },
    { access: "write", isDestructive: true, names: "delete destroy revoke disable" },
    { access: "write", names: "undelete restore enable" },
    { access: "permissions", names: "admin grant share unshare set_policy" },
  ],
};
