/**
 * MCP servers that are not imported: any tool of any of them. What a tool does only its server's tool list says, which
 * `catalog.mcp` of `sentrely.yaml` imports; so no action is listed here, and none is unknown.
 */
import type { ServiceDefinition } from "./service-definition.ts";

export const mcp: ServiceDefinition = {
  name: "mcp",
  aliases: [],
  layouts: { mcp: { server: ["mcp/{server}"], item: ["mcp/{server}/{path...}"] } },
  actions: [],
};
