/**
 * OpenResty's configuration. OpenResty is in no package registry that these tests use; its configuration runs on nginx with
 * the Lua module, of which OpenResty is a distribution.
 */
import { join } from "node:path";
import type { Gateway } from "../gateway.ts";
import { luaModule, luaSetup, startNginx } from "./debian-nginx.ts";

export const openresty: Gateway = {
  name: "openresty",
  artefact: "policy.lua",
  setup: luaSetup,
  instead: "its configuration",
  programs: { openresty: `exec nginx -g '${luaModule}' "$@"` },
  start: (folder) => startNginx(join(folder, "openresty"), luaModule),
  reload: { kind: "signal", signal: "SIGHUP" },
};
