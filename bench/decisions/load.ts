/**
 * From file to first decision, memory, sizes and build times, each in fresh processes:
 * `node bench/decisions/load.ts AGENTS GRANTS` builds in this process and prints a `BuildReport`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as bundleScript } from "esbuild";
import { compileTables, sectionSizes } from "../../src/bundle/tables.ts";
import { quantile } from "../table.ts";
import { artefact, artefactsOf, wasmHostUrl } from "./engines.ts";
import { builtSet } from "./policy-set.ts";
import { fleetOf, requestsOf, type Size } from "./workload.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The files that are loaded here. */
const forms = ["policy.json", "policy.mjs", "policy.wasm"] as const;
export type Form = (typeof forms)[number];

export interface FormLoad {
  readonly form: Form;
  readonly milliseconds: number;
  readonly least: number;
  readonly most: number;
  /** Bytes of the file, plain and compressed. */
  readonly bytes: number;
  readonly gzip: number;
  /** Resident memory in bytes, after the first decision, and how much of it loading added. */
  readonly rss: number;
  readonly added: number;
}

export interface LoadReport {
  readonly grants: number;
  readonly forms: readonly FormLoad[];
  /** Bytes of the parts of the tables. */
  readonly sections: ReturnType<typeof sectionSizes>;
  /** Seconds from IR to all artefacts but the one for njs, in fresh processes: median. */
  readonly buildSeconds: number;
}

interface ChildReport {
  readonly milliseconds: number;
  readonly effect: string;
  readonly before: number;
  readonly after: number;
}

export async function measureLoad(size: Size, rounds: number, builds: number): Promise<LoadReport> {
  const fleet = fleetOf(size);
  const set = builtSet(fleet);
  const [request] = requestsOf(fleet, 1, 1);
  const folder = mkdtempSync(join(tmpdir(), "bench-load-"));
  try {
    const files = artefactsOf(set, ["js", "json", "wasm"]);
    for (const form of forms) writeFileSync(join(folder, form), artefact(files, form));
    const runtime = join(folder, "runtime.mjs");
    await bundleScript({
      absWorkingDir: root,
      entryPoints: ["./src/runtime/index.ts"],
      bundle: true,
      format: "esm",
      outfile: runtime,
      logLevel: "warning",
    });
    const hosts: { readonly [F in Form]: string } = {
      "policy.json": runtime,
      "policy.mjs": "-",
      "policy.wasm": fileURLToPath(wasmHostUrl),
    };
    const loads = new Map<Form, ChildReport[]>(forms.map((form) => [form, []]));
    for (let round = 0; round < rounds; round++) {
      for (const form of forms) {
        loads.get(form)?.push(child(form, join(folder, form), hosts[form], request));
      }
    }
    return {
      grants: size.agents * size.grants,
      forms: forms.map((form) => summary(form, join(folder, form), loads.get(form) ?? [])),
      sections: sectionSizes(compileTables(set)),
      buildSeconds: quantile(
        Array.from({ length: builds }, () => buildApart(size)),
        0.5,
      ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function child(form: Form, file: string, host: string, request: unknown): ChildReport {
  const script = fileURLToPath(new URL("load-child.mjs", import.meta.url));
  const report: ChildReport = JSON.parse(runNode([script, form, file, host, JSON.stringify(request)]));
  if (report.effect === "deny") throw new Error(`${form} denies its first request, which is allowed`);
  return report;
}

function summary(form: Form, file: string, reports: readonly ChildReport[]): FormLoad {
  const times = reports.map(({ milliseconds }) => milliseconds);
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  return {
    form,
    milliseconds: median(times),
    least: Math.min(...times),
    most: Math.max(...times),
    bytes: statSync(file).size,
    gzip: gzipSync(readFileSync(file)).length,
    rss: median(reports.map(({ after }) => after)),
    added: median(reports.map(({ before, after }) => after - before)),
  };
}

/** Seconds from IR to artefacts in a fresh process. */
function buildApart({ agents, grants }: Size): number {
  const seconds: number = JSON.parse(
    runNode([fileURLToPath(import.meta.url), String(agents), String(grants)]),
  );
  return seconds;
}

function runNode(args: readonly string[]): string {
  const result = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (result.status !== 0) throw new Error(`${args[0] ?? ""}: exit ${String(result.status)}`);
  return result.stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [agents = 1, grants = 1] = process.argv.slice(2).map(Number);
  const set = builtSet(fleetOf({ agents, grants, conditions: false }));
  const start = performance.now();
  artefactsOf(set, ["js", "json", "lua", "wasm"]);
  console.log((performance.now() - start) / 1000);
}
