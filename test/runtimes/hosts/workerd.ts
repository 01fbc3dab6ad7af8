/** workerd: policies as modules, `policy.wasm` as a module import, since Workers may not compile bytes. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtefactName, Host, VectorSet } from "../host.ts";
import { freePort, withServer } from "../server.ts";
import { postVectors } from "./batches.ts";
import { scriptKinds, scriptWasmKinds } from "./modules.ts";
import { npmProgram } from "./npm.ts";

const drivers = fileURLToPath(new URL("../drivers", import.meta.url));
const version = "1.20261117.1";

/** Copies the modules and writes the config. */
function writeConfig(
  folder: string,
  sets: readonly VectorSet[],
  artefact: ArtefactName,
  port: number,
): string {
  const isWasm = artefact === "policy.wasm";
  const own = ["workerd.mjs", "core.mjs", "wasm-policy.mjs"];
  for (const name of own) copyFileSync(join(drivers, name), join(folder, name));
  const modules = [...own, "policies.mjs"].map((name) => `(name = "${name}", esModule = embed "${name}")`);
  const imports: string[] = isWasm ? ['import { wasmPolicy } from "wasm-policy.mjs";'] : [];
  const values: string[] = [];
  for (const [i, set] of sets.entries()) {
    const name = `set-${String(i)}.${isWasm ? "wasm" : "mjs"}`;
    copyFileSync(join(set.folder, artefact), join(folder, name));
    modules.push(`(name = "${name}", ${isWasm ? "wasm" : "esModule"} = embed "${name}")`);
    imports.push(`import p${String(i)} from "${name}";`);
    const value = isWasm
      ? `wasmPolicy(new WebAssembly.Instance(p${String(i)}, {}).exports)`
      : `p${String(i)}`;
    values.push(`  ${JSON.stringify(set.name)}: ${value},`);
  }
  writeFileSync(
    join(folder, "policies.mjs"),
    `${imports.join("\n")}\nexport default {\n${values.join("\n")}\n};\n`,
  );
  const config = join(folder, "config.capnp");
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [
    ${modules.join(",\n    ")}
  ],
);
`,
  );
  return config;
}

function host(name: string, artefact: ArtefactName): Host {
  const kinds = artefact === "policy.wasm" ? scriptWasmKinds : scriptKinds;
  return {
    name,
    ...(artefact === "policy.mjs" ? {} : { variantOf: "workerd" }),
    artefact,
    kinds,
    install: async (cache) => {
      const installed = await npmProgram(cache, "workerd", version);
      return installed.ready ? { ready: true, version: installed.version } : installed;
    },
    run: async ({ sets, scratch, cache }) => {
      const { program } = await npmProgram(cache, "workerd", version);
      const port = await freePort();
      const config = writeConfig(scratch, sets, artefact, port);
      return withServer(program, ["serve", config], port, { cwd: scratch }, (origin) =>
        postVectors(origin, sets, kinds),
      );
    },
  };
}

export const workerdHosts: readonly Host[] = [
  host("workerd", "policy.mjs"),
  host("workerd-wasm", "policy.wasm"),
];
