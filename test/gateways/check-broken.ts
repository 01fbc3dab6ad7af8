/** Bundles and gates that fail: no gateway may let anything through with one of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BundleError, loadBundle } from "../../src/runtime/index.ts";
import { open, sample, type Bench } from "./bench.ts";
import { brokenBundles, failingBundles, flippedBundles, placeBundle, type Broken } from "./bundles.ts";
import { requestText } from "./case.ts";
import { exchange } from "./raw-http.ts";

/** The gateway does not start, or lets nothing through. */
async function checkBundle(bench: Bench, broken: Broken): Promise<void> {
  placeBundle(bench.folder, bench.bundle.name, broken.bytes);
  const { running, up } = await open(bench);
  try {
    bench.note(up ? await opened(bench, broken.what, (status) => status === 403 || status === 0) : null);
  } finally {
    await running.stop();
  }
}

/** A server that ended, or that closes the connection, lets nothing through: status 0. */
async function opened(
  bench: Bench,
  what: string,
  isRefusal: (status: number) => boolean,
): Promise<string | null> {
  for (const one of sample) {
    bench.upstream.take();
    const response = await exchange(bench.ports[one.listener], requestText(one)).catch(() => null);
    const status = response?.status ?? 0;
    if (bench.upstream.take().length > 0) return `with ${what}, ${one.name}: it was passed on`;
    if (!isRefusal(status)) return `with ${what}, ${one.name}: the answer is ${String(status)}`;
  }
  return null;
}

/**
 * A flipped bit is found by the checksum when a gateway loads the bundle. njs loads it anew for each call and has no time
 * for that: there, reading the file before it is put in place must find it (docs/gateways/nginx-njs.md).
 */
async function checkFlipped(bench: Bench, broken: Broken): Promise<void> {
  if (bench.bundle.name !== "policy.njs.js") return checkBundle(bench, broken);
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
] as const;

/** The part of the example that decides fails: what the configuration does then lets nothing through. */
async function checkSabotage(bench: Bench): Promise<void> {
  const files = sabotage.map(({ path, text }) => {
    const full = join(bench.folder, path);
    return { full, whole: readFileSync(full), text };
  });
  for (const { full, text } of files) writeFileSync(full, text);
  placeBundle(bench.folder, bench.bundle.name, bench.bundle.bytes);
  const { running, up } = await open(bench);
  try {
    const problem = up ? null : `with a failing gate it does not start: ${running.said()}`;
    bench.note(problem ?? (await opened(bench, "a failing gate", (status) => status >= 400)));
  } finally {
    await running.stop();
    for (const { full, whole } of files) writeFileSync(full, whole);
  }
}

export async function checkBroken(bench: Bench): Promise<void> {
  for (const broken of brokenBundles(bench.bundle)) await checkBundle(bench, broken);
  for (const broken of failingBundles(bench.bundle.name)) await checkBundle(bench, broken);
  for (const broken of flippedBundles(bench.bundle)) await checkFlipped(bench, broken);
  await checkSabotage(bench);
}
