/**
 * Walks the matcher with a name.
 *
 * A path of text is followed to its end; wildcards met on the way wait on a stack and are taken from it
 * one by one, the latest first. A wildcard that goes on at a position pushes itself again before the
 * child that it found there is followed, so that the child is done before the next position.
 *
 * INVARIANT: references grow, so that each path ends; steps are counted, so that all of them do. Waiting
 * wildcards stand at ascending positions, three at one at most, so that the stack holds those of any
 * name; only damaged tables can fill it.
 */
import { emit } from "./emissions.ts";
import { damage, matcher, matcherWords, note, take } from "./tables.ts";
import { markCount, marks, stack, stackEnd } from "./working.ts";

const tail: u32 = 1 << 17;
const ends: u32 = 1 << 18;
const star: u32 = 1 << 19;
const deep: u32 = 1 << 20;
const gap: u32 = 1 << 21;
const table: u32 = 1 << 22;
const jump: u32 = 1 << 23;
const marked: u32 = 1 << 17;

/** Kinds of wildcards, in the low bits of a node's address. */
const isStar: i32 = 1;
const isDeep: i32 = 2;
const isGap: i32 = 3;

/** A wildcard that waits: its node and kind, the next position, the last one, and where its edges begin. */
const frameBytes: i32 = 16;

/** Tells walks apart in `marks`. */
let turn: u32 = 0;

/** Of the walk: the name, and where the next wildcard that waits goes. */
let nameAt: i32 = 0;
let nameEnd: i32 = 0;
let top: i32 = 0;

/** The address of a node that `from` refers to; 0 for damage. */
function refer(reference: u32, from: i32): i32 {
  const at = matcher + <i32>(reference << 2);
  if (reference < matcherWords && at > from) return at;
  note();
  return 0;
}

/** The child behind an edge with this byte, 0 when there is none. `edges` is where they begin. */
function follow(node: i32, head: u32, edges: i32, byte: u32, end: i32): i32 {
  const count = <i32>((head >> 8) & 0x1ff);
  let at: i32;
  if ((head & table) != 0) {
    const index = byte - (head >> 24);
    if (index >= <u32>count) return 0;
    at = edges + <i32>(index << 2);
    if (at >= end) {
      note();
      return 0;
    }
    const reference = load<u32>(at);
    return reference == 0 ? 0 : refer(reference, node);
  }
  const references = edges + ((count + 3) & ~3);
  if (references + (count << 2) > end) {
    note();
    return 0;
  }
  // Short lists from the first on; long ones are halved until they are short.
  let low = 0;
  let high = count;
  while (high - low > 8) {
    const middle = (low + high) >> 1;
    if (load<u8>(edges + middle) <= byte) low = middle;
    else high = middle;
  }
  for (; low < high; low++) {
    if (load<u8>(edges + low) == byte) return refer(load<u32>(references + (low << 2)), node);
  }
  return 0;
}

/** Both runs hold the same bytes; they are short, and differ early if at all. */
function sameRun(a: i32, b: i32, length: i32): bool {
  let i = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(a + i) != load<u64>(b + i)) return false;
  if (i + 4 <= length) {
    if (load<u32>(a + i) != load<u32>(b + i)) return false;
    i += 4;
  }
  for (; i < length; i++) if (load<u8>(a + i) != load<u8>(b + i)) return false;
  return true;
}

/**
 * Emits what the name, from `name` to `last`, matches below a root. `slash` is a byte that separates
 * besides the colon: a slash for resources, again a colon for actions.
 */
