/** Node, Bun and Deno: one driver, run as a program. */
import { fileURLToPath } from "node:url";
import type { ArtefactName, Host, Installation, VectorKind } from "../host.ts";
import { runDriver, versionOf } from "../process.ts";
import { npmProgram } from "./npm.ts";

const driver = fileURLToPath(new URL("../drivers/module.mjs", import.meta.url));

export const scriptKinds: readonly VectorKind[] = ["vectors", "lists", "utf16"];
export const scriptWasmKinds: readonly VectorKind[] = [...scriptKinds, "encoded"];

/** A runtime that runs a file of JavaScript: `program ARGUMENTS FILE …`. */
interface Runtime {
  readonly name: string;
  readonly install: (cache: string) => Promise<Installation & { readonly program: string }>;
  readonly arguments: readonly string[];
  readonly variantOf?: string;
}

const node: Runtime = {
  name: "node",
  // The pinned development dependency, which runs this file as well.
  install: async () => ({ ...(await versionOf(process.execPath, ["--version"])), program: process.execPath }),
  arguments: [],
};
const bun: Runtime = { name: "bun", install: (cache) => npmProgram(cache, "bun", "1.4.5"), arguments: [] };
const deno: Runtime = {
  name: "deno",
  install: (cache) => npmProgram(cache, "deno", "2.9.6"),
  arguments: ["run", "--quiet", "--no-lock", "--no-remote", "--allow-read", "--allow-env"],
};

/** `eval`, `new Function` and their like throw: no bundle may need them. */
const noEval: Runtime = {
  ...node,
  name: "node-no-eval",
  variantOf: "node",
  arguments: ["--disallow-code-generation-from-strings"],
};
/** Without any compiler to machine code, as on platforms that forbid writable code. */
const jitless: Runtime = { ...node, name: "node-jitless", variantOf: "node", arguments: ["--jitless"] };

function host(runtime: Runtime, artefact: ArtefactName): Host {
  const kinds = artefact === "policy.wasm" ? scriptWasmKinds : scriptKinds;
  const variantOf = runtime.variantOf ?? (artefact === "policy.mjs" ? null : runtime.name);
  return {
    name: artefact === "policy.mjs" ? runtime.name : `${runtime.name}-${artefact.slice("policy.".length)}`,
    ...(variantOf === null ? {} : { variantOf }),
    artefact,
    kinds,
    install: async (cache) => {
      const installed = await runtime.install(cache);
      return installed.ready ? { ready: true, version: installed.version } : installed;
    },
    run: async ({ sets, cache }) => {
      const { program } = await runtime.install(cache);
      const folders = sets.map(({ folder }) => folder);
      return runDriver(program, [...runtime.arguments, driver, artefact, kinds.join(","), ...folders], {
        env: { DENO_DIR: `${cache}/deno`, DENO_NO_UPDATE_CHECK: "1" },
      });
    },
  };
}

export const moduleHosts: readonly Host[] = [
  host(node, "policy.mjs"),
  host(noEval, "policy.mjs"),
  host(jitless, "policy.mjs"),
  host(node, "policy.json"),
  host(node, "policy.wasm"),
  host(bun, "policy.mjs"),
  host(bun, "policy.wasm"),
  host(deno, "policy.mjs"),
  host(deno, "policy.wasm"),
];
