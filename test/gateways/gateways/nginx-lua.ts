/** nginx with its Lua module, as Debian packages it. */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { luaSetup, startNginx } from "./debian-nginx.ts";

export const nginxLua: Gateway = {
  name: "nginx-lua",
  artefact: "policy.lua",
  setup: luaSetup,
  start: (folder) => startNginx(join(folder, "nginx-lua")),
  reload: { kind: "signal", signal: "SIGHUP" },
};
