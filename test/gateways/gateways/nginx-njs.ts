/** nginx with njs, as Debian packages it. */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { ready } from "../install.ts";
import { installNjsNginx, startNginx } from "./debian-nginx.ts";

export const nginxNjs: Gateway = {
  name: "nginx-njs",
  artefact: "policy.njs.js",
  install: () =>
    ready(async () => {
      const { nginx, njs } = await installNjsNginx();
      return `nginx ${nginx}, njs ${njs}`;
    }),
  start: (folder) => startNginx(join(folder, "nginx-njs")),
  reload: { kind: "signal", signal: "SIGHUP" },
};
