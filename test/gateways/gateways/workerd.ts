/** workerd, the runtime of Cloudflare Workers, from npm. */
import type { Gateway } from "../gateway.ts";

const program = "node_modules/workerd/bin/workerd";

export const workerd: Gateway = {
  name: "workerd",
  artefact: "policy.mjs",
  setup: {
    line: "npm install workerd@1.20261117.1",
    files: [program],
    versions: [{ name: "workerd", program, args: ["--version"], pattern: /workerd (\S+)/ }],
  },
  start: (_folder, installed) => ({ program: installed, args: ["serve", "config.capnp"], cwd: "workerd" }),
  reload: { kind: "restart" },
};
