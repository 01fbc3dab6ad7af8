/** What the walks of one request emit, and when they began. */
import { wordAt } from "./block.ts";
import { counting } from "./counting.ts";
import { lastGeneration, type Program, type Scratch } from "./program.ts";

/** Begins a set of walks whose emissions count together. */
export function beginWalks(scratch: Scratch): void {
  if (scratch.generation >= lastGeneration) {
    scratch.seen.fill(0);
    scratch.excepted.fill(0);
    scratch.marks.fill(0);
    scratch.generation = 0;
  }
  scratch.generation += 1;
  scratch.hitCount = 0;
  scratch.exceptCount = 0;
}

export function emit(program: Program, emission: number): void {
  if (emission >= 0) {
    take(program.scratch, emission);
    return;
  }
  const block = program.block;
  const list = program.emits + (emission & 0x7fffffff);
  for (let i = wordAt(block, list); i > 0; i--) take(program.scratch, wordAt(block, list + i));
}

/** Hits up to here are compared one by one, which stays in fast memory; `seen` is as large as the tables. */
const fewHits = 8;

function take(scratch: Scratch, emission: number): void {
  const number = emission >> 1;
  const generation = scratch.generation;
  if (counting) scratch.steps += 1;
  if ((emission & 1) !== 0) {
    scratch.excepted[number] = generation;
    scratch.exceptCount += 1;
    return;
  }
  const count = scratch.hitCount;
  const hits = scratch.hits;
  if (count < fewHits) {
    for (let i = 0; i < count; i++) if (hits[i] === number) return;
  } else {
    if (count === fewHits) for (let i = 0; i < count; i++) scratch.seen[hits[i] ?? 0] = generation;
    if (scratch.seen[number] === generation) return;
    scratch.seen[number] = generation;
  }
  hits[count] = number;
  scratch.hitCount = count + 1;
}
