/**
 * Walks a name through the matcher and notes what it emits (docs/bundle-format.md, "Matcher").
 *
 * INVARIANT: every reference leads to a greater offset and every wildcard looks at a position at most
 * once, so that a walk ends within the steps that the manifest promises.
 */
import { byteAt, wordAt, type Block } from "./block.ts";
import { counting } from "./counting.ts";
import { bitDeep, bitEnd, bitGap, bitJump, bitMarked, bitStar, bitTable, bitTail } from "./layout.ts";
import { emit } from "./hits.ts";
import { frameWords, type Program } from "./program.ts";

const colon = 58;
const slash = 47;

/** Kinds of frames. */
const star = 0;
const deep = 1;
const gap = 2;

/**
 * Walks `length` bytes of `name` from a root (relative to the section). `name[length]` must be 0, which no name
 * holds, so that a comparison ends there.
 */
export function walk(
  program: Program,
  root: number,
  name: Uint8Array,
  length: number,
  isResource: boolean,
): void {
  const block = program.block;
  const scratch = program.scratch;
  const frames = scratch.frames;
  const matcher = program.matcher;
  let depth = 0;
  scratch.isNested = false;
  // The node to enter, or 0: then the topmost wildcard goes on.
  let node = matcher + root;
  let at = 0;
  for (;;) {
    text: while (node !== 0) {
      const header = wordAt(block, node);
      let next = node + 1;
      let tail = 0;
      let end = 0;
      let wilds = 0;
      if ((header & (bitTail | bitEnd | bitStar | bitDeep | bitGap)) !== 0) {
        if ((header & bitTail) !== 0) {
          tail = next;
          next += 1;
        }
        if ((header & bitEnd) !== 0) {
          end = next;
          next += 1;
        }
        wilds = next;
        if ((header & bitStar) !== 0) next += 1;
        if ((header & bitDeep) !== 0) next += 1;
        if ((header & bitGap) !== 0) next += 1;
      }
      const run = header & 255;
      if (counting) scratch.steps += run + 1;
      let byte = next * 4;
      const behind = byte + run;
      while (byte < behind) {
        if (byteAt(block, byte) !== name[at]) break text;
        byte += 1;
        at += 1;
      }
      if (tail !== 0) emit(program, wordAt(block, tail));
      if (end !== 0 && at === length) emit(program, wordAt(block, end));
      if (wilds !== 0) {
        if ((header & bitStar) !== 0) {
          depth = activate(
            program,
            matcher + wordAt(block, wilds),
            star,
            at,
            name,
            length,
            isResource,
            depth,
          );
          wilds += 1;
        }
        if ((header & bitDeep) !== 0) {
          depth = activate(
            program,
            matcher + wordAt(block, wilds),
            deep,
            at,
            name,
            length,
            isResource,
            depth,
          );
          wilds += 1;
        }
        if ((header & bitGap) !== 0) {
          depth = activate(program, matcher + wordAt(block, wilds), gap, at, name, length, isResource, depth);
        }
      }
      const edges = (header >> 8) & 511;
      next += (run + 3) >> 2;
      if (edges === 0) break;
      if (edges === 1 && (header & bitTable) === 0) {
        node = next;
        continue;
      }
      if (counting) scratch.steps += edges > 8 ? 10 : edges;
      const child = edge(block, next, header, name[at] ?? 0);
      if (child === 0) break;
      node = matcher + child;
      at += 1;
    }
    // The topmost wildcard goes on with the edge that was found for it.
    node = 0;
    scratch.isNested = true;
    while (depth > 0) {
      const frame = (depth - 1) * frameWords;
      const packed = frames[frame] ?? 0;
      const kind = packed & 3;
      const wild = packed >>> 2;
      const position = frames[frame + 2] ?? 0;
      const child = frames[frame + 3] ?? 0;
      const last = frames[frame + 4] ?? 0;
      const header = wordAt(block, wild);
      const next = kind === gap ? nextBehindSlash(name, position, last) : position + 1;
      if (!seek(program, frame, header, kind, frames[frame + 1] ?? 0, next, last, name)) depth -= 1;
      if ((header & bitStar) !== 0) {
        const behind = matcher + wordAt(block, wild + 1 + ((header & bitMarked) !== 0 ? 1 : 0));
        depth = activate(program, behind, star, position, name, length, isResource, depth);
      }
      if (child !== 0) {
        node = matcher + child;
        at = position + 1;
        break;
      }
    }
    if (node === 0) return;
  }
}

