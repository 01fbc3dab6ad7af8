/** Stand-alone Lua, each version, and LuaJIT. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, Installation, VectorKind } from "../host.ts";
import { command, runDriver } from "../process.ts";
import { aptInstall, aptUnpack } from "./apt.ts";

export const drivers: string = fileURLToPath(new URL("../drivers", import.meta.url));
export const luaKinds: readonly VectorKind[] = ["vectors", "lists", "bytes"];

interface Interpreter {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Debian's LuaJIT is unpacked: installed, its library would put out the one of nginx's Lua module. */
async function luajit(cache: string): Promise<Interpreter | { readonly reason: string }> {
  const unpacked = await aptUnpack(cache, ["luajit", "libluajit-5.1-2"]);
  if ("reason" in unpacked) return unpacked;
  const programs = join(unpacked.folder, "usr/bin");
  const program = readdirSync(programs).find((name) => name.startsWith("luajit"));
  if (program === undefined) return { reason: "no program in Debian's package" };
  const libraries = join(unpacked.folder, "usr/lib");
  const paths = readdirSync(libraries).map((name) => join(libraries, name));
  return { program: join(programs, program), env: { LD_LIBRARY_PATH: paths.join(":") } };
}

async function interpreter(name: string, cache: string): Promise<Interpreter | { readonly reason: string }> {
  const reason = await aptInstall();
  if (reason !== null) return { reason };
  return name === "luajit" ? luajit(cache) : { program: name, env: {} };
}

/** The version, from `-v`, which some write to one stream and some to the other. */
async function version({ program, env }: Interpreter): Promise<Installation> {
  const probe = "local _ = require('cjson') print(jit and jit.version or _VERSION)";
  const { code, stdout, stderr } = await command(program, ["-e", probe], { env });
  if (code !== 0) return { ready: false, reason: stderr.trim().slice(0, 200) };
  const told = await command(program, ["-v"], { env });
  return { ready: true, version: `${told.stdout}${told.stderr}`.split("  ")[0]?.trim() ?? stdout.trim() };
}

function host(name: string): Host {
  return {
    name,
    artefact: "policy.lua",
    kinds: luaKinds,
    install: async (cache) => {
      const found = await interpreter(name, cache);
      return "reason" in found ? { ready: false, reason: found.reason } : version(found);
    },
    run: async ({ sets, cache }) => {
      const found = await interpreter(name, cache);
      if ("reason" in found) throw new Error(found.reason);
      const folders = sets.map(({ folder }) => folder);
      const args = [join(drivers, "stand-alone.lua"), drivers, luaKinds.join(","), ...folders];
      return runDriver(found.program, args, { env: found.env });
    },
  };
}

export const luaHosts: readonly Host[] = ["lua5.1", "lua5.2", "lua5.3", "lua5.4", "luajit"].map(host);
