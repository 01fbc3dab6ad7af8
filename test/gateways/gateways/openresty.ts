/**
 * OpenResty's configuration. OpenResty is in no package registry that these tests use; its configuration runs on nginx with
 * the Lua module, of which OpenResty is a distribution.
 */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { ready } from "../install.ts";
import { installLuaNginx, luaModule, startNginx } from "./debian-nginx.ts";

export const openresty: Gateway = {
  name: "openresty",
  artefact: "policy.lua",
  install: () => ready(async () => `its configuration on nginx ${await installLuaNginx()}, LuaJIT`),
  start: (folder) => startNginx(join(folder, "openresty"), luaModule),
  reload: { kind: "signal", signal: "SIGHUP" },
};
