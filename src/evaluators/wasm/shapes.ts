/** Binding shapes: which resources a service's requests may name. */
import { isNamed } from "./find.ts";
import { actionLength, resourceAt, resourceLength } from "./request.ts";
import { note, services, serviceWords, take, textOf, textStart } from "./tables.ts";
import { compareBytes, sameBytes } from "./text.ts";
import { folded, rowBytes, rows } from "./working.ts";

/** False when shapes bind the action's service and the resource fits none. */
export function fitsShapes(): bool {
  if (serviceWords == 0) return true;
  const count = load<u32>(services);
  if (count == 0) return true;
  if (count > (serviceWords - 1) / 3) return damaged();
  const service = longestPrefix(count);
  if (service == 0) return true;
  const shapes = shapesOf(service);
  if (shapes == 0) return false;
  const shapeCount = load<u32>(shapes);
  if (shapeCount == 0 || isNamed(load<u32>(service), resourceAt, resourceLength)) return true;
  for (let i: u32 = 1; i <= shapeCount; i++) {
    if (fitsShape(load<u32>(shapes + <i32>(i << 2)))) return true;
  }
  return false;
}

function damaged(): bool {
  note();
  return false;
}

/** The row of the service whose name is the action up to a `:` or its end; 0 when none is. */
function longestPrefix(count: u32): i32 {
  let length = actionLength;
  while (length > 0) {
    const row = findRow(services + 4, count, 12, length);
    if (row != 0) return row;
    do length--;
    while (length > 0 && load<u8>(folded + length) != 0x3a);
  }
  return 0;
}

/** By bisection: the row whose text is the action's first bytes; 0 when none is. */
function findRow(from: i32, count: u32, bytes: i32, length: i32): i32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    if (!take(1)) return 0;
    const middle = (low + high) >> 1;
    const row = from + <i32>middle * bytes;
    const textLength = textOf(load<u32>(row));
    const order = compareBytes(textStart, textLength, folded, length);
    if (order == 0) return row;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/** The address of the shapes of the action, else of its service; 0 for damage. */
function shapesOf(service: i32): i32 {
  const actions = countedAt(load<u32>(service, 8), 2);
  if (actions == 0) return 0;
  const row = findRow(actions + 4, load<u32>(actions), 8, actionLength);
  return countedAt(row == 0 ? load<u32>(service, 4) : load<u32>(row, 4), 1);
}

/** The address at an offset, where a number stands and so many entries follow; 0 for damage. */
function countedAt(offset: u32, words: u32): i32 {
  if (offset < serviceWords) {
    const at = services + <i32>(offset << 2);
    if (load<u32>(at) <= (serviceWords - offset - 1) / words) return at;
  }
  note();
  return 0;
}

/**
 * Marks every position where the parts so far can end: in one row of bytes those of the last part, in
 * the other those of the next. Only positions between the first and the last marked one are looked at.
 */
function fitsShape(offset: u32): bool {
  const shape = countedAt(offset, 1);
  if (shape == 0) return false;
  let ends = rows;
  let next = rows + rowBytes;
  let low = 0;
  let high = 0;
  store<u8>(ends, 1);
  const count = load<u32>(shape);
  for (let i: u32 = 1; i <= count; i++) {
    if (!take(high - low + 1)) return false;
    const part = load<u32>(shape + <i32>(i << 2));
    const kind = part & 3;
    if (kind == 3) return damaged();
    const length = kind == 0 ? textOf(part >> 2) : 0;
    const last = kind == 0 ? min(high + length, resourceLength) : resourceLength;
    for (let at = low; at <= last; at++) store<u8>(next + at, 0);
    if (kind == 0) markText(ends, next, low, high, length);
    else markSegments(ends, next, low, high, kind == 1);
    high = last;
    while (low <= high && load<u8>(next + low) == 0) low++;
    while (high > low && load<u8>(next + high) == 0) high--;
    if (low > high) return false;
    const swapped = ends;
    ends = next;
    next = swapped;
  }
  return high == resourceLength;
}

/** A text, of which `textOf` was asked last. */
function markText(ends: i32, next: i32, low: i32, high: i32, length: i32): void {
  for (let at = low; at <= high && at + length <= resourceLength; at++) {
    if (load<u8>(ends + at) != 0 && sameBytes(textStart, resourceAt + at, length)) {
      store<u8>(next + at + length, 1);
    }
  }
}

/** One segment, or several with single separators between them. */
function markSegments(ends: i32, next: i32, low: i32, high: i32, single: bool): void {
  // Some piece that began earlier may go on at this position.
  let running = false;
  for (let at = low; at <= resourceLength; at++) {
    if (at > high && !running) return;
    const behind = at > low && separates(at - 1);
    const before = at < resourceLength && separates(at);
    if (running && !behind) store<u8>(next + at, 1);
    if (behind && (single || before)) running = false;
    if (at <= high && load<u8>(ends + at) != 0 && !before) running = true;
  }
}

function separates(at: i32): bool {
  const byte = load<u8>(resourceAt + at);
  return byte == 0x2f || byte == 0x3a;
}
