/**
 * Asks the 10,000-statement fleet who can do what its agents and reviewers speak of, and prints how long
 * each answer took: `node bench/query.ts`. The set is compiled once; its analysis starts cold.
 */
import { fileURLToPath } from "node:url";
import { AnalysisContext } from "../src/analysis/analysis-context.ts";
import { answer } from "../src/answer.ts";
import { compile } from "../src/pipeline.ts";
import { fleet, fleetConfig, sentences } from "./fleet.ts";
import { quantile } from "./table.ts";

export function benchQuery(): void {
  const compilation = compile({ files: fleet(100, 100), config: fleetConfig });
  if (compilation.set === null) {
    throw new Error(compilation.diagnostics[0]?.message ?? "the fleet does not compile");
  }
  // What sentences say of every agent, asked instead; `** on **` is a listing of all, not a question.
  const questions = sentences("who", 200)
    .map((text) => text.replace(/^who (?:cannot|can|needs approval to) /, "who can "))
    .filter((text) => !text.endsWith("** on **"));
  const analysis = new AnalysisContext(compilation.set);
  const times: number[] = [];
  let answers = 0;
  let undecided = 0;
  for (const text of questions) {
    const start = performance.now();
    const result = answer(compilation, text, { analysis });
    times.push(performance.now() - start);
    if (result.kind !== "answered") throw new Error(`${text}: ${result.kind}`);
    answers += result.answers.length;
    undecided += result.undecided.length;
  }
  const at = (q: number): string => `${quantile(times, q).toFixed(1)} ms`;
  console.log(
    `query: ${questions.length} questions "who can" over 10,000 statements, ${answers} answers, ${undecided} undecided: median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}; demanded: 50 ms at p95\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) benchQuery();
