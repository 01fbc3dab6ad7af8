/** The tables of the benchmark, as rows of cells: printed on a terminal, or put into docs/benchmark.md. */
import type { AttackReport } from "./attack.ts";
import {
  buildSeconds,
  cedarLeast,
  growthMost,
  isRight,
  libraryLeast,
  loadMilliseconds,
  luajitMost,
  matcherBytesPerGrant,
  sizes,
  verdict,
  verdictAtLeast,
  wasmMost,
} from "./demands.ts";
import type { LoadReport } from "./load.ts";
import type { MissingDriver } from "./processes.ts";
import type { Measured } from "./rounds.ts";
import type { SizeReport } from "./size.ts";
import { sizeName } from "./workload.ts";

export interface BenchReport {
  readonly machine: string;
  readonly versions: readonly string[];
  /** One of each size of the demands, in their order. */
  readonly plain: readonly SizeReport[];
  /** The same with conditions and context. */
  readonly conditional: readonly SizeReport[];
  /** From 10 grants up: fleets, and one agent. */
  readonly fleets: readonly SizeReport[];
  readonly lone: readonly SizeReport[];
  readonly loads: readonly LoadReport[];
  readonly attacks: readonly AttackReport[];
  readonly missing: readonly MissingDriver[];
}

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export const ownName = "loadBundle(policy.json)";

