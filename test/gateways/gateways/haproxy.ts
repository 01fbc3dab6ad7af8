/** HAProxy, as Debian packages it. */
import type { Gateway } from "../gateway.ts";

const program = "/usr/sbin/haproxy";

export const haproxy: Gateway = {
  name: "haproxy",
  artefact: "policy.lua",
  http2: true,
  setup: {
    line: "apt-get install -y --no-install-recommends haproxy",
    files: [program],
    versions: [
      { name: "HAProxy", program, args: ["-v"], pattern: /version (\d[\d.]*\d)/ },
      { name: "Lua", program, args: ["-vv"], pattern: /Lua version : Lua (\S+)/ },
    ],
  },
  start: () => ({ program, args: ["-db", "-f", "haproxy.cfg"], cwd: "haproxy" }),
  reload: {
    kind: "successor",
    start: (_folder, _program, pid) => ({
      program,
      args: ["-db", "-f", "haproxy.cfg", "-sf", String(pid)],
      cwd: "haproxy",
    }),
  },
};