/**
 * Finds the next position, from `from` on, at which the wildcard goes on, and notes it in the frame with
 * the child there (0: only the star behind a gap). False when there is none.
 */
function seek(
  program: Program,
  frame: number,
  header: number,
  kind: number,
  edges: number,
  from: number,
  last: number,
  name: Uint8Array,
): boolean {
  const block = program.block;
  const count = (header >> 8) & 511;
  const isSingle = count === 1 && (header & (bitTable | bitStar)) === 0 && kind !== gap;
  const only = isSingle ? byteAt(block, edges * 4) : 0;
  let position = from;
  while (position <= last) {
    if (counting) program.scratch.steps += 1 + (count > 8 ? 10 : count);
    let child = 0;
    if (!isSingle) child = edge(block, edges, header, name[position] ?? 0);
    else if (name[position] === only) child = wordAt(block, edges + 1);
    if (child !== 0 || (header & bitStar) !== 0) {
      const frames = program.scratch.frames;
      frames[frame + 2] = position;
      frames[frame + 3] = child;
      return true;
    }
    const here = position;
    position = kind === gap ? nextBehindSlash(name, here, last) : here + 1;
    if (counting) program.scratch.steps += position - here - 1;
  }
  return false;
}

/** The position behind the next `/`, or one past `last`. */
function nextBehindSlash(name: Uint8Array, position: number, last: number): number {
  let at = position;
  while (at < last && name[at] !== slash) at += 1;
  return at + 1;
}

/** Begins to try a wildcard at a position: its suffixes at once, its edges when its turn comes. Returns the new depth. */
function activate(
  program: Program,
  wild: number,
  kind: number,
  at: number,
  name: Uint8Array,
  length: number,
  isResource: boolean,
  depth: number,
): number {
  const block = program.block;
  const scratch = program.scratch;
  const header = wordAt(block, wild);
  const base = scratch.generation * 8192;
  let next = wild + 1;
  let mark = -1;
  if ((header & bitMarked) !== 0) {
    mark = wordAt(block, next);
    next += 1;
    if (base + at < (scratch.marks[mark] ?? 0)) return depth;
  } else if (scratch.isNested) {
    // What is below a wildcard could be tried again and again.
    throw new Error("a wildcard without its mark");
  }
  let last = length;
  if (kind === star) {
    last = at;
    while (last < length && name[last] !== colon && !(isResource && name[last] === slash)) last += 1;
    if (counting) scratch.steps += last - at;
  }
  if (mark >= 0) scratch.marks[mark] = base + last + 1;
  if ((header & bitStar) !== 0) next += 1;
  for (let i = header & 255; i > 0; i--) {
    const size = wordAt(block, next);
    const from = length - size;
    if (from >= at && from <= last) {
      if (counting) scratch.steps += size + 1;
      if (kind !== gap || from === at || name[from - 1] === slash) {
        if (endsWith(block, (next + 2) * 4, size, name, from)) emit(program, wordAt(block, next + 1));
      }
    }
    next += 2 + ((size + 3) >> 2);
  }
  if (((header >> 8) & 511) === 0 && (header & bitStar) === 0) return depth;
  const frame = depth * frameWords;
  const from = (header & bitJump) !== 0 ? last : at;
  // Only tables that were made to lie about their depth come here.
  if (frame + frameWords > scratch.frames.length) throw new Error("the tables' depth");
  if (!seek(program, frame, header, kind, next, from, last, name)) return depth;
  scratch.frames[frame] = wild * 4 + kind;
  scratch.frames[frame + 1] = next;
  scratch.frames[frame + 4] = last;
  return depth + 1;
}

function endsWith(block: Block, bytes: number, size: number, name: Uint8Array, from: number): boolean {
  for (let i = 0; i < size; i++) if (byteAt(block, bytes + i) !== name[from + i]) return false;
  return true;
}

/** The child behind a byte, or 0. */
function edge(block: Block, edges: number, header: number, byte: number): number {
  const count = (header >> 8) & 511;
  if ((header & bitTable) !== 0) {
    const i = byte - (header >>> 24);
    return i >= 0 && i < count ? wordAt(block, edges + i) : 0;
  }
  const bytes = edges * 4;
  const references = edges + ((count + 3) >> 2);
  if (count <= 8) {
    for (let i = 0; i < count; i++)
      if (byteAt(block, bytes + i) === byte) return wordAt(block, references + i);
    return 0;
  }
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byteAt(block, bytes + middle) < byte) low = middle + 1;
    else high = middle;
  }
  return byteAt(block, bytes + low) === byte ? wordAt(block, references + low) : 0;
}
