/** Everything that one gateway is put through. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  brokenBundles,
  bundleOf,
  exampleSet,
  failingBundles,
  flippedBundles,
  placeBundle,
  type Broken,
  type Bundle,
} from "./bundles.ts";
import { BundleError, loadBundle } from "../../src/runtime/index.ts";
import { requestText, type Case } from "./case.ts";
import { checkCase, type Target } from "./check-answers.ts";
import type { Gateway, Ports, Row } from "./gateway.ts";
import { checkPage } from "./check-page.ts";
import { install } from "./install.ts";
import { headerCases } from "./header-cases.ts";
import { exchange } from "./raw-http.ts";
import { copyExamples, freePort, launch, listening, removeFolder, type Running } from "./sandbox.ts";
import { startUpstream, type Upstream } from "./upstream.ts";
import { urlCases } from "./url-cases.ts";

interface Bench {
  readonly gateway: Gateway;
  readonly program: string;
  readonly folder: string;
  readonly ports: Ports;
  readonly upstream: Upstream;
  readonly bundle: Bundle;
  /** Notes one check: `null` when it passed. */
  readonly note: (problem: string | null) => void;
}

export const allCases: readonly Case[] = [...urlCases, ...headerCases];

/** Granted, gated and denied, on both listeners: enough to see whether a gateway decides. */
const sample = allCases
  .filter((one) => one.expected.kind === "decided")
  .filter((_, index) => index % 5 === 0);
const grantedCase = urlCases[0];

/** The mapping of each language, replaced by one that fails outside what it guards. */
const sabotage = [
  {
    path: "shared/policy_gateway.lua",
    text: 'local function fail() error("boom") end\nreturn { load = function() end, by_url = fail, by_headers = fail }\n',
  },
  {
    path: "shared/policy-gateway.js",
    text: "function fail() { throw new Error('boom'); }\nexport default { byUrl: fail, byHeaders: fail };\n",
  },
];

async function open(bench: Bench): Promise<{ running: Running; up: boolean }> {
  const running = launch(bench.gateway.start(bench.folder, bench.program), bench.folder);
  const up = await listening(running, [bench.ports.clients, bench.ports.adapters]);
  return { running, up };
}

/** Runs `use` while the gateway runs with `bytes` as its bundle; notes a failure when it does not start. */
async function whileRunning(
  bench: Bench,
  bytes: Buffer,
  use: (running: Running) => Promise<void>,
): Promise<void> {
  placeBundle(bench.folder, bench.bundle.name, bytes);
  const { running, up } = await open(bench);
  try {
    if (up) await use(running);
    else bench.note(`it does not start: ${running.said()}`);
  } finally {
    await running.stop();
  }
}

async function checkAnswers(bench: Bench, cases: readonly Case[], target: Target = bench): Promise<void> {
  for (const one of cases) bench.note(await checkCase(one, target));
}

/** Denies do not need the upstream; without it nothing is answered as if it had been done. */
async function checkWithoutUpstream(bench: Bench): Promise<void> {
  const answers = async (status: (effect: string) => boolean): Promise<void> => {
    for (const one of sample) {
      if (one.expected.kind !== "decided") continue;
      const { effect } = bench.bundle.decide(one.expected.request);
      const response = await exchange(bench.ports[one.listener], requestText(one));
      const right = effect === "allow" ? status("allow") && response.status >= 500 : response.status === 403;
      bench.note(right ? null : `without an upstream, ${one.name}: the answer is ${String(response.status)}`);
    }
  };
  await bench.upstream.stop();
  await answers(() => true);
}

/** The gateway does not start, or lets nothing through. */
async function checkBroken(bench: Bench, broken: Broken): Promise<void> {
  placeBundle(bench.folder, bench.bundle.name, broken.bytes);
  const { running, up } = await open(bench);
  try {
    bench.note(up ? await opened(bench, broken) : null);
  } finally {
    await running.stop();
  }
}

/**
 * A flipped bit is found by the checksum when a gateway loads the bundle. njs loads it anew for each call and has no time
 * for that: there, reading the file before it is put in place must find it (docs/gateways/nginx-njs.md).
 */
async function checkFlipped(bench: Bench, broken: Broken): Promise<void> {
  if (bench.bundle.name !== "policy.njs.js") return checkBroken(bench, broken);
  bench.note(isRefused(broken.bytes) ? null : `${broken.what}: the file reads as a bundle`);
}

function isRefused(bytes: Buffer | null): boolean {
  try {
    loadBundle(bytes ?? "");
    return false;
  } catch (error) {
    return error instanceof BundleError;
  }
}

async function opened(bench: Bench, broken: Broken): Promise<string | null> {
  for (const one of sample) {
    bench.upstream.take();
    // A server that ended, or that closes the connection, lets nothing through.
    const response = await exchange(bench.ports[one.listener], requestText(one)).catch(() => null);
    const status = response?.status ?? 0;
    const passed = bench.upstream.take().length > 0;
    if (!passed && (status === 403 || status === 0)) continue;
    return `with ${broken.what}, ${one.name}: ${passed ? "it was passed on" : `the answer is ${String(status)}`}`;
  }
  return null;
}

async function reload(bench: Bench, running: Running): Promise<Running> {
  const how = bench.gateway.reload;
  if (how.kind === "signal") {
    process.kill(running.pid, how.signal);
    return running;
  }
  if (how.kind === "restart") {
    await running.stop();
    return launch(bench.gateway.start(bench.folder, bench.program), bench.folder);
  }
  return launch(how.start(bench.folder, bench.program, running.pid), bench.folder);
}

