import { expect, test } from "vitest";
import { SPLIT } from "../../../src/automata/alphabet.ts";
import { LevelQueue } from "../../../src/automata/level-queue.ts";

const code = (character: string): number => character.codePointAt(0) ?? 0;

/** What arrives at each level, as the first component of its tuple and its rank. */
function arriving(queue: LevelQueue, expand: (name: number, rank: number, state: number) => void): string[] {
  const levels: string[] = [];
  const into = new Int32Array(1);
  while (queue.startLevel()) {
    const level: string[] = [];
    queue.runLevel((state, rank) => {
      queue.read(state, into);
      const name = into[0] ?? -1;
      level.push(`${name}@${rank}`);
      expand(name, rank, state);
      return null;
    });
    levels.push(level.join(" "));
  }
  return levels;
}

function started(): LevelQueue {
  const queue = LevelQueue.take(1);
  queue.reach(Int32Array.of(0), -1, 0, SPLIT);
  return queue;
}

test("states arrive once, in the order of their words, equal words at one rank", () => {
  const queue = started();
  const levels = arriving(queue, (name, rank, state) => {
    if (name === 0) {
      queue.reach(Int32Array.of(1), state, rank, code("b"));
      queue.reach(Int32Array.of(2), state, rank, code("a"));
      queue.reach(Int32Array.of(3), state, rank, code("a"));
      // By an earlier word than before.
      queue.reach(Int32Array.of(1), state, rank, code("a"));
    }
    if (name === 2) queue.reach(Int32Array.of(0), state, rank, code("a"));
  });
  expect(levels).toHaveLength(2);
  expect(levels[1]?.split(" ").sort()).toEqual(["1@0", "2@0", "3@0"]);
  queue.giveBack();
});

test("a character arrives when its last byte is counted, before what sorts behind it", () => {
  const queue = started();
  const levels = arriving(queue, (name, rank, state) => {
    if (name === 0) {
      queue.reach(Int32Array.of(1), state, rank, code("é"));
      queue.reach(Int32Array.of(2), state, rank, code("z"));
    }
    if (name === 2) queue.reach(Int32Array.of(3), state, rank, code("a"));
  });
  expect(levels).toEqual(["0@0", "2@0", "3@0 1@1"]);
  queue.giveBack();
});

test("what was read on the way to a state is known, and a used queue knows nothing of it", () => {
  const queue = started();
  const words: string[] = [];
  arriving(queue, (name, rank, state) => {
    words.push(String.fromCodePoint(...queue.symbolsTo(state)));
    if (name < 3) queue.reach(Int32Array.of(name + 1), state, rank, code("abc".charAt(name)));
  });
  expect(words).toEqual(["", "a", "ab", "abc"]);
  queue.giveBack();
  const next = LevelQueue.take(2);
  expect(next.startLevel()).toBe(false);
  next.giveBack();
});
