/** What the figures are held against. */
import type { Measured } from "./rounds.ts";
import type { Size } from "./workload.ts";

export interface SizeDemand extends Size {
  /** The most that `decide` in JavaScript may take, as a multiple of the calibration loop. */
  readonly must: number;
  readonly aim: number;
}

const plain = { conditions: false } as const;

export const sizes: readonly SizeDemand[] = [
  { agents: 10, grants: 10, must: 3.5, aim: 3, ...plain },
  { agents: 100, grants: 100, must: 5, aim: 4, ...plain },
  { agents: 1000, grants: 100, must: 6.5, aim: 5.5, ...plain },
  { agents: 1, grants: 10_000, must: 13, aim: 10, ...plain },
];

/** Multiples of the JavaScript evaluator's time in the same run. */
export const wasmMost = 1.5;
export const luajitMost = 6;
/** From 10 to 100,000 grants. */
export const growthMost = 2.5;
/** At 100 × 100: how many times the peer must take. */
export const libraryLeast = 7;
export const cedarLeast = 150;

export const loadMilliseconds: ReadonlyMap<number, number> = new Map([
  [10_000, 5],
  [100_000, 30],
]);
export const buildSeconds: ReadonlyMap<number, number> = new Map([
  [10_000, 0.7],
  [100_000, 7],
]);
export const matcherBytesPerGrant = 64;

/** `met`, or by how much it is missed. */
export function verdict(value: number, most: number): string {
  return value <= most ? "met" : `missed by ${((value / most - 1) * 100).toFixed(0)} %`;
}

export function verdictAtLeast(value: number, least: number): string {
  return value >= least ? "met" : `missed by ${((1 - value / least) * 100).toFixed(0)} %`;
}

/** Whether every answer that was looked at was right. */
export function isRight({ mismatches, wrongSlices }: Measured): boolean {
  return mismatches === 0 && wrongSlices === 0;
}