/**
 * Whether the gateway comes to answer the granted call with `status`, and goes on: while a server is replaced, the old
 * and the new one may both answer. A refused connection counts as 0.
 */
async function comesTo(bench: Bench, status: number): Promise<boolean> {
  if (grantedCase === undefined) throw new Error("there is no case");
  for (let tries = 0, right = 0; tries < 300; tries++) {
    const answer = await exchange(bench.ports.clients, requestText(grantedCase)).catch(() => null);
    right = (answer?.status ?? 0) === status ? right + 1 : 0;
    if (right === 8) return true;
    await sleep(50);
  }
  return false;
}

/** The part of the example that decides fails: what the configuration does then lets nothing through. */
async function checkSabotage(bench: Bench): Promise<void> {
  const whole = sabotage.map((file) => ({ path: join(bench.folder, file.path), failing: file.text }));
  const texts = whole.map(({ path }) => readFileSync(path));
  for (const { path, failing } of whole) writeFileSync(path, failing);
  placeBundle(bench.folder, bench.bundle.name, bench.bundle.bytes);
  const { running, up } = await open(bench);
  try {
    bench.note(up ? await openedDespite(bench) : `with a failing gate it does not start: ${running.said()}`);
  } finally {
    await running.stop();
    whole.forEach(({ path }, index) => writeFileSync(path, texts[index] ?? ""));
  }
}

async function openedDespite(bench: Bench): Promise<string | null> {
  for (const one of sample) {
    bench.upstream.take();
    const { status } = await exchange(bench.ports[one.listener], requestText(one));
    if (bench.upstream.take().length > 0) return `with a failing gate, ${one.name}: it was passed on`;
    if (status < 400) return `with a failing gate, ${one.name}: the answer is ${String(status)}`;
  }
  return null;
}

/** A new bundle is taken while the gateway runs; a broken one opens nothing. */
async function checkSwap(bench: Bench): Promise<void> {
  const closed = bundleOf(
    bench.bundle.name,
    exampleSet((text) => text.replace("https:get, ", "")),
  );
  const runs: Running[] = [];
  placeBundle(bench.folder, bench.bundle.name, bench.bundle.bytes);
  const first = await open(bench);
  if (!first.up) return bench.note(`it does not start: ${first.running.said()}`);
  runs.push(first.running);
  let current = first.running;
  const swap = async (bytes: Buffer): Promise<void> => {
    placeBundle(bench.folder, bench.bundle.name, bytes);
    const next = await reload(bench, current);
    if (next !== current) runs.push(next);
    current = next;
  };
  try {
    bench.note((await comesTo(bench, 200)) ? null : "the first bundle does not decide");
    await swap(closed.bytes);
    bench.note((await comesTo(bench, 403)) ? null : "the second bundle is not taken");
    await checkAnswers(bench, sample, { ...bench, bundle: closed });
    await swap(bench.bundle.bytes.subarray(0, bench.bundle.bytes.length / 2));
    bench.note(await staysClosed(bench));
  } finally {
    for (const running of runs) await running.stop();
  }
}

/** For a while after a broken bundle took the place of one that denies, nothing is let through. */
async function staysClosed(bench: Bench): Promise<string | null> {
  if (grantedCase === undefined) throw new Error("there is no case");
  for (let tries = 0; tries < 20; tries++) {
    bench.upstream.take();
    await exchange(bench.ports.clients, requestText(grantedCase)).catch(() => null);
    if (bench.upstream.take().length > 0) return "after a broken bundle, a call was passed on";
    await sleep(50);
  }
  return null;
}

export async function checkGateway(gateway: Gateway, cache: string): Promise<Row> {
  const installed = await install(cache, gateway.name, gateway.setup);
  if (!installed.ready) {
    return { gateway: gateway.name, version: "-", checks: 0, failures: [installed.reason], installed: false };
  }
  const { program } = installed;
  const failures: string[] = [];
  let checks = 0;
  const upstream = await startUpstream();
  const ports = { clients: await freePort(), adapters: await freePort(), upstream: upstream.port };
  const folder = copyExamples(ports, gateway.prepare);
  const bundle = bundleOf(gateway.artefact, exampleSet());
  const note = (problem: string | null): void => {
    checks++;
    if (problem !== null) failures.push(problem);
  };
  const bench: Bench = { gateway, program, folder, ports, upstream, bundle, note };
  try {
    await whileRunning(bench, bundle.bytes, () => checkAnswers(bench, allCases));
    for (const broken of [...brokenBundles(bundle), ...failingBundles(bundle.name)])
      await checkBroken(bench, broken);
    for (const broken of flippedBundles(bundle)) await checkFlipped(bench, broken);
    await checkSabotage(bench);
    await checkSwap(bench);
    await whileRunning(bench, bundle.bytes, () => checkWithoutUpstream(bench));
    for (const problem of await checkPage(gateway, cache)) note(problem);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
  } finally {
    await upstream.stop().catch(() => undefined);
    await removeFolder(folder);
  }
  if (checks === 0) failures.push("nothing was checked");
  const version =
    gateway.instead === undefined ? installed.version : `${gateway.instead} on ${installed.version}`;
  return { gateway: gateway.name, version, checks, failures, installed: true };
}
