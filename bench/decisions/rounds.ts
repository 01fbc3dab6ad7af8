/**
 * Interleaved rounds in one process. In a round each engine has a turn of half a second or more; in a
 * turn, slices of requests alternate between the engine and the calibration loop, so that both see the
 * machine in the same state. What is told is the median over the rounds of their ratio.
 */
import { quantile } from "../table.ts";
import type { EffectCode } from "./effects.ts";
import type { FreshRequest, RequestBytes } from "./requests.ts";

export interface Engine {
  readonly name: string;
  readonly decide: (request: FreshRequest) => EffectCode;
}

export interface Measured {
  readonly name: string;
  /** Nanoseconds per decision, median, least and most of the rounds. */
  readonly ns: number;
  readonly least: number;
  readonly most: number;
  /** Median over the rounds of this time divided by the calibration's of the same turn. */
  readonly ratio: number;
  /** The ratio of each round. */
  readonly ratios: readonly number[];
  /** Nanoseconds of the calibration loop in the engine's turns, median. */
  readonly calibration: number;
  readonly rounds: number;
  /** Answers compared one by one before the rounds, and how many were wrong. */
  readonly checked: number;
  readonly mismatches: number;
  /** Decisions in timed slices, and slices whose sum of effects was wrong. */
  readonly timed: number;
  readonly wrongSlices: number;
}

export interface RoundSettings {
  readonly rounds: number;
  /** Of each engine in each round, its own share of the turn. */
  readonly turnMilliseconds: number;
  /** The most that the untimed check of one engine may take; every engine decides at least one slice. */
  readonly checkMilliseconds: number;
}

export interface Workbench {
  readonly requests: RequestBytes;
  readonly expected: Uint8Array;
}

const fullSlice = 500;
/** A slice of a slow engine takes about as long. */
const sliceNanoseconds = 4e6;

export function measure(
  engines: readonly Engine[],
  bench: Workbench,
  settings: RoundSettings,
): readonly Measured[] {
  const runs = engines.map((engine) => new Run(engine, bench));
  for (const run of runs) run.check(settings.checkMilliseconds);
  // The first round only warms up.
  for (let round = -1; round < settings.rounds; round++) {
    for (const run of runs) run.turn(settings.turnMilliseconds, round >= 0);
  }
  return runs.map((run) => run.result());
}

/** The sum of the resource's character codes: the least that looking at a request costs. */
function calibrate({ resource }: FreshRequest): number {
  let sum = 0;
  for (let i = 0; i < resource.length; i++) sum += resource.charCodeAt(i);
  return sum;
}

interface Timed {
  readonly milliseconds: number;
  readonly sum: number;
}

/** The one loop in which everything is timed. */
function time(decide: (request: FreshRequest) => number, slice: readonly FreshRequest[]): Timed {
  let sum = 0;
  const start = performance.now();
  for (let i = 0; i < slice.length; i++) {
    const request = slice[i];
    if (request !== undefined) sum += decide(request) * (i + 1);
  }
  return { milliseconds: performance.now() - start, sum };
}

class Run {
  readonly #engine: Engine;
  readonly #bench: Workbench;
  #at = 0;
  #slice = fullSlice;
  #checked = 0;
  #mismatches = 0;
  #timed = 0;
  #wrongSlices = 0;
  #sum = 0;
  readonly #ns: number[] = [];
  readonly #calibration: number[] = [];

  constructor(engine: Engine, bench: Workbench) {
    this.#engine = engine;
    this.#bench = bench;
  }

  /** Compares answers one by one, all requests once if time allows; sets the length of slices. */
  check(milliseconds: number): void {
    const { requests, expected } = this.#bench;
    const start = performance.now();
    for (let i = 0; i < requests.count; i++) {
      if (this.#engine.decide(requests.fresh(i)) !== expected[i]) this.#mismatches++;
      this.#checked++;
      if (i % 16 === 15 && performance.now() - start > milliseconds) break;
    }
    const each = ((performance.now() - start) * 1e6) / this.#checked;
    this.#slice = Math.max(1, Math.min(fullSlice, Math.round(sliceNanoseconds / each)));
  }

  turn(milliseconds: number, counts: boolean): void {
    let engine = 0;
    let calibration = 0;
    let decisions = 0;
    let calibrated = 0;
    while (engine < milliseconds) {
      const plain = this.#bench.requests.slice(this.#at, fullSlice);
      const { milliseconds: took, sum } = time(calibrate, plain);
      this.#sum += sum;
      calibration += took;
      calibrated += plain.length;
      engine += this.#timedSlice(counts);
      decisions += this.#slice;
    }
    if (!counts) return;
    this.#timed += decisions;
    this.#ns.push((engine * 1e6) / decisions);
    this.#calibration.push((calibration * 1e6) / calibrated);
  }

  /** Milliseconds that deciding the next slice took. */
  #timedSlice(counts: boolean): number {
    const { requests, expected } = this.#bench;
    const slice = requests.slice(this.#at, this.#slice);
    const { milliseconds, sum } = time(this.#engine.decide, slice);
    let right = 0;
    for (let i = 0; i < slice.length; i++) {
      right += (expected[(this.#at + i) % requests.count] ?? 0) * (i + 1);
    }
    if (counts && sum !== right) this.#wrongSlices++;
    this.#at = (this.#at + slice.length) % requests.count;
    return milliseconds;
  }

  result(): Measured {
    const ratios = this.#ns.map((ns, i) => ns / (this.#calibration[i] ?? Number.NaN));
    // Keeps the calibration's result alive, so that its loop is not left out.
    if (this.#sum < 0) throw new Error("no sum of codes is negative");
    return {
      name: this.#engine.name,
      ns: quantile(this.#ns, 0.5),
      least: Math.min(...this.#ns),
      most: Math.max(...this.#ns),
      ratio: quantile(ratios, 0.5),
      ratios,
      calibration: quantile(this.#calibration, 0.5),
      rounds: this.#ns.length,
      checked: this.#checked,
      mismatches: this.#mismatches,
      timed: this.#timed,
      wrongSlices: this.#wrongSlices,
    };
  }
}
