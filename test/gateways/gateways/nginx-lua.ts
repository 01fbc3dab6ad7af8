/** nginx with its Lua module, as Debian packages it. */
import { installDebian, ready, versionBy } from "../install.ts";
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";

export const nginxLua: Gateway = {
  name: "nginx-lua",
  artefact: "policy.lua",
  install: () =>
    ready(async () => {
      const module = "/usr/lib/nginx/modules/ngx_http_lua_module.so";
      await installDebian(["nginx", "libnginx-mod-http-lua"], ["/usr/sbin/nginx", module]);
      return `nginx ${await versionBy("/usr/sbin/nginx", ["-v"], /nginx\/(\S+)/)}, LuaJIT`;
    }),
  start: (folder) => ({
    program: "/usr/sbin/nginx",
    args: ["-p", join(folder, "nginx-lua"), "-c", "nginx.conf", "-e", "error.log", "-g", "daemon off;"],
  }),
  reload: { kind: "signal", signal: "SIGHUP" },
};
