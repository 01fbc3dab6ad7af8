/**
 * One size of the benchmark in a process of its own: `node bench/decisions/size.ts SETTINGS`, where
 * SETTINGS is JSON; prints a `SizeReport` as JSON on its last line.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { effectsOf } from "./effects.ts";
import { artefact, artefactsOf, importedModule, loadedJson, wasmHost } from "./engines.ts";
import type { PolicyModule } from "./engines.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { builtSet, compiledSet } from "./policy-set.ts";
import { casbin } from "./peer-casbin.ts";
import { cedar } from "./peer-cedar.ts";
import { startDriver, writeRequests, type DriverCommand } from "./processes.ts";
import { alternation, casl, caslWithFunctions, picomatchPerAgent } from "./peers.ts";
import { RequestBytes } from "./requests.ts";
import { contestant, measure } from "./rounds.ts";
import type { Contestant, Engine, Measured, RoundSettings, Workbench } from "./rounds.ts";
import { fleetOf, requestsOf, type AgentGrants, type Size } from "./workload.ts";

export interface SizeSettings extends Size, RoundSettings {
  readonly requests: number;
  /** Which others take part besides the bundle's own evaluators. */
  readonly peers: "none" | "quick to load" | "all";
  /** Evaluators in processes of their own; requests with context are not for them. */
  readonly drivers: readonly DriverCommand[];
}

export interface SizeReport {
  readonly size: Size;
  readonly requests: number;
  readonly meanLength: number;
  /** How many requests are denied, gated and allowed. */
  readonly effects: readonly [number, number, number];
  readonly rows: readonly Measured[];
}

/** Runs a size in a fresh process, so that no other size's code or memory is about. */
export function measureSize(settings: SizeSettings): SizeReport {
  const result = spawnSync(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(settings)], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 2 ** 26,
  });
  if (result.status !== 0) throw new Error(`a size failed: exit ${String(result.status)}`);
  const report: SizeReport = JSON.parse(result.stdout.trim().split("\n").at(-1) ?? "");
  return report;
}

/** Sets up to here are compiled too, to see that both ways to a set agree. */
const quickToCompile = 1000;

async function run(settings: SizeSettings): Promise<SizeReport> {
  const fleet = fleetOf(settings);
  const set = builtSet(fleet);
  if (settings.agents * settings.grants <= quickToCompile && compiledSet(fleet).revision !== set.revision) {
    throw new Error("the set built as IR is not the one that its text compiles to");
  }
  const requests = new RequestBytes(requestsOf(fleet, settings.requests, 1), settings.conditions);
  const expected = effectsOf(set, requests);
  const bench = { requests, expected };
  const rows = await measureAll(settings, set, await peersOf(settings.peers, fleet), bench);
  const count = (code: number): number => expected.reduce((n, e) => n + (e === code ? 1 : 0), 0);
  return {
    size: { agents: settings.agents, grants: settings.grants, conditions: settings.conditions },
    requests: requests.count,
    meanLength: requests.meanLength(),
    effects: [count(0), count(1), count(2)],
    rows,
  };
}

async function measureAll(
  settings: SizeSettings,
  set: PolicySet,
  peers: readonly Engine[],
  bench: Workbench,
): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const files = artefactsOf(set, ["js", "json", "lua", "wasm"]);
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  if (settings.drivers.length > 0) writeRequests(folder, bench);
  const drivers = settings.drivers.map((driver) => startDriver(driver, folder, bench.requests));
  try {
    const module: PolicyModule = await import(pathToFileURL(join(folder, "policy.mjs")).href);
    const own = [
      loadedJson(artefact(files, "policy.json")),
      importedModule(module),
      await wasmHost(artefact(files, "policy.wasm")),
    ];
    const inProcess = (engine: Engine): Contestant => contestant(engine, bench);
    return await measure([...own.map(inProcess), ...drivers, ...peers.map(inProcess)], settings);
  } finally {
    for (const driver of drivers) driver.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function peersOf(peers: SizeSettings["peers"], fleet: readonly AgentGrants[]): Promise<Engine[]> {
  if (peers === "none") return [];
  const quick = [alternation(fleet), picomatchPerAgent(fleet), casl(fleet), caslWithFunctions(fleet)];
  return peers === "all" ? [...quick, await casbin(fleet), cedar(fleet)] : quick;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const settings: SizeSettings = JSON.parse(process.argv[2] ?? "");
  console.log(JSON.stringify(await run(settings)));
}
