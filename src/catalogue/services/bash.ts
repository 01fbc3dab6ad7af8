/** Shell commands: a gateway sends each simple command of a line as a request of its own. */
import type { ServiceDefinition } from "./service-definition.ts";

export const bash: ServiceDefinition = {
  name: "bash",
  aliases: ["sh", "shell"],
  layouts: { bash: { command: ["cmd/{program}", "cmd/{program}/{subcommand}"] } },
  actions: [
    // Any program may be behind it, so the worst is assumed.
    { access: "write", isDestructive: true, names: "run exec" },
    { access: "write", names: "start write_stdin kill" },
    { access: "read", names: "read_output" },
    { access: "list", on: [], names: "list" },
  ],
};