export function time(ns: number): string {
  if (ns < 995) return `${ns.toFixed(0)} ns`;
  if (ns < 995e3) return `${(ns / 1e3).toPrecision(3)} µs`;
  return `${(ns / 1e6).toPrecision(3)} ms`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function rowOf(report: SizeReport | undefined, name: string): Measured | undefined {
  return report?.rows.find((row) => row.name === name);
}

export function tablesOf(report: BenchReport): readonly Table[] {
  return [
    decisions("Decisions", report.plain),
    decisions("Decisions with three attributes, a fifth of the grants with a condition", report.conditional),
    demands(report),
    growth("Growth of a fleet", report.fleets, []),
    growth("Growth of one agent", report.lone, [
      "One agent with 100,000 such grants is over the limit of steps, so that it does not build.",
    ]),
    loading(report.loads),
    sections(report.loads),
    attacks(report.attacks),
  ];
}

/** The names of all rows, in the order in which they first stand. */
export function rowNames(reports: readonly SizeReport[]): string[] {
  return [...new Set(reports.flatMap(({ rows }) => rows.map(({ name }) => name)))];
}

function decisions(title: string, reports: readonly SizeReport[]): Table {
  const calibration = reports.map(({ rows }) => `${(rows[0]?.calibration ?? Number.NaN).toFixed(0)} ns · 1`);
  const rows = rowNames(reports).map((name) => [name, ...reports.map((report) => cell(rowOf(report, name)))]);
  const answers = reports.flatMap((report) => report.rows);
  const sum = (pick: (row: Measured) => number): string =>
    answers.reduce((total, row) => total + pick(row), 0).toLocaleString("en");
  return {
    title,
    head: ["agents × grants", ...reports.map(({ size }) => sizeName(size))],
    rows: [["charCodeAt over the resource", ...calibration], ...rows],
    notes: [
      "Median time of a decision · its ratio to the charCodeAt loop in the same turns.",
      `Answers compared one by one: ${sum((r) => r.checked)}, wrong: ${sum((r) => r.mismatches)}. ` +
        `Decisions in timed slices: ${sum((r) => r.timed)}, slices with a wrong sum of effects: ${sum((r) => r.wrongSlices)}.`,
    ],
  };
}

function cell(row: Measured | undefined): string {
  if (row === undefined) return "–";
  const mark = isRight(row) ? "" : ` (wrong: ${String(row.mismatches)} of ${String(row.checked)})`;
  return `${time(row.ns)} · ${row.ratio.toPrecision(3)}${mark}`;
}

/** Each demand beside its figure. */
function demands({ plain, fleets }: BenchReport): Table {
  const rows: string[][] = [];
  for (const [i, size] of sizes.entries()) {
    const own = rowOf(plain[i], ownName);
    if (own === undefined) continue;
    rows.push([
      `decide in JavaScript, ${sizeName(size)}`,
      `${own.ratio.toFixed(2)} ×`,
      `≤ ${String(size.must)} × (aim ${String(size.aim)})`,
      verdict(own.ratio, size.must),
    ]);
  }
  for (const [i, size] of sizes.entries()) {
    const own = rowOf(plain[i], ownName);
    for (const row of plain[i]?.rows ?? []) {
      const most = row.name.startsWith("policy.wasm")
        ? wasmMost
        : row.name.startsWith("LuaJIT")
          ? luajitMost
          : 0;
      if (own === undefined || most === 0) continue;
      const times = row.ratio / own.ratio;
      const name = `${row.name}, ${sizeName(size)}`;
      rows.push([name, `${times.toFixed(2)} × JavaScript`, `≤ ${String(most)} ×`, verdict(times, most)]);
    }
  }
  rows.push(...peerDemands(plain[1]));
  const [first, last] = [rowOf(fleets[0], ownName), rowOf(fleets.at(-1), ownName)];
  if (first !== undefined && last !== undefined) {
    const times = last.ratio / first.ratio;
    rows.push([
      "growth from 10 to 100,000 grants",
      `${times.toFixed(2)} ×`,
      `≤ ${String(growthMost)} ×`,
      verdict(times, growthMost),
    ]);
  }
  return { title: "Demands", head: ["what", "figure", "demanded", ""], rows, notes: [] };
}

/** The libraries that the demand is about: a regular expression is none, and its index is made by hand. */
const libraries = ["CASL, ability per agent", "picomatch, per agent", "casbin, enforcer per agent"];

function peerDemands(report: SizeReport | undefined): string[][] {
  const own = rowOf(report, ownName);
  const found = libraries.flatMap((name) => rowOf(report, name) ?? []).sort((a, b) => a.ratio - b.ratio);
  const [fastest] = found;
  const cedar = report?.rows.find(({ name }) => name.startsWith("Cedar"));
  const rows: string[][] = [];
  for (const [peer, least] of [
    [fastest, libraryLeast],
    [cedar, cedarLeast],
  ] as const) {
    if (own === undefined || peer === undefined) continue;
    const times = peer.ratio / own.ratio;
    rows.push([
      `faster than ${peer.name}, 100 × 100`,
      `${times.toFixed(1)} ×`,
      `≥ ${String(least)} ×`,
      verdictAtLeast(times, least),
    ]);
  }
  return rows;
}

function growth(title: string, reports: readonly SizeReport[], notes: readonly string[]): Table {
  const first = rowOf(reports[0], ownName);
  return {
    title,
    head: ["agents × grants", "grants", "decide", "ratio", "× the first"],
    rows: reports.map((report) => {
      const row = rowOf(report, ownName);
      const { agents, grants } = report.size;
      return [
        sizeName(report.size),
        (agents * grants).toLocaleString("en"),
        time(row?.ns ?? Number.NaN),
        (row?.ratio ?? Number.NaN).toPrecision(3),
        ((row?.ratio ?? Number.NaN) / (first?.ratio ?? Number.NaN)).toFixed(2),
      ];
    }),
    notes,
  };
}

function loading(loads: readonly LoadReport[]): Table {
  const rows = loads.flatMap(({ grants, forms, buildSeconds: seconds }) => {
    const most = loadMilliseconds.get(grants) ?? Number.NaN;
    const mostSeconds = buildSeconds.get(grants) ?? Number.NaN;
    const size = grants.toLocaleString("en");
    return [
      ...forms.map((form) => [
        `${form.form}, ${size} grants`,
        `${form.milliseconds.toFixed(1)} ms`,
        `≤ ${String(most)} ms`,
        verdict(form.milliseconds, most),
        `${megabytes(form.bytes)}, gzip ${megabytes(form.gzip)}`,
        `${megabytes(form.rss)} (+${megabytes(form.added)})`,
      ]),
      [
        `build from IR, ${size} grants`,
        `${seconds.toFixed(2)} s`,
        `≤ ${String(mostSeconds)} s`,
        verdict(seconds, mostSeconds),
        "–",
        "–",
      ],
    ];
  });
  return {
    title: "Loading and building",
    head: ["file to first decision", "median", "demanded", "", "file", "resident memory (added)"],
    rows,
    notes: [
      "Each in a fresh process. Building is of policy.mjs, policy.json, policy.wasm and policy.lua together.",
    ],
  };
}

function sections(loads: readonly LoadReport[]): Table {
  return {
    title: "Bytes per grant in the tables, uncompressed",
    head: ["grants", "matcher", `demanded`, "", "decision rows", "strings", "source positions", "rest"],
    rows: loads.map(({ grants, sections: parts }) => {
      const each = (bytes: number): string => (bytes / grants).toFixed(1);
      const matcher = parts.matcher / grants;
      return [
        grants.toLocaleString("en"),
        matcher.toFixed(1),
        `≤ ${String(matcherBytesPerGrant)}`,
        verdict(matcher, matcherBytesPerGrant),
        each(parts.statements),
        each(parts.texts),
        each(parts.positions),
        each(parts.rest),
      ];
    }),
    notes: [],
  };
}

function attacks(reports: readonly AttackReport[]): Table {
  return {
    title: "An attacker's dearest requests",
    head: ["patterns", "grants", "step bound", "most steps taken", "", "time"],
    rows: reports.map(({ name, grants, worst }) =>
      worst === null
        ? [name, grants.toLocaleString("en"), "over the limit: does not build", "–", "–", "–"]
        : [
            name,
            grants.toLocaleString("en"),
            worst.bound.toLocaleString("en"),
            worst.steps.toLocaleString("en"),
            worst.steps <= worst.bound ? "within" : "OVER THE BOUND",
            time(worst.milliseconds * 1e6),
          ],
    ),
    notes: ["Requests of the greatest length, 4,096 bytes, every byte of them near a match."],
  };
}
