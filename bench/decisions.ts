/**
 * What a decision costs, beside other engines: `node bench/decisions.ts`. With `--write-docs`, the tables
 * and the chart are also written into docs/; with `--quick`, rounds are so short that the figures only
 * show that everything runs.
 */
import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { measureAttacks } from "./decisions/attack.ts";
import { sizes } from "./decisions/demands.ts";
import { prepareDrivers } from "./decisions/drivers.ts";
import { measureLoad } from "./decisions/load.ts";
import { writeDocs } from "./decisions/page.ts";
import { tablesOf, type BenchReport } from "./decisions/report.ts";
import { measureSize, type SizeReport, type SizeSettings } from "./decisions/size.ts";
import type { Size } from "./decisions/workload.ts";
import { table } from "./table.ts";

const quick = process.argv.includes("--quick");
const rounds = quick
  ? { rounds: 2, turnMilliseconds: 20, checkMilliseconds: 500 }
  : { rounds: 7, turnMilliseconds: 250, checkMilliseconds: 4_000 };
const manyRequests = quick ? 2000 : 100_000;
const someRequests = quick ? 2000 : 20_000;
/** Growth is measured without others in the same run. */
const alone = { peers: "none", drivers: [], ...rounds } as const;
const packages = ["@casl/ability", "picomatch", "casbin", "@cedar-policy/cedar-wasm"];

export async function benchDecisions(writes: boolean): Promise<void> {
  const { ready, missing } = prepareDrivers();
  const done = (what: string): void => {
    process.stderr.write(`measured ${what}\n`);
  };
  const one = (settings: SizeSettings): SizeReport => {
    const report = measureSize(settings);
    done(
      `${String(settings.agents)} × ${String(settings.grants)}${settings.conditions ? " with context" : ""}`,
    );
    return report;
  };
  const plain = sizes.map(({ agents, grants }) =>
    one({
      agents,
      grants,
      conditions: false,
      requests: manyRequests,
      // Cedar and casbin take too long to load 100,000 policies.
      peers: agents * grants > 10_000 ? "quick to load" : "all",
      drivers: ready,
      ...rounds,
    }),
  );
  const conditional = sizes.map(({ agents, grants }) =>
    one({ agents, grants, conditions: true, requests: agents === 1 ? someRequests : manyRequests, ...alone }),
  );
  const measured = (agents: number, grants: number): SizeReport =>
    one({ agents, grants, conditions: false, requests: someRequests, ...alone });
  const size = (agents: number, grants: number): Size => ({ agents, grants, conditions: false });
  const fleets = [size(1, 10), size(10, 10), size(10, 100), size(100, 100), size(1000, 100)];
  const lone = [size(1, 10), size(1, 100), size(1, 1000), size(1, 10_000)];
  const report: BenchReport = {
    machine: `${cpus()[0]?.model ?? "unknown processor"}, ${String(cpus().length)} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    versions: [`Node ${process.versions.node}`, ...packages.map(versionOf)],
    plain,
    conditional,
    fleets: fleets.map(({ agents, grants }) => measured(agents, grants)),
    lone: lone.map(({ agents, grants }) => measured(agents, grants)),
    loads: [await measureLoad(size(100, 100), 7, 3), await measureLoad(size(1000, 100), 5, 1)],
    attacks: await measureAttacks(),
    missing,
  };
  for (const { title, head, rows, notes } of tablesOf(report)) {
    console.log(`${title}:`);
    console.log(table(head, rows));
    console.log([...notes, ""].join("\n"));
  }
  for (const { name, reason } of missing) console.log(`${name} was not run: ${reason}`);
  if (writes) writeDocs(report);
}

function versionOf(name: string): string {
  const text = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8");
  const { version }: { readonly version: string } = JSON.parse(text);
  return `${name} ${version}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchDecisions(process.argv.includes("--write-docs"));
}
