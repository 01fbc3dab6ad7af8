/** Records of customers. */
import type { ServiceDefinition } from "./service-definition.ts";

export const crm: ServiceDefinition = {
  name: "crm",
  aliases: [],
  layouts: { crm: { collection: ["crm/{collection}"], record: ["crm/{collection}/{id}"] } },
  actions: [
    { access: "read", names: "read get export" },
    { access: "list", names: "list search" },
    { access: "write", names: "create import comment assign" },
    { access: "write", isDestructive: true, names: "update upsert write merge" },
    { access: "write", isDestructive: true, names: "delete erase anonymize archive" },
    { access: "permissions", names: "admin share" },
  ],
};
