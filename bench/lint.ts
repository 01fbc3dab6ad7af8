/**
 * Lints fleets and hard sets, each in a process of its own, and prints time and memory beside what is
 * demanded: `node bench/lint.ts`. A set small enough for it is also decided by enumerating requests.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AnalysisContext } from "../src/analysis/analysis-context.ts";
import { rules } from "../src/lint/registry.ts";
import type { Rule } from "../src/lint/define-rule.ts";
import { lint } from "../src/lint-set.ts";
import { compile } from "../src/pipeline.ts";
import { catalogueOf } from "../test/support/catalogue.ts";
import { benchEnumeration } from "./enumeration.ts";
import { fleet, fleetConfig } from "./fleet.ts";
import {
  crossingInfixes,
  doubleDeep,
  farSegment,
  type HardSet,
  mixedInfix,
  nestedExceptions,
  randomDnf,
} from "./hard-sets.ts";
import { table } from "./table.ts";

const cover: readonly string[] = [
  "never-matches",
  "duplicate-statement",
  "shadowed-statement",
  "covered-by-union",
  "redundant-pattern",
  "denied-in-full",
  "ineffective-deny",
  "powerless-agent",
];
const overlap: readonly string[] = [
  "overlap",
  "overlap-different-options",
  "ungated-overlap",
  "gated-in-part",
  "denied-in-part",
];

/** Which rules run. */
const families: { readonly [name: string]: (rule: Rule) => boolean } = {
  all: () => true,
  cover: ({ id }) => cover.includes(id),
  "cover and overlap": ({ id }) => cover.includes(id) || overlap.includes(id),
  evadable: ({ id }) => id === "evadable-restriction",
};

interface Case {
  readonly set: () => HardSet;
  readonly family: string;
  readonly demanded: string;
}

function fleetOf(agents: number, statements: number): () => HardSet {
  const name = `fleet of ${agents} × ${statements}`;
  return () => ({ name, files: fleet(agents, statements), config: fleetConfig });
}

const cases: readonly Case[] = [
  { set: fleetOf(10, 100), family: "all", demanded: "" },
  { set: fleetOf(50, 20), family: "all", demanded: "2 s" },
  { set: fleetOf(100, 100), family: "all", demanded: "15 s, 512 MB" },
  { set: fleetOf(100, 100), family: "cover and overlap", demanded: "8 s" },
  { set: fleetOf(100, 100), family: "cover", demanded: "" },
  { set: fleetOf(100, 100), family: "evadable", demanded: "" },
  { set: fleetOf(1, 2000), family: "cover and overlap", demanded: "5 s, none undecided" },
  { set: () => mixedInfix(2000), family: "cover and overlap", demanded: "8 s, none undecided" },
  { set: () => doubleDeep(2000), family: "cover and overlap", demanded: "30 s, none undecided" },
  { set: () => crossingInfixes(40), family: "cover and overlap", demanded: "2 s, none undecided" },
  { set: () => randomDnf(40), family: "cover and overlap", demanded: "none undecided" },
  { set: () => randomDnf(80), family: "cover and overlap", demanded: "none undecided" },
  { set: () => randomDnf(160), family: "cover and overlap", demanded: "none undecided" },
  { set: () => randomDnf(320), family: "cover and overlap", demanded: "512 MB" },
  { set: () => nestedExceptions(200), family: "cover and overlap", demanded: "5 s, none undecided" },
  { set: () => farSegment(12), family: "cover and overlap", demanded: "512 MB" },
];

interface Measured {
  readonly name: string;
  readonly statements: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly findings: number;
  readonly undecided: number;
}

/** Compiles one set and lints it in this process; the time is that of linting. */
function measure({ set, family }: Case): Measured {
  const { name, files, config } = set();
  const compilation = compile({ files, config });
  if (compilation.set === null) {
    const error = compilation.diagnostics.find((d) => d.severity === "error");
    throw new Error(`${name} does not compile: ${error?.message ?? "no set"}`);
  }
  const catalogue = catalogueOf(compilation);
  const start = performance.now();
  const found = lint(compilation, {
    now: Date.parse("2026-01-05T12:00:00Z"),
    catalogue,
    analysis: new AnalysisContext(compilation.set),
    rules: rules.filter((rule) => families[family]?.(rule) === true),
  });
  return {
    name,
    statements: compilation.set.statements.length,
    seconds: (performance.now() - start) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    findings: found.length,
    undecided: found.filter(({ code }) => code === "undecided").length,
  };
}

/** The same in a fresh process, so that neither memory nor compiled code carries over. */
function measureApart(index: number): Measured {
  const result = spawnSync(process.execPath, [fileURLToPath(import.meta.url), String(index)], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout) as Measured;
}

export function benchLint(): void {
  const measured = cases.map((_, i) => measureApart(i));
  console.log(
    "Lint, a compiled set to findings (fresh process each; memory is the process's peak, compiling included):",
  );
  console.log(
    table(
      ["set", "rules", "statements", "time", "peak memory", "findings", "undecided", "demanded"],
      measured.map((m, i) => [
        m.name,
        cases[i]?.family ?? "",
        m.statements.toLocaleString("en"),
        `${m.seconds.toFixed(2)} s`,
        `${m.megabytes.toFixed(0)} MB`,
        String(m.findings),
        String(m.undecided),
        cases[i]?.demanded ?? "",
      ]),
    ),
  );
  const [one, , ten] = measured;
  if (one !== undefined && ten !== undefined) {
    console.log(`growth 1k → 10k: ${(ten.seconds / one.seconds).toFixed(1)}×  (demanded: at most 10)\n`);
  }
  benchEnumeration();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const index = process.argv[2];
  const one = index === undefined ? undefined : cases[Number(index)];
  if (one === undefined) benchLint();
  else console.log(JSON.stringify(measure(one)));
}
