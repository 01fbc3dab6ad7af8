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
import { damage, emits, emitWords, matcher, matcherWords, note, take } from "./tables.ts";
import { emitted, flags, markCount, marks, stack, stackEnd, touched } from "./working.ts";

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

const frameBytes: i32 = 12;
/** The limit of a wildcard that has not begun. */
const fresh: i32 = -1;

/** How many numbers the walks since `forget` touched. */
export let touchedCount: i32 = 0;

/** Tells walks apart in `marks`. */
let turn: u32 = 0;

/** Takes back what was emitted. */
export function forget(): void {
  for (let i = 0; i < touchedCount; i++) {
    store<u8>(flags + <i32>load<u32>(touched + (i << 2)), 0);
  }
  touchedCount = 0;
}

function touch(emission: u32): void {
  const number = emission >> 1;
  if (number >= emitted) {
    note();
    return;
  }
  const at = flags + <i32>number;
  const before = <u32>load<u8>(at);
  if (before == 0) {
    store<u32>(touched + (touchedCount << 2), number);
    touchedCount++;
  }
  store<u8>(at, before | (1 << (emission & 1)));
}

function emit(emission: u32): void {
  if (<i32>emission >= 0) {
    touch(emission);
    return;
  }
  const offset = emission & 0x7fffffff;
  if (offset >= emitWords) {
    note();
    return;
  }
  let at = emits + <i32>(offset << 2);
  const count = load<u32>(at);
  if (count >= emitWords - offset || !take(<i32>count)) {
    note();
    return;
  }
  for (const end = at + <i32>(count << 2); at < end;) {
    at += 4;
    touch(load<u32>(at));
  }
}

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
  let top = stack;
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
        if (top + 3 * frameBytes > stackEnd) {
          note();
          return;
        }
        if ((head & star) != 0) {
          top = push(top, refer(load<u32>(option), node) | isStar, at, fresh);
          option += 4;
        }
        if ((head & deep) != 0) {
          top = push(top, refer(load<u32>(option), node) | isDeep, at, fresh);
          option += 4;
        }
        if ((head & gap) != 0) top = push(top, refer(load<u32>(option), node) | isGap, at, fresh);
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
      top -= frameBytes;
      const tagged = load<i32>(top);
      node = tagged & ~3;
      const kind = tagged & 3;
      at = load<i32>(top + 4);
      let limit = load<i32>(top + 8);
      if (node + 4 > end) {
        note();
        return;
      }
      const head = load<u32>(node);
      let option = node + 4;
      const mark = option;
      if ((head & marked) != 0) option += 4;
      const starAt = option;
      if ((head & star) != 0) option += 4;
      // Behind the suffixes stand the edges.
      let edges = option;
      for (let i = head & 0xff; i > 0; i--) {
        if (edges + 8 > end) {
          note();
          return;
        }
        const length = load<u32>(edges);
        if (length > <u32>(end - edges)) {
          note();
          return;
        }
        edges += 8 + <i32>((length + 3) & ~3);
      }
      if (edges > end || !take(1)) {
        note();
        return;
      }
      if (limit == fresh) {
        limit = last;
        if (kind == isStar) limit = separatorFrom(at, last, slash);
        if ((head & marked) != 0 && !advance(load<u32>(mark), at - name, limit - name)) {
          node = 0;
          continue;
        }
        if ((head & 0xff) != 0) emitSuffixes(option, head & 0xff, kind, at, limit, last);
        if (kind == isStar && (head & jump) != 0) at = limit;
      }
      let child = 0;
      if (kind == isGap) {
        // One position at a time: what stands behind it waits below what it found.
        const next = behindSlash(at, last);
        if (top + 2 * frameBytes > stackEnd) {
          note();
          return;
        }
        if (next >= 0) top = push(top, tagged, next, limit);
        if ((head & star) != 0) top = push(top, refer(load<u32>(starAt), node) | isStar, at, fresh);
        if (at < last) child = follow(node, head, edges, load<u8>(at), end);
        at += 1;
      } else if ((head & (0x1ff00 | table)) != 0) {
        const from = at;
        const stop = min(limit + 1, last);
        while (at < stop && child == 0) {
          child = follow(node, head, edges, load<u8>(at), end);
          at += 1;
        }
        if (!take(at - from)) return;
        if (child != 0 && at < stop) top = push(top, tagged, at, limit);
      }
      node = child;
      if (damage) return;
    }
  }
}

function push(top: i32, tagged: i32, at: i32, limit: i32): i32 {
  store<i32>(top, tagged);
  store<i32>(top + 4, at);
  store<i32>(top + 8, limit);
  return top + frameBytes;
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

function emitSuffixes(at: i32, count: u32, kind: i32, from: i32, limit: i32, last: i32): void {
  if (!take(<i32>count)) return;
  for (; count > 0; count--) {
    const length = <i32>load<u32>(at);
    const start = last - length;
    const reached =
      start >= from && start <= limit && (kind != isGap || start == from || load<u8>(start - 1) == 0x2f);
    if (reached && sameRun(at + 8, start, length)) emit(load<u32>(at + 4));
    at += 8 + ((length + 3) & ~3);
  }
}
