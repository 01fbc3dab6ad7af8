/** Web requests, by method. */
import type { ServiceDefinition } from "./service-definition.ts";

export const https: ServiceDefinition = {
  name: "https",
  aliases: ["http"],
  layouts: { https: { page: ["https://{host}", "https://{host}/{path...}"] } },
  actions: [
    { access: "read", names: "get head options fetch download" },
    { access: "write", names: "post put patch upload connect" },
    { access: "write", isDestructive: true, names: "delete" },
  ],
};
