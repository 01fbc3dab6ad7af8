/** Mail: mailboxes that are read, and messages that leave the house. */
import type { ServiceDefinition } from "./service-definition.ts";

export const mail: ServiceDefinition = {
  name: "mail",
  aliases: ["email", "smtp"],
  layouts: {
    mail: {
      mailbox: ["mail/{mailbox}"],
      folder: ["mail/{mailbox}/folders/{folder...}"],
      message: ["mail/{mailbox}/messages/{message}"],
      recipient: ["mail/to/{address}"],
    },
  },
  actions: [
    { access: "read", names: "read get download_attachment" },
    { access: "list", names: "list search" },
    { access: "write", on: ["mailbox", "message"], names: "draft create_draft update_draft" },
    // What is sent cannot be called back.
    {
      access: "write",
      isDestructive: true,
      on: ["mailbox", "message", "recipient"],
      names: "send send_draft reply reply_all forward schedule send_bulk send_campaign",
    },
    {
      access: "write",
      on: ["mailbox", "folder", "message"],
      names: "move archive mark label unlabel flag snooze create_folder",
    },
    {
      access: "write",
      isDestructive: true,
      on: ["mailbox", "folder", "message"],
      names: "delete trash empty_trash delete_folder",
    },
    {
      access: "permissions",
      on: ["mailbox"],
      names: "create_filter delete_filter set_forwarding set_delegate admin",
    },
  ],
};
