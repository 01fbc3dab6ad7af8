/** HAProxy, as Debian packages it. */
import type { Gateway } from "../gateway.ts";
import { installDebian, ready, versionBy } from "../install.ts";

const program = "/usr/sbin/haproxy";

export const haproxy: Gateway = {
  name: "haproxy",
  artefact: "policy.lua",
  install: () =>
    ready(async () => {
      await installDebian(["haproxy"], [program]);
      const lua = await versionBy(program, ["-vv"], /Lua version : Lua (\S+)/);
      return `HAProxy ${await versionBy(program, ["-v"], /version (\d[\d.]*)/)}, Lua ${lua}`;
    }),
  start: () => ({ program, args: ["-db", "-f", "haproxy.cfg"], cwd: "haproxy" }),
  reload: {
    kind: "successor",
    start: (_folder, _cache, pid) => ({
      program,
      args: ["-db", "-f", "haproxy.cfg", "-sf", String(pid)],
      cwd: "haproxy",
    }),
  },
};
