/** Sorts keys of eight bytes in place, by what they name. */
import { statements } from "./tables.ts";

/** Keys that are compared as they are. */
export const plain: i32 = 0;
/** A statement's number above an agent's: by the statement's id, then by agent. */
export const byIdAndAgent: i32 = 1;
/** An approval above a statement's number: by approval, then by the statement's id. */
export const byApprovalAndId: i32 = 2;

/** What a key is compared by. Several statements may have one id, such as the borders of a project. */
export function orderOf(key: u64, kind: i32): u64 {
  if (kind == plain) return key;
  if (kind == byIdAndAgent) return ((<u64>idOf(<u32>(key >> 32))) << 32) | (key & 0xffffffff);
  return (key & 0xffffffff00000000) | (<u64>idOf(<u32>key));
}

/** The text of a statement's id. */
export function idOf(number: u32): u32 {
  return load<u32>(statements + <i32>(number << 3), 4);
}

/** Ascending, each once; how many are left. Never recurses; n log n steps at most. */
export function sortKeys(at: i32, count: i32, kind: i32): i32 {
  if (count <= 16) sortFew(at, count, kind);
  else sortMany(at, count, kind);
  let kept = 0;
  let last: u64 = 0;
  for (let i = 0; i < count; i++) {
    const key = load<u64>(at + (i << 3));
    const order = orderOf(key, kind);
    if (kept > 0 && last == order) continue;
    store<u64>(at + (kept << 3), key);
    last = order;
    kept++;
  }
  return kept;
}

function sortFew(at: i32, count: i32, kind: i32): void {
  for (let i = 1; i < count; i++) {
    const key = load<u64>(at + (i << 3));
    const order = orderOf(key, kind);
    let to = at + (i << 3);
    for (; to > at && orderOf(load<u64>(to - 8), kind) > order; to -= 8) store<u64>(to, load<u64>(to - 8));
    store<u64>(to, key);
  }
}

/** Heap sort. */
function sortMany(at: i32, count: i32, kind: i32): void {
  for (let i = (count >> 1) - 1; i >= 0; i--) sink(at, i, count, kind);
  for (let last = count - 1; last > 0; last--) {
    const greatest = load<u64>(at);
    store<u64>(at, load<u64>(at + (last << 3)));
    store<u64>(at + (last << 3), greatest);
    sink(at, 0, last, kind);
  }
}

function sink(at: i32, from: i32, count: i32, kind: i32): void {
  const key = load<u64>(at + (from << 3));
  const order = orderOf(key, kind);
  let hole = from;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= count) break;
    let other = load<u64>(at + (child << 3));
    let otherOrder = orderOf(other, kind);
    if (child + 1 < count) {
      const next = load<u64>(at + ((child + 1) << 3));
      const nextOrder = orderOf(next, kind);
      if (nextOrder > otherOrder) {
        child++;
        other = next;
        otherOrder = nextOrder;
      }
    }
    if (otherOrder <= order) break;
    store<u64>(at + (hole << 3), other);
    hole = child;
  }
  store<u64>(at + (hole << 3), key);
}
