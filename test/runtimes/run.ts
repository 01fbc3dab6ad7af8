/** `npm run test:runtimes`: the same vectors on every host (docs/conformance.md). */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { writeVectors } from "./generate-vectors.ts";
import type { Host, VectorSet } from "./host.ts";
import { hosts } from "./hosts/index.ts";
import { readOptions, type Options } from "./options.ts";
import { faultOf, linesFor, shown, table, type Outcome, type Row } from "./table.ts";

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function runHost(host: Host, sets: readonly VectorSet[], options: Options): Promise<Outcome> {
  const installed = await host.install(options.cache);
  if (!installed.ready) return { kind: "absent", reason: installed.reason };
  const { version } = installed;
  const scratch = mkdtempSync(join(tmpdir(), `sentrely-${host.name}-`));
  try {
    return { kind: "ran", version, result: await host.run({ sets, scratch, cache: options.cache }) };
  } catch (error) {
    return { kind: "failed", version, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function wantedHosts({ hosts: names, except }: Options): readonly Host[] {
  for (const name of [...names, ...except]) {
    if (!hosts.some((host) => host.name === name)) {
      throw new Error(`no host ${name}; there are ${hosts.map((host) => host.name).join(", ")}`);
    }
  }
  return hosts.filter(({ name }) => (names.length === 0 || names.includes(name)) && !except.includes(name));
}

async function main(): Promise<boolean> {
  const options = readOptions(process.argv.slice(2), process.env);
  const wanted = wantedHosts(options);
  mkdirSync(options.cache, { recursive: true });
  const folder =
    options.keep === null ? mkdtempSync(join(tmpdir(), "sentrely-vectors-")) : resolve(options.keep);
  try {
    const began = performance.now();
    const sets = writeVectors(folder, {
      seed: options.seed,
      vectors: options.long ? 2 ** 20 : 2 ** 16,
      randomSets: options.long ? 120 : 40,
    });
    const written = sets.reduce((sum, { counts }) => sum + counts.vectors, 0);
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    say(
      `${String(sets.length)} policy sets, ${String(written)} requests each host, seed ${String(options.seed)}, made in ${seconds} s`,
    );

    const rows: Row[] = [];
    for (const host of wanted) {
      say(`${host.name}: ${String(linesFor(host, sets))} vectors`);
      rows.push({ host, outcome: await runHost(host, sets, options) });
    }
    process.stdout.write(`${table(rows)}\n`);
    return report(rows, sets, options);
  } finally {
    if (options.keep === null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Says what fails the run; true when nothing does. */
function report(rows: readonly Row[], sets: readonly VectorSet[], { available, atLeast }: Options): boolean {
  let passed = 0;
  let agreed = 0;
  let failed = 0;
  let absent = 0;
  for (const row of rows) {
    const fault = faultOf(row, sets, available);
    if (fault !== null) {
      failed++;
      process.stdout.write(`${row.host.name}: ${fault}\n`);
      if (row.outcome.kind === "ran") {
        for (const one of row.outcome.result.disagreements) process.stdout.write(`${shown(one)}\n`);
      }
    } else if (row.outcome.kind === "absent") absent++;
    else {
      passed++;
      if (row.host.variantOf === undefined) agreed++;
    }
  }
  const enough = agreed >= atLeast;
  process.stdout.write(`${String(agreed)} hosts agree${enough ? "" : `, of at least ${String(atLeast)}`}\n`);
  process.stdout.write(`${String(passed)} passed, ${String(failed)} failed, ${String(absent)} skipped\n`);
  return failed === 0 && passed > 0 && enough;
}

process.exitCode = (await main()) ? 0 : 1;
