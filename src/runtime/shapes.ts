/** Binding shapes: which resources a service's requests may name. */
import { byteAt, wordAt } from "./block.ts";
import { counting } from "./counting.ts";
import type { Program } from "./program.ts";

const colon = 58;
const slash = 47;

/** False when shapes bind the service of the action in scratch, and the resource there fits none. */
export function fitsShapes(program: Program, length: number): boolean {
  const block = program.block;
  const services = wordAt(block, program.services);
  if (services === 0) return true;
  const scratch = program.scratch;
  let row = -1;
  let longest = 0;
  for (let i = 0; i < services; i++) {
    const candidate = program.services + 1 + i * 3;
    const size = beginsWithText(program, wordAt(block, candidate), scratch.action);
    if (size > longest && (scratch.action[size] === 0 || scratch.action[size] === colon)) {
      row = candidate;
      longest = size;
    }
  }
  if (row < 0) return true;
  const shapes = program.services + shapesOf(program, row);
  const count = wordAt(block, shapes);
  if (count === 0 || isWhole(program, wordAt(block, row), scratch.resource)) return true;
  for (let i = 1; i <= count; i++) {
    if (fitsShape(program, program.services + wordAt(block, shapes + i), length)) return true;
  }
  return false;
}

/** The action's own shapes, else the service's. */
function shapesOf(program: Program, row: number): number {
  const block = program.block;
  const actions = program.services + wordAt(block, row + 2);
  const count = wordAt(block, actions);
  for (let i = 0; i < count; i++) {
    const entry = actions + 1 + i * 2;
    if (isWhole(program, wordAt(block, entry), program.scratch.action)) return wordAt(block, entry + 1);
  }
  return wordAt(block, row + 1);
}

/** The length of the text in bytes when the name begins with it, else -1. */
function beginsWithText(program: Program, index: number, name: Uint8Array): number {
  const block = program.block;
  const start = program.textBytes * 4 + wordAt(block, program.texts + index);
  const length = wordAt(block, program.texts + index + 1) - wordAt(block, program.texts + index);
  for (let i = 0; i < length; i++) if (byteAt(block, start + i) !== name[i]) return -1;
  return length;
}

function isWhole(program: Program, index: number, name: Uint8Array): boolean {
  const length = beginsWithText(program, index, name);
  return length >= 0 && name[length] === 0;
}

/** Marks every position where the parts so far can end. Linear in the resource, by a factor of the parts. */
function fitsShape(program: Program, shape: number, length: number): boolean {
  const block = program.block;
  const name = program.scratch.resource;
  let ends = new Uint8Array(length + 1);
  ends[0] = 1;
  const count = wordAt(block, shape);
  for (let i = 1; i <= count; i++) {
    const part = wordAt(block, shape + i);
    const next = new Uint8Array(length + 1);
    // True while some piece that began earlier may go on at this position.
    let running = false;
    for (let at = 0; at <= length; at++) {
      if (counting) program.scratch.steps += 1;
      if ((part & 3) === 0) {
        if (ends[at] === 1) {
          const end = at + textAt(program, part >> 2, name, at);
          if (end > at && end <= length) next[end] = 1;
        }
        continue;
      }
      const onSeparator = at > 0 && isSeparator(name[at - 1]);
      // Ends here: something began before, and neither the last character nor a gap breaks it.
      if (running && !onSeparator) next[at] = 1;
      if (onSeparator && (part === 1 || isSeparator(name[at]))) running = false;
      if (ends[at] === 1 && !isSeparator(name[at])) running = true;
    }
    ends = next;
  }
  return ends[length] === 1;
}

/** The length of the text in bytes when it stands in the name at a position, else 0. */
function textAt(program: Program, index: number, name: Uint8Array, at: number): number {
  const block = program.block;
  const start = program.textBytes * 4 + wordAt(block, program.texts + index);
  const length = wordAt(block, program.texts + index + 1) - wordAt(block, program.texts + index);
  if (counting) program.scratch.steps += length;
  for (let i = 0; i < length; i++) if (byteAt(block, start + i) !== name[at + i]) return 0;
  return length;
}

function isSeparator(byte: number | undefined): boolean {
  return byte === colon || byte === slash;
}
