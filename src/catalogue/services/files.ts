/** Files of repositories and of machines. */
import type { ServiceDefinition } from "./service-definition.ts";

export const files: ServiceDefinition = {
  name: "files",
  aliases: ["file", "fs", "filesystem"],
  layouts: { files: { repository: ["files/{repo}/{path...}", "files/{repo}"], machine: ["host/{path...}"] } },
  actions: [
    { access: "read", names: "read get stat head download" },
    { access: "list", names: "list find search glob grep tree watch" },
    { access: "write", names: "create append mkdir touch upload" },
    // These overwrite, or leave nothing where something was.
    {
      access: "write",
      isDestructive: true,
      names: "write edit patch replace copy move rename restore truncate",
    },
    { access: "write", isDestructive: true, names: "delete remove rmdir" },
    { access: "write", names: "link symlink" },
    { access: "permissions", names: "chmod chown" },
    // A program that is run does more than it says.
    { access: "write", names: "execute" },
  ],
};
