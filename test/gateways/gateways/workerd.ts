/** workerd, the runtime of Cloudflare Workers, from npm. */
import { join } from "node:path";
import type { Gateway, Start } from "../gateway.ts";
import { installNpm, ready, versionBy } from "../install.ts";

const version = "1.20261117.1";

function start(cache: string): Start {
  return {
    program: join(cache, `workerd-${version}`, "node_modules/workerd/bin/workerd"),
    args: ["serve", "config.capnp"],
    cwd: "workerd",
  };
}

export const workerd: Gateway = {
  name: "workerd",
  artefact: "policy.mjs",
  install: (cache) =>
    ready(async () => {
      await installNpm(cache, "workerd", version);
      await versionBy(start(cache).program, ["--version"], /workerd (\S+)/);
      return `workerd ${version}`;
    }),
  start: (_folder, cache) => start(cache),
  reload: { kind: "restart" },
};
