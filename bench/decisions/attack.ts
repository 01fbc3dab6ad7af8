/**
 * What an attacker can make one decision cost: sets whose patterns are meant to be dear, the longest
 * names that are allowed, and the dearest of many such requests, found by counting steps.
 */
import { bundleCountingRuntime } from "../../scripts/bundle-runtime.ts";
import { build } from "../../src/build.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { quantile } from "../table.ts";
import { artefact } from "./engines.ts";
import { instanceOf } from "./names.ts";
import { Picker } from "./picker.ts";
import { builtSet } from "./policy-set.ts";
import { fleetOf, type Grant, type WorkRequest } from "./workload.ts";

export interface AttackReport {
  readonly name: string;
  readonly grants: number;
  /** `null`: the set is over the limit, so that it does not build. */
  readonly worst: WorstRequest | null;
}

export interface WorstRequest {
  /** Of the manifest. */
  readonly bound: number;
  /** The most steps that a request took, and its time in milliseconds. */
  readonly steps: number;
  readonly milliseconds: number;
  /** How many requests were tried. */
  readonly tried: number;
}

/** The greatest length of a name in bytes. */
const longest = 4096;
const agent = "attacked-agent";
const action = "files:read";

const letters = [..."abcdefghijklmnopqrstuvwxyz"];

interface Target {
  readonly name: string;
  readonly patterns: readonly string[];
  /** Where the set holds more than the patterns. */
  readonly set?: readonly Grant[];
  /** Pieces of which names are made that come as near to matching as can be. */
  readonly pieces: readonly string[];
}

function targets(): readonly Target[] {
  const pairs = letters.flatMap((x) => letters.map((y) => [x, y] as const));
  const few = letters.slice(0, 12).flatMap((x) => letters.slice(0, 12).map((y) => `**${x}**${y}`));
  const picker = new Picker(5);
  const [typical] = fleetOf({ agents: 1, grants: 10_000, conditions: false });
  const grants = typical?.grants ?? [];
  return [
    {
      name: "`**x**y**x` for all x, y",
      patterns: pairs.map(([x, y]) => `**${x}**${y}**${x}`),
      pieces: letters,
    },
    { name: "`**x**y` for 12 x, 12 y", patterns: few, pieces: letters.slice(0, 12) },
    {
      name: "`a/**/a/**/…/b`, up to 24 deep",
      patterns: Array.from({ length: 24 }, (_, i) => `${"a/**/".repeat(i + 1)}b`),
      pieces: ["a/", "a/a/", "a/b/"],
    },
    {
      name: "`*ab*ab…*` inside one segment",
      patterns: Array.from(
        { length: 100 },
        (_, i) => `x${"*ab".repeat(8)}*${letters[i % 26] ?? ""}${String(i)}`,
      ),
      pieces: ["ab", "aab", "a"],
    },
    {
      name: "`**` before 255 equal characters",
      patterns: letters.slice(0, 20).map((x) => `**${"a".repeat(255)}${x}`),
      pieces: ["a", "a".repeat(254) + "-"],
    },
    {
      name: "10,000 grants of the workload",
      patterns: grants.filter((grant) => grant.action === action).map(({ pattern }) => pattern),
      set: grants,
      pieces: Array.from({ length: 200 }, () => `${instanceOf(picker.of(grants).pattern, picker)}/`),
    },
  ];
}

/** Names of the greatest length, made of pieces: all of one piece, of two by turns, or at random. */
function* names({ patterns, pieces }: Target): Generator<string> {
  const picker = new Picker(11);
  const filled = (next: (i: number) => string, begin: string): string => {
    let name = begin;
    for (let i = 0; name.length < longest; i++) name += next(i);
    return name.slice(0, longest).replace(/[/:]+$/, (end) => "-".repeat(end.length));
  };
  for (const piece of pieces.slice(0, 12)) yield filled(() => piece, "");
  for (let i = 0; i < 16; i++) {
    const [one, two] = [picker.of(pieces), picker.of(pieces)];
    yield filled((k) => (k % 2 === 0 ? one : two), "");
    // From a pattern's own beginning on, so that its first wildcard is reached.
    const begin = picker.of(patterns).replace(/\*.*$/, "");
    yield filled(() => picker.of(pieces), begin);
    yield filled(() => one, begin);
  }
}

export async function measureAttacks(): Promise<readonly AttackReport[]> {
  const loadCounting = await countingLoader();
  return targets().map((target) => {
    const grants =
      target.set ??
      [...new Set(target.patterns)].map((pattern): Grant => ({
        kind: "allow",
        action,
        pattern,
        condition: null,
      }));
    const about = { name: target.name, grants: grants.length };
    const built = build(builtSet([{ agent, grants }]), { targets: ["json"] });
    if (built.kind === "refused") return { ...about, worst: null };
    const json = artefact(built.artefacts, "policy.json");
    const steps = loadCounting(json);
    let worst: { readonly request: WorkRequest; readonly steps: number } | null = null;
    let tried = 0;
    for (const resource of names(target)) {
      const request = { agent, action, resource };
      const taken = steps(request);
      tried++;
      if (worst === null || taken > worst.steps) worst = { request, steps: taken };
    }
    if (worst === null) throw new Error("no request was tried");
    const bound = built.manifest.step_bound;
    const milliseconds = timeOf(json, worst.request);
    return { ...about, worst: { bound, steps: worst.steps, milliseconds, tried } };
  });
}

/** Median of some decisions, the first ones left out. */
function timeOf(json: string | Uint8Array, request: WorkRequest): number {
  const { decide } = loadBundle(json);
  const times: number[] = [];
  const end = performance.now() + 2000;
  for (let i = 0; i < 3 || (performance.now() < end && i < 200); i++) {
    const start = performance.now();
    decide(request);
    times.push(performance.now() - start);
  }
  return quantile(times.slice(Math.min(20, times.length - 1)), 0.5);
}

type CountingLoader = (source: string | Uint8Array) => (request: unknown) => number;

/** The evaluator that counts its steps. */
async function countingLoader(): Promise<CountingLoader> {
  const script = `${await bundleCountingRuntime()}\nexport default sentrelyRuntime.loadCounting;\n`;
  const module: { readonly default: CountingLoader } = await import(
    `data:text/javascript;base64,${Buffer.from(script).toString("base64")}`
  );
  return module.default;
}
