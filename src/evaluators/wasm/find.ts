/** Looks names up in the tables' hash tables. A hash is a number of which the low 24 bits count. */
import {
  actions,
  actionWords,
  agents,
  agentCount,
  agentSlots,
  agentSlotWords,
  attributes,
  attributeCount,
  attributeSlots,
  attributeSlotWords,
  note,
  take,
  textOf,
  textStart,
} from "./tables.ts";
import { sameBytes } from "./text.ts";

const mask24: u32 = 0xffffff;

export const agentBytes: i32 = 20;
export const attributeBytes: i32 = 12;

/** The text of that index is this name. */
export function isNamed(text: u32, at: i32, length: i32): bool {
  return textOf(text) == length && sameBytes(textStart, at, length);
}

/** Number of the agent; -1 when there is none of that name. */
export function findAgent(at: i32, length: i32, hash: u32): i32 {
  return findNumber(agentSlots, agentSlotWords, agents, agentBytes, agentCount, at, length, hash);
}

/** Number of the context's attribute; -1 when no condition reads one of that name. */
export function findAttribute(at: i32, length: i32): i32 {
  return findNumber(
    attributeSlots,
    attributeSlotWords,
    attributes,
    attributeBytes,
    attributeCount,
    at,
    length,
    hashOf(at, length),
  );
}

function hashOf(at: i32, length: i32): u32 {
  let sum: u32 = 0;
  for (let i = at, last = at + length; i < last; i++) sum = sum * 33 + <u32>load<u8>(i);
  return sum;
}

/** A number of `count` rows, which begin with the text of their name. */
function findNumber(
  slots: i32,
  slotCount: u32,
  rows: i32,
  rowBytes: i32,
  count: u32,
  at: i32,
  length: i32,
  hash: u32,
): i32 {
  let slot = (<u32>hash) & mask24;
  for (let i: u32 = 0; i < slotCount; i++, slot++) {
    slot &= slotCount - 1;
    const entry = load<u32>(slots + <i32>(slot << 2));
    if (entry == 0) return -1;
    if (entry > count || !take(1)) {
      note();
      return -1;
    }
    const number = <i32>(entry - 1);
    if (isNamed(load<u32>(rows + number * rowBytes), at, length)) return number;
  }
  return -1;
}

/** Offset of an action's class; -1 when the agent's table has no such action. The agent is its row. */
export function findClass(agent: i32, at: i32, length: i32, hash: u32): i32 {
  const table = load<u32>(agent, 8);
  const last = load<u32>(agent, 12);
  if (table > actionWords || last >= (actionWords - table) >> 1) {
    note();
    return -1;
  }
  const slots = actions + <i32>(table << 2);
  let slot = (<u32>hash) & mask24;
  for (let i: u32 = 0; i <= last; i++, slot++) {
    slot &= last;
    const entry = slots + <i32>(slot << 3);
    const text = load<u32>(entry);
    if (text == 0) return -1;
    if (!take(1)) return -1;
    if (isNamed(text - 1, at, length)) {
      const offset = <i32>load<u32>(entry, 4);
      if (offset < 0) note();
      return offset;
    }
  }
  return -1;
}
