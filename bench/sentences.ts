/**
 * Decides sentences over the 10,000-statement fleet and prints how long each took:
 * `node bench/sentences.ts`. The set is compiled once; the prover starts cold.
 */
import { fileURLToPath } from "node:url";
import { createProver } from "../src/analysis/prover.ts";
import { compile } from "../src/pipeline.ts";
import { fleet, fleetConfig, sentences } from "./fleet.ts";
import { quantile, table } from "./table.ts";

interface Row {
  readonly name: string;
  readonly times: readonly number[];
  readonly states: number;
  readonly verdicts: ReadonlyMap<string, number>;
}

export function benchSentences(): void {
  const groups: readonly { readonly name: string; readonly texts: readonly string[] }[] = [
    {
      name: "about one agent",
      texts: Array.from({ length: 100 }, (_, i) =>
        sentences(`agent-${String(i).padStart(4, "0")}`, 4, i),
      ).flat(),
    },
    { name: "about every agent", texts: sentences("every agent", 60) },
  ];
  const tests = groups.flatMap((g) => g.texts);
  const files = [
    ...fleet(100, 100),
    {
      path: "tests/fleet.test.yaml",
      text: `tests:\n${tests.map((t) => `  - ${JSON.stringify(t)}\n`).join("")}`,
    },
  ];
  const compilation = compile({ files, config: fleetConfig });
  if (compilation.set === null)
    throw new Error(compilation.diagnostics[0]?.message ?? "the fleet does not compile");
  const prover = createProver(compilation.set);
  const rows: Row[] = [];
  let at = 0;
  for (const group of groups) {
    const times: number[] = [];
    const verdicts = new Map<string, number>();
    let states = 0;
    for (const test of compilation.tests.slice(at, (at += group.texts.length))) {
      if (test.kind !== "sentence") continue;
      const start = performance.now();
      const verdict = prover.prove(test);
      times.push(performance.now() - start);
      verdicts.set(verdict.kind, (verdicts.get(verdict.kind) ?? 0) + 1);
      if ("states" in verdict) states = Math.max(states, verdict.states);
    }
    rows.push({ name: group.name, times, states, verdicts });
  }
  console.log("Sentences over 10,000 statements and 20 guardrails, cold prover, one by one:");
  console.log(
    table(
      ["sentences", "n", "median", "p95", "max", "most states", "verdicts"],
      rows.map((r) => [
        r.name,
        String(r.times.length),
        `${quantile(r.times, 0.5).toFixed(2)} ms`,
        `${quantile(r.times, 0.95).toFixed(2)} ms`,
        `${Math.max(...r.times).toFixed(1)} ms`,
        String(r.states),
        [...r.verdicts].map(([k, n]) => `${k} ${n}`).join(", "),
      ]),
    ),
  );
  console.log("demanded: one agent 2 ms median, 10 ms p95; every agent 250 ms at most; no `unknown`\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchSentences();
