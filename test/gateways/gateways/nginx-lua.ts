/** nginx with its Lua module, as Debian packages it. */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { ready } from "../install.ts";
import { installLuaNginx, startNginx } from "./debian-nginx.ts";

export const nginxLua: Gateway = {
  name: "nginx-lua",
  artefact: "policy.lua",
  install: () => ready(async () => `nginx ${await installLuaNginx()}, LuaJIT`),
  start: (folder) => startNginx(join(folder, "nginx-lua")),
  reload: { kind: "signal", signal: "SIGHUP" },
};
