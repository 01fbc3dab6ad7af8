/** Slack, as far as an agent writes and reads there. */
import type { ServiceDefinition } from "./service-definition.ts";

export const slack: ServiceDefinition = {
  name: "slack",
  aliases: [],
  layouts: {
    slack: {
      channel: ["slack/channels/{channel}"],
      user: ["slack/users/{user}"],
      file: ["slack/files/{file}"],
    },
  },
  actions: [
    { access: "read", names: "read read_channel read_thread get_user get_channel download_file" },
    { access: "list", names: "list list_channels list_users search search_messages" },
    {
      access: "write",
      on: ["channel", "user"],
      names: "post post_message send reply schedule update_message react pin unpin",
    },
    { access: "write", isDestructive: true, on: ["channel", "user"], names: "delete_message" },
    { access: "write", names: "upload_file" },
    { access: "write", isDestructive: true, names: "delete_file" },
    {
      access: "write",
      on: ["channel"],
      names: "create_channel rename_channel set_topic archive_channel unarchive_channel join leave",
    },
    { access: "permissions", on: ["channel", "user"], names: "invite kick admin" },
  ],
};
