/** Trackers of issues and requests. */
import type { ServiceDefinition } from "./service-definition.ts";

export const tickets: ServiceDefinition = {
  name: "tickets",
  aliases: ["ticket"],
  layouts: {
    tickets: {
      project: ["tickets/{project}"],
      ticket: ["tickets/{project}/{ticket}"],
    },
  },
  actions: [
    { access: "read", names: "read get" },
    { access: "list", names: "list search" },
    { access: "write", names: "create update edit assign transition close reopen link label prioritize" },
    { access: "write", names: "comment respond attach watch log_work" },
    { access: "write", isDestructive: true, names: "delete merge delete_comment" },
    { access: "permissions", on: ["project"], names: "admin" },
  ],
};
