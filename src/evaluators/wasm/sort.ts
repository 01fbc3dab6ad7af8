/** Sorts keys of eight bytes in place. */

/** Ascending, each once; how many are left. Never recurses; n log n steps at most. */
export function sortKeys(at: i32, count: i32): i32 {
  if (count <= 16) sortFew(at, count);
  else sortMany(at, count);
  let kept = 0;
  for (let i = 0; i < count; i++) {
    const key = load<u64>(at + (i << 3));
    if (kept > 0 && load<u64>(at + ((kept - 1) << 3)) == key) continue;
    store<u64>(at + (kept << 3), key);
    kept++;
  }
  return kept;
}

function sortFew(at: i32, count: i32): void {
  for (let i = 1; i < count; i++) {
    const key = load<u64>(at + (i << 3));
    let to = at + (i << 3);
    for (; to > at && load<u64>(to - 8) > key; to -= 8) store<u64>(to, load<u64>(to - 8));
    store<u64>(to, key);
  }
}

/** Heap sort. */
function sortMany(at: i32, count: i32): void {
  for (let i = (count >> 1) - 1; i >= 0; i--) sink(at, i, count);
  for (let last = count - 1; last > 0; last--) {
    const greatest = load<u64>(at);
    store<u64>(at, load<u64>(at + (last << 3)));
    store<u64>(at + (last << 3), greatest);
    sink(at, 0, last);
  }
}

function sink(at: i32, from: i32, count: i32): void {
  const key = load<u64>(at + (from << 3));
  let hole = from;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= count) break;
    if (child + 1 < count && load<u64>(at + ((child + 1) << 3)) > load<u64>(at + (child << 3))) child++;
    const other = load<u64>(at + (child << 3));
    if (other <= key) break;
    store<u64>(at + (hole << 3), other);
    hole = child;
  }
  store<u64>(at + (hole << 3), key);
}
