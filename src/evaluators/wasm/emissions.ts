/** What walks emit: numbers that were hit, and numbers that were excepted. */
import { emits, emitWords, note, take } from "./tables.ts";
import { emitted, flags, touched } from "./working.ts";

/** How many numbers the walks since `forget` touched. */
export let touchedCount: i32 = 0;

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

/** Notes what a node emits: one emission, or several that stand in `EMITS`. */
export function emit(emission: u32): void {
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
