/** HAProxy, whose Lua decides in a service of its own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host, VectorSet } from "../host.ts";
import { versionOf } from "../process.ts";
import { freePort, withServer } from "../server.ts";
import { aptInstall } from "./apt.ts";
import { postVectors } from "./batches.ts";
import { drivers, luaKinds } from "./lua.ts";

function configOf(port: number, more: string): string {
  return `global
  ${more}
  lua-prepend-path ${drivers}/?.lua
  lua-load ${drivers}/haproxy.lua
  # A batch of vectors takes longer than a request may otherwise.
  tune.lua.service-timeout 60s
  tune.lua.session-timeout 60s
defaults
  mode http
  timeout client 60s
  timeout server 60s
  timeout connect 5s
frontend vectors
  bind 127.0.0.1:${String(port)}
  http-request use-service lua.decide
`;
}

function writeSets(file: string, sets: readonly VectorSet[]): void {
  writeFileSync(file, sets.map(({ name, folder }) => `${name}\t${join(folder, "policy.lua")}\n`).join(""));
}

interface Manner {
  readonly name: string;
  /** A line of the configuration's section `global`. */
  readonly more: string;
  readonly lines: number;
  readonly parallel: number;
}

function haproxy({ name, more, lines, parallel }: Manner): Host {
  return {
    name,
    artefact: "policy.lua",
    kinds: luaKinds,
    install: async () => {
      const reason = await aptInstall();
      return reason === null ? versionOf("haproxy", ["-v"]) : { ready: false, reason };
    },
    run: async ({ sets, scratch }) => {
      const port = await freePort();
      const config = join(scratch, `${name}.cfg`);
      const list = join(scratch, "sets.tsv");
      writeFileSync(config, configOf(port, more));
      writeSets(list, sets);
      const env = { SENTRELY_SETS: list };
      return withServer("haproxy", ["-f", config, "-db"], port, { cwd: scratch, env }, (origin) =>
        postVectors(origin, sets, luaKinds, lines, parallel),
      );
    },
  };
}

export const haproxyHost: Host = haproxy({
  name: "haproxy",
  more: "nbthread 1",
  lines: 2000,
  parallel: 1,
});

/** Calls that HAProxy interrupts every 300 instructions for one another, in one state of Lua. */
export const interruptedHaproxyHost: Host = haproxy({
  name: "haproxy, interrupted",
  more: "nbthread 1\n  tune.lua.forced-yield 300",
  lines: 150,
  parallel: 4,
});
