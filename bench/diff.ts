/**
 * Compares the 10,000-statement fleet with itself after one change, beyond compiling: `node bench/diff.ts`.
 * Each comparison starts cold; only its own time is counted.
 */
import { fileURLToPath } from "node:url";
import type { Difference } from "../src/diff/change.ts";
import { comparePolicies } from "../src/diff/compare.ts";
import type { Side } from "../src/diff/side.ts";
import { compile } from "../src/pipeline.ts";
import { fleet, fleetConfig, type FleetFile } from "./fleet.ts";
import { quantile, table } from "./table.ts";

interface Edit {
  readonly name: string;
  readonly demanded: string;
  /** One changed fleet each. */
  readonly variants: readonly (readonly FleetFile[])[];
}

function sideOf(files: readonly FleetFile[]): Side {
  const compilation = compile({ files, config: fleetConfig });
  const { set } = compilation;
  if (set === null) throw new Error(compilation.diagnostics[0]?.message ?? "the fleet does not compile");
  return { ...compilation, set };
}

/** The fleet with the text of one file changed. */
function withFile(
  files: readonly FleetFile[],
  path: string,
  edit: (text: string) => string,
): readonly FleetFile[] {
  return files.map((file) => (file.path === path ? { path, text: edit(file.text) } : file));
}

const guardrailFile = "policies/guardrails.yaml";

function agentFile(agent: number): string {
  return `policies/agent-${String(agent).padStart(4, "0")}.yaml`;
}

/** The n-th plain grant of a file with its resource widened to all below the first segment. */
function widenStatement(text: string, n: number): string {
  const lines = text.split("\n");
  const grants = lines.flatMap((line, i) => (/^ {2}- (?!deny|statement)\S.* on /.test(line) ? [i] : []));
  const at = grants[n % grants.length];
  return lines.map((line, i) => (i === at ? line.replace(/ on (\w+)[^ ]*/, " on $1*") : line)).join("\n");
}

/** A guardrail file without its n-th statement. */
function withoutGuardrail(text: string, n: number): string {
  const items = text.split(/(?=^ {2}- )/m);
  return items.filter((_, i) => i !== n + 1).join("");
}

export function benchDiff(): void {
  const files = fleet(100, 100);
  const base = sideOf(files);
  const agents = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
  const edits: readonly Edit[] = [
    { name: "nothing changed", demanded: "", variants: [files, [...files].reverse()] },
    {
      name: "one own statement widened",
      demanded: "100 ms",
      variants: agents.map((a) => withFile(files, agentFile(a), (text) => widenStatement(text, a))),
    },
    {
      name: "one own statement removed",
      demanded: "100 ms",
      variants: agents.map((a) =>
        withFile(files, agentFile(a), (text) =>
          text.replace(/\n {2}- (?!deny|statement)[^\n]* on [^\n]*\n(?= {2}- )/, "\n"),
        ),
      ),
    },
    {
      name: "one guardrail removed",
      demanded: "2 s",
      variants: Array.from({ length: 20 }, (_, n) =>
        withFile(files, guardrailFile, (text) => withoutGuardrail(text, n)),
      ),
    },
    {
      name: "one guardrail narrowed",
      demanded: "2 s",
      variants: ["secret", "credential", "password", "private-key"].map((word) =>
        withFile(files, guardrailFile, (text) => text.replace(`**${word}**`, `**${word}/**`)),
      ),
    },
  ];
  const rows = edits.map(({ name, demanded, variants }) => {
    const times: number[] = [];
    const results: Difference[] = [];
    for (const variant of variants) {
      const head = sideOf(variant);
      const start = performance.now();
      results.push(comparePolicies(base, head));
      times.push(performance.now() - start);
    }
    const changes = results.map((r) => r.changes.length);
    const unknown = results.reduce((sum, r) => sum + r.unknown.length, 0);
    return [
      name,
      String(variants.length),
      `${quantile(times, 0.5).toFixed(0)} ms`,
      `${Math.max(...times).toFixed(0)} ms`,
      `${Math.min(...changes)}–${Math.max(...changes)}`,
      String(unknown),
      demanded,
    ];
  });
  console.log("Difference of two 10,000-statement fleets with 20 guardrails, beyond compiling, cold:");
  console.log(table(["change", "n", "median", "max", "changes", "unknown", "demanded at most"], rows));
  console.log("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchDiff();
