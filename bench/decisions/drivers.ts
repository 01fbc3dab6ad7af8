/**
 * Makes the drivers ready: finds LuaJIT, compiles the ones in Go and Rust. What cannot be had is told
 * with the reason.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DriverCommand, MissingDriver } from "./processes.ts";

const sources = fileURLToPath(new URL("drivers", import.meta.url));

/** Compiled drivers are kept here, so that a second run does not compile them again. */
const cache = process.env["SENTRELY_RUNTIMES_CACHE"] ?? join(tmpdir(), "sentrely-bench");

const PATH = [process.env["PATH"] ?? "", "/usr/local/go/bin", join(homedir(), ".cargo", "bin")].join(
  delimiter,
);

export interface Drivers {
  readonly ready: readonly DriverCommand[];
  readonly missing: readonly MissingDriver[];
}

/** Takes minutes when the Rust driver is compiled for the first time. */
export function prepareDrivers(): Drivers {
  const found = [luajit(), go(), rust()];
  return {
    ready: found.filter((driver) => "command" in driver),
    missing: found.filter((driver) => "reason" in driver),
  };
}

function luajit(): DriverCommand | MissingDriver {
  const name = "LuaJIT";
  const version = run("luajit", ["-v"], sources);
  if (version.problem !== null) return { name, reason: "`luajit` is not installed" };
  const number = /LuaJIT (\S+)/.exec(version.output)?.[1] ?? "";
  return { name: `${name} ${number}`, command: "luajit", args: [join(sources, "decide.lua")] };
}

function go(): DriverCommand | MissingDriver {
  const name = "policy.wasm in Go (wazero)";
  const target = join(cache, "decide-go");
  const { problem } = run("go", ["build", "-o", target, "."], join(sources, "go"));
  return problem === null ? { name, command: target, args: [] } : { name, reason: problem };
}

function rust(): DriverCommand | MissingDriver {
  const name = "policy.wasm in Rust (wasmtime)";
  const folder = join(cache, "decide-rust");
  const args = ["build", "--release", "--locked", "--quiet", "--target-dir", folder];
  const { problem } = run("cargo", args, join(sources, "rust"));
  if (problem !== null) return { name, reason: problem };
  return { name, command: join(folder, "release", "decide"), args: [] };
}

/** What the command printed; `problem` says why it failed. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
): { readonly output: string; readonly problem: string | null } {
  mkdirSync(cache, { recursive: true });
  const result = spawnSync(command, args, { cwd, encoding: "utf8", env: { ...process.env, PATH } });
  if (result.error !== undefined) return { output: "", problem: `\`${command}\` is not installed` };
  const lines = result.stderr.trim().split("\n");
  return { output: result.stdout, problem: result.status === 0 ? null : (lines.at(-1) ?? "it failed") };
}