export function walk(root: u32, name: i32, last: i32, slash: u32): void {
  const end = matcher + <i32>(matcherWords << 2);
  turn += 1;
  if (turn == 1 << 19) {
    for (let i: u32 = 0; i < markCount; i++) store<u32>(marks + <i32>(i << 2), 0);
    turn = 1;
  }
  top = stack;
  nameAt = name;
  nameEnd = last;
  let node = refer(root, matcher - 4);
  let at = name;
  for (;;) {
    while (node != 0) {
      if (node + 4 > end || !take(1)) {
        note();
        return;
      }
      const head = load<u32>(node);
      const length = <i32>(head & 0xff);
      const run = node + 4 + (popcnt((head >> 17) & 31) << 2);
      const edges = run + ((length + 3) & ~3);
      if (edges > end) {
        note();
        return;
      }
      if (at + length > last || !sameRun(run, at, length)) break;
      at += length;
      if ((head & (tail | ends | star | deep | gap)) != 0) {
        let option = node + 4;
        if ((head & tail) != 0) {
          emit(load<u32>(option));
          option += 4;
        }
        if ((head & ends) != 0) {
          if (at == last) emit(load<u32>(option));
          option += 4;
        }
        if ((head & star) != 0) {
          activate(refer(load<u32>(option), node), isStar, at, slash, end);
          option += 4;
        }
        if ((head & deep) != 0) {
          activate(refer(load<u32>(option), node), isDeep, at, slash, end);
          option += 4;
        }
        if ((head & gap) != 0) activate(refer(load<u32>(option), node), isGap, at, slash, end);
      }
      if ((head & (0x1ff00 | table)) == 0x100) {
        node = edges;
        continue;
      }
      if (at >= last) break;
      node = follow(node, head, edges, load<u8>(at), end);
      at += 1;
    }
    if (damage) return;
    node = 0;
    while (node == 0) {
      if (top == stack) return;
      const frame = top - frameBytes;
      const tagged = load<i32>(frame);
      const wild = tagged & ~3;
      at = load<i32>(frame, 4);
      const limit = load<i32>(frame, 8);
      const edges = load<i32>(frame, 12);
      const head = load<u32>(wild);
      if (!take(1)) return;
      if ((tagged & 3) == isGap) {
        const next = behindSlash(at, last);
        if (next < 0) top = frame;
        else store<i32>(frame, next, 4);
        if ((head & star) != 0) {
          const option = wild + ((head & marked) != 0 ? 8 : 4);
          activate(refer(load<u32>(option), wild), isStar, at, slash, end);
        }
        if (at < last) node = follow(wild, head, edges, load<u8>(at), end);
        at += 1;
      } else {
        const from = at;
        const stop = min(limit + 1, last);
        while (at < stop && node == 0) {
          node = follow(wild, head, edges, load<u8>(at), end);
          at += 1;
        }
        if (at < stop) store<i32>(frame, at, 4);
        else top = frame;
        if (!take(at - from)) return;
      }
      if (damage) return;
    }
  }
}

/** Begins to try a wildcard at a position: its suffixes at once; its edges when its turn comes. */
function activate(node: i32, kind: i32, at: i32, slash: u32, end: i32): void {
  if (node + 4 > end || node == 0) {
    note();
    return;
  }
  const head = load<u32>(node);
  const last = nameEnd;
  // Before anything that costs more than this: what was tried is not tried again.
  if ((head & marked) != 0 && node + 8 <= end && isTried(load<u32>(node + 4), at - nameAt)) return;
  const limit = kind == isStar ? separatorFrom(at, last, slash) : last;
  let option = node + 4;
  if ((head & marked) != 0) {
    if (!advance(load<u32>(option), at - nameAt, limit - nameAt)) return;
    option += 4;
  }
  if ((head & star) != 0) option += 4;
  for (let i = head & 0xff; i > 0; i--) {
    if (option + 8 > end) {
      note();
      return;
    }
    const length = load<u32>(option);
    if (length > <u32>(end - option) || !take(1)) {
      note();
      return;
    }
    const start = last - <i32>length;
    const reached =
      start >= at && start <= limit && (kind != isGap || start == at || load<u8>(start - 1) == 0x2f);
    if (reached && sameRun(option + 8, start, length)) emit(load<u32>(option, 4));
    option += 8 + <i32>((length + 3) & ~3);
  }
  if (option > end) {
    note();
    return;
  }
  const from = kind == isStar && (head & jump) != 0 ? limit : at;
  if ((head & (0x1ff00 | table)) == 0 || from >= last) {
    // No edge can be followed; but a star behind a gap still can.
    if (kind != isGap || (head & star) == 0) return;
  }
  if (top + frameBytes > stackEnd) {
    note();
    return;
  }
  store<i32>(top, node | kind);
  store<i32>(top, from, 4);
  store<i32>(top, limit, 8);
  store<i32>(top, option, 12);
  top += frameBytes;
}

/** The first separator from a position on, else the end. */
function separatorFrom(at: i32, last: i32, slash: u32): i32 {
  while (at < last) {
    const byte = <u32>load<u8>(at);
    if (byte == 0x3a || byte == slash) break;
    at++;
  }
  return at;
}

/** The position behind the next `/`; -1 when there is none. */
function behindSlash(at: i32, last: i32): i32 {
  while (at < last) {
    at++;
    if (load<u8>(at - 1) == 0x2f) return at;
  }
  return -1;
}

/** Remembers what a node reaches; false when it reached this position before. */
function advance(mark: u32, from: i32, limit: i32): bool {
  if (mark >= markCount) {
    note();
    return false;
  }
  const at = marks + <i32>(mark << 2);
  const before = load<u32>(at);
  if (before >> 13 == turn && <u32>from < (before & 0x1fff)) return false;
  store<u32>(at, (turn << 13) | (<u32>(limit + 1)));
  return true;
}

/** Whether the wildcard reached this position before. What is wrong with the mark, `advance` notes. */
function isTried(mark: u32, from: i32): bool {
  if (mark >= markCount) return false;
  const before = load<u32>(marks + <i32>(mark << 2));
  return before >> 13 == turn && <u32>from < (before & 0x1fff);
}
