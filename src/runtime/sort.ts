/** Sorting without comparators and without other memory: hosts differ in what they offer. */

/** Sorts the first `count` numbers ascending, in place; n log n steps at most. */
export function sortNumbers(list: { [index: number]: number }, count: number): void {
  if (count < 2) return;
  if (count <= 12) {
    for (let i = 1; i < count; i++) {
      const one = list[i] ?? 0;
      let at = i - 1;
      while (at >= 0 && (list[at] ?? 0) > one) {
        list[at + 1] = list[at] ?? 0;
        at -= 1;
      }
      list[at + 1] = one;
    }
    return;
  }
  // Heapsort: the greatest of what is left goes to its end.
  for (let i = (count >> 1) - 1; i >= 0; i--) sift(list, i, count);
  for (let end = count - 1; end > 0; end--) {
    const greatest = list[0] ?? 0;
    list[0] = list[end] ?? 0;
    list[end] = greatest;
    sift(list, 0, end);
  }
}

function sift(list: { [index: number]: number }, root: number, count: number): void {
  const one = list[root] ?? 0;
  let at = root;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= count) break;
    if (child + 1 < count && (list[child + 1] ?? 0) > (list[child] ?? 0)) child += 1;
    if ((list[child] ?? 0) <= one) break;
    list[at] = list[child] ?? 0;
    at = child;
  }
  list[at] = one;
}
