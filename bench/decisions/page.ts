/** docs/benchmark.md and docs/benchmark.svg. */
import { writeFileSync } from "node:fs";
import { barChart } from "./chart.ts";
import { ownName, rowNames, rowOf, tablesOf, time, type BenchReport, type Table } from "./report.ts";
import { sizeName } from "./workload.ts";

const docs = new URL("../../docs/", import.meta.url);

export function writeDocs(report: BenchReport): void {
  writeFileSync(new URL("benchmark.md", docs), pageOf(report));
  writeFileSync(new URL("benchmark.svg", docs), chartOf(report));
}

function chartOf({ plain }: BenchReport): string {
  const groups = plain.map((size) => ({
    title: `${sizeName(size.size)} (agents × grants each)`,
    bars: rowNames([size]).flatMap((name) => {
      const row = rowOf(size, name);
      const own = name === ownName || name.startsWith("policy.") || name.startsWith("LuaJIT");
      const shown = name.startsWith("LuaJIT") ? `policy.lua in ${name}` : name;
      return row === undefined ? [] : [{ name: shown, value: row.ns, own }];
    }),
  }));
  return barChart("Time of one decision, half of the requests denied", groups, time);
}

function pageOf(report: BenchReport): string {
  const { machine, versions, plain, missing } = report;
  const [first] = plain;
  const own = rowOf(first, ownName);
  const faster = (first?.rows ?? []).filter((row) => !isOwn(row.name) && row.ns < (own?.ns ?? 0));
  const small =
    faster.length === 0
      ? "At 10 × 10 nothing here was faster than the bundle."
      : `At 10 × 10, ${faster.map(({ name }) => name).join("; ")} took less time than the bundle: with a handful of patterns for each ` +
        "agent there is little to be saved, and these neither check that a request is valid nor name the statements that decided.";
  return (
    `# Benchmark

What one decision costs, beside other engines that can be called from the same process. \`npm run bench -- --write-docs\` wrote this page and the chart.

![Time of one decision by engine and size](benchmark.svg)

Machine: ${machine}. ${versions.join(", ")}.

${small}

## What is measured

- Grants \`service:verb on pattern\` over 22 actions. A third name one resource, the others have one to three wildcards. A tenth are denies, a third of which cut a hole into a
  grant; a tenth need approval. Resources have ${(first?.meanLength ?? 0).toFixed(0)} characters on average.
- ${(first?.requests ?? 0).toLocaleString("en")} requests a size (fewer where a table says so), agents drawn evenly. Half are denied: names that miss a grant by one character, denies, actions that are not granted, what another agent may.
- Every decision is of strings that nobody has read before: they are cut from a buffer outside of the timed part, a slice at a time.
- The bundle validates the request and gives the whole decision: statements with file and line, approvals, revision. The others give an effect.
- Contestants take turns of a quarter of a second or more in at least seven rounds. In a turn, slices alternate with a loop of \`charCodeAt\` over the resource; the ratio to that loop is
  what to compare between machines. A slice during which the system gave the processor to another process does not count.
- Every answer is compared with the reference interpreter's, before the rounds one by one and in each timed slice by a sum of effects.

${tablesOf(report).map(tableText).join("\n\n")}

## Caveats

- Other engines are given the same meaning in their own words. Regular expressions are translations of the patterns. picomatch is given classes in place of its own \`*\`, which crosses \`:\`. CASL
  is asked which rule counts, allows before gates before denies; "conditions as functions" calls our regular expressions in place of its own query language. casbin's matcher calls a function
  of ours that keeps compiled regular expressions. Cedar's \`*\` crosses separators, so it is given the name with its separators numbered, and a policy set for each agent and action,
  which is its best.
- One regular expression for each agent, action and effect is an index made by hand, no library. The demand on libraries is held against CASL, picomatch and casbin as their manuals have them.
- At 1,000 × 100, Cedar and casbin are left out for the time that loading 100,000 policies takes them.
- Cedar is called through WebAssembly, whose serialisation is part of its time; native Cedar was not measured.
- Drivers in other languages run in processes of their own, timed by processor time; their ratio is to the loop in JavaScript before and after their turn.
${missing.map(({ name, reason }) => `- ${name} was not run: ${reason}.`).join("\n")}`.trimEnd() + "\n"
  );
}

function isOwn(name: string): boolean {
  return name === ownName || name.startsWith("policy.") || name.startsWith("LuaJIT");
}

function tableText({ title, head, rows, notes }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i === 0 ? "---" : "---:")).join("|")}|`;
  const parts = [`## ${title}`, [line(head), rule, ...rows.map(line)].join("\n"), ...notes];
  return parts.join("\n\n");
}
