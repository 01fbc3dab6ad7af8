/** nginx with njs, as Debian packages it. */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { installDebian, ready, versionBy } from "../install.ts";

export const nginxNjs: Gateway = {
  name: "nginx-njs",
  artefact: "policy.njs.js",
  install: () =>
    ready(async () => {
      const module = "/usr/lib/nginx/modules/ngx_http_js_module.so";
      await installDebian(["nginx", "libnginx-mod-http-js"], ["/usr/sbin/nginx", module]);
      const njs = await versionBy("dpkg-query", ["-W", "libnginx-mod-http-js"], /\t([\d.]+)/);
      return `nginx ${await versionBy("/usr/sbin/nginx", ["-v"], /nginx\/(\S+)/)}, njs ${njs}`;
    }),
  start: (folder) => ({
    program: "/usr/sbin/nginx",
    args: ["-p", join(folder, "nginx-njs"), "-c", "nginx.conf", "-e", "error.log", "-g", "daemon off;"],
  }),
  reload: { kind: "signal", signal: "SIGHUP" },
};
