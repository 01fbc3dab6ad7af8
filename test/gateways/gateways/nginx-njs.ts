/** nginx with njs, as Debian packages it. */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { njsSetup, startNginx } from "./debian-nginx.ts";

export const nginxNjs: Gateway = {
  name: "nginx-njs",
  artefact: "policy.njs.js",
  setup: njsSetup,
  start: (folder) => startNginx(join(folder, "nginx-njs")),
  reload: { kind: "signal", signal: "SIGHUP" },
};
