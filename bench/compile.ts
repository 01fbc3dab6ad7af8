/**
 * Compiles fleets from text to IR, each size in a process of its own, and prints time, memory and
 * how cost grows: `node bench/compile.ts`.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { compile } from "../src/pipeline.ts";
import { fleet, fleetConfig } from "./fleet.ts";
import { table } from "./table.ts";

interface Measured {
  readonly statements: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Compiles one fleet of `agents` × 100 statements in this process. */
function measure(agents: number): Measured {
  const files = fleet(agents, 100);
  const bytes = files.reduce((sum, f) => sum + f.text.length, 0);
  const start = performance.now();
  const compilation = compile({ files, config: fleetConfig });
  const milliseconds = performance.now() - start;
  const errors = compilation.diagnostics.filter((d) => d.severity === "error");
  if (compilation.set === null || errors.length > 0) {
    throw new Error(`the fleet does not compile: ${errors[0]?.message ?? "no set"}`);
  }
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { statements: agents * 100, bytes, milliseconds, megabytes };
}

/** The same in a fresh process, so that neither memory nor compiled code carries over. */
function measureApart(agents: number): Measured {
  const result = spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(agents)], {
    encoding: "utf8",
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as Measured;
}

export function benchCompile(): void {
  const sizes = [10, 100, 1000].map(measureApart);
  console.log("Compile, text to IR (fresh process each; a statement is about 90 bytes):");
  console.log(
    table(
      ["statements", "text", "time", "per statement", "peak memory"],
      sizes.map((m) => [
        m.statements.toLocaleString("en"),
        `${(m.bytes / 1e6).toFixed(1)} MB`,
        `${(m.milliseconds / 1000).toFixed(2)} s`,
        `${((m.milliseconds * 1000) / m.statements).toFixed(0)} µs`,
        `${m.megabytes.toFixed(0)} MB`,
      ]),
    ),
  );
  const [, ten, hundred] = sizes;
  if (ten === undefined || hundred === undefined) return;
  console.log(
    `growth 10k → 100k: ${(hundred.milliseconds / ten.milliseconds).toFixed(1)}×  (demanded: at most 12)`,
  );
  console.log("demanded: 10k under 3 s; 100k under 40 s and 2,048 MB\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const agents = process.argv[2];
  if (agents === undefined) benchCompile();
  else console.log(JSON.stringify(measure(Number(agents))));
}
