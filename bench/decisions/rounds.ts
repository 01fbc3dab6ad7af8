/**
 * Interleaved rounds in one process. In a round each contestant has a turn of a quarter of a second or more; in
 * a turn, slices of requests alternate between it and the calibration loop, so that both see the
 * machine in the same state. What is told is the median over the rounds of their ratio. A slice during
 * which the processor was given to another process does not count.
 */
import { quantile } from "../table.ts";
import type { EffectCode } from "./effects.ts";
import type { FreshRequest, RequestBytes } from "./requests.ts";

/** What decides in this process. */
export interface Engine {
  readonly name: string;
  readonly decide: (request: FreshRequest) => EffectCode;
}

/** What takes turns: an engine of this process, or a process of its own. */
export interface Contestant {
  readonly name: string;
  /** Compares answers one by one, all requests once if time allows. */
  readonly check: (milliseconds: number) => Promise<Checked>;
  readonly turn: (milliseconds: number) => Promise<Turn>;
}

export interface Checked {
  readonly checked: number;
  readonly mismatches: number;
}

export interface Turn {
  /** Nanoseconds per decision, and per calibration in the same turn. */
  readonly ns: number;
  readonly calibration: number;
  readonly decisions: number;
  /** Slices whose sum of effects was not that of the right answers. */
  readonly wrongSlices: number;
}

export interface Measured extends Checked {
  readonly name: string;
  /** Nanoseconds per decision: median, least and most of the rounds. */
  readonly ns: number;
  readonly least: number;
  readonly most: number;
  /** Median over the rounds of the time divided by the calibration's of the same turn. */
  readonly ratio: number;
  /** The ratio of each round. */
  readonly ratios: readonly number[];
  readonly calibration: number;
  readonly rounds: number;
  readonly timed: number;
  readonly wrongSlices: number;
}

export interface RoundSettings {
  readonly rounds: number;
  /** Of each contestant in each round, its own share of the turn. */
  readonly turnMilliseconds: number;
  /** The most that the untimed check of one contestant may take; each decides some requests. */
  readonly checkMilliseconds: number;
}

export interface Workbench {
  readonly requests: RequestBytes;
  readonly expected: Uint8Array;
}

/** One round more is run first, which only warms up. */
export async function measure(
  contestants: readonly Contestant[],
  settings: RoundSettings,
): Promise<readonly Measured[]> {
  const checks = new Map<Contestant, Checked>();
  for (const one of contestants) checks.set(one, await one.check(settings.checkMilliseconds));
  const turns = new Map<Contestant, Turn[]>(contestants.map((one) => [one, []]));
  for (let round = -1; round < settings.rounds; round++) {
    for (const one of contestants) {
      const turn = await one.turn(settings.turnMilliseconds);
      if (round >= 0) turns.get(one)?.push(turn);
    }
  }
  return contestants.map((one) => {
    const { checked, mismatches } = checks.get(one) ?? { checked: 0, mismatches: 0 };
    return { ...summaryOf(one.name, turns.get(one) ?? []), checked, mismatches };
  });
}

function summaryOf(name: string, turns: readonly Turn[]): Omit<Measured, keyof Checked> {
  const times = turns.map(({ ns }) => ns);
  const ratios = turns.map(({ ns, calibration }) => ns / calibration);
  return {
    name,
    ns: quantile(times, 0.5),
    least: Math.min(...times),
    most: Math.max(...times),
    ratio: quantile(ratios, 0.5),
    ratios,
    calibration: quantile(
      turns.map(({ calibration }) => calibration),
      0.5,
    ),
    rounds: turns.length,
    timed: turns.reduce((sum, turn) => sum + turn.decisions, 0),
    wrongSlices: turns.reduce((sum, turn) => sum + turn.wrongSlices, 0),
  };
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
  /** Whether another process had the processor meanwhile. */
  readonly disturbed: boolean;
}

/** The one loop in which everything is timed. */
function time(decide: (request: FreshRequest) => number, slice: readonly FreshRequest[]): Timed {
  let sum = 0;
  const switches = process.resourceUsage().involuntaryContextSwitches;
  const start = performance.now();
  for (let i = 0; i < slice.length; i++) {
    const request = slice[i];
    if (request !== undefined) sum += decide(request) * (i + 1);
  }
  const milliseconds = performance.now() - start;
  return { milliseconds, sum, disturbed: process.resourceUsage().involuntaryContextSwitches > switches };
}

/** Adds up slices. On a machine so busy that next to none is undisturbed, all count. */
class Total {
  #quiet = 0;
  #quietCount = 0;
  #spent = 0;
  #count = 0;

  add({ milliseconds, disturbed }: Timed, count: number): void {
    this.#spent += milliseconds;
    this.#count += count;
    if (disturbed) return;
    this.#quiet += milliseconds;
    this.#quietCount += count;
  }

  get milliseconds(): number {
    return this.#spent;
  }

  get count(): number {
    return this.#count;
  }

  /** Nanoseconds each. */
  get ns(): number {
    const [spent, count] =
      this.#quietCount > this.#count / 10 ? [this.#quiet, this.#quietCount] : [this.#spent, this.#count];
    return (spent * 1e6) / count;
  }
}

const fullSlice = 500;
/** A slice of a slow engine takes about as long. */
const sliceNanoseconds = 4e6;

/** Nanoseconds of the calibration loop, measured for so long. */
export function calibrationOf(requests: RequestBytes, milliseconds: number): number {
  const total = new Total();
  while (total.milliseconds < milliseconds) calibrateSlice(requests, total.count, total);
  return total.ns;
}

function calibrateSlice(requests: RequestBytes, at: number, total: Total): void {
  const timed = time(calibrate, requests.slice(at, fullSlice));
  if (timed.sum <= 0) throw new Error("a sum of character codes is positive");
  total.add(timed, fullSlice);
}

/** An engine of this process as a contestant. */
export function contestant(engine: Engine, { requests, expected }: Workbench): Contestant {
  let at = 0;
  let length = fullSlice;

  const rightSum = (count: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (expected[(at + i) % requests.count] ?? 0) * (i + 1);
    return sum;
  };

  return {
    name: engine.name,
    check: (milliseconds) => {
      const start = performance.now();
      let checked = 0;
      let mismatches = 0;
      while (checked < requests.count && (checked % 16 > 0 || performance.now() - start < milliseconds)) {
        if (engine.decide(requests.fresh(checked)) !== expected[checked]) mismatches++;
        checked++;
      }
      const each = ((performance.now() - start) * 1e6) / checked;
      length = Math.max(1, Math.min(fullSlice, Math.round(sliceNanoseconds / each)));
      return Promise.resolve({ checked, mismatches });
    },
    turn: (milliseconds) => {
      const own = new Total();
      const calibration = new Total();
      let wrongSlices = 0;
      while (own.milliseconds < milliseconds) {
        calibrateSlice(requests, at, calibration);
        const timed = time(engine.decide, requests.slice(at, length));
        if (timed.sum !== rightSum(length)) wrongSlices++;
        own.add(timed, length);
        at = (at + length) % requests.count;
      }
      return Promise.resolve({
        ns: own.ns,
        calibration: calibration.ns,
        decisions: own.count,
        wrongSlices,
      });
    },
  };
}
