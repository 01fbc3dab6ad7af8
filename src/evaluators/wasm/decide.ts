/**
 * Decides a request: LANGUAGE.md §6 over the tables.
 *
 * A decision is kept as a record, from which `json` writes it: the reason, the agent's number, how many
 * statements, how many lists of channels; then the statements, ascending, and the lists.
 */
import { answer } from "./condition.ts";
import { forget, touchedCount } from "./emissions.ts";
import { agentBytes, findAgent, findClass } from "./find.ts";
import {
  actionHash,
  actionLength,
  agentAt,
  agentHash,
  agentLength,
  now,
  readRequest,
  resourceAt,
  resourceLength,
} from "./request.ts";
import { fitsShapes } from "./shapes.ts";
import {
  agents,
  classes,
  classWords,
  damage,
  extras,
  extraWords,
  note,
  numberOf,
  statementCount,
  statements,
  take,
} from "./tables.ts";
import { emitted, flags, folded, hitClasses, records, recordsEnd, touched } from "./working.ts";
import { walk } from "./walk.ts";

export const invalidRequest: i32 = 0;
export const denied: i32 = 1;
export const unknownAgent: i32 = 2;
export const noGrant: i32 = 3;
export const gated: i32 = 4;
export const granted: i32 = 5;

export const recordHead: i32 = 16;

/** Where the next record goes. */
export let recordAt: i32 = 0;
/** There is no room for another decision. */
export let full: bool = false;

export function clearRecords(): void {
  recordAt = records;
  full = false;
}

/** Decides the request at the cursor, writes its record and gives its reason. */
export function decideNext(): i32 {
  const reason = reasonOf();
  return damage || full ? invalidRequest : reason;
}

/** The record of a request that is too long to be read. */
export function refuseUnread(): i32 {
  return refuse(invalidRequest);
}

function reasonOf(): i32 {
  // What a walk through damaged tables left.
  forget();
  if (!readRequest()) return refuse(invalidRequest);
  if (!fitsShapes()) return refuse(invalidRequest);
  const agent = findAgent(agentAt, agentLength, agentHash);
  if (agent < 0) return refuse(unknownAgent);
  const row = agents + agent * agentBytes;
  const classed = findClass(row, folded, actionLength, actionHash);
  if (classed >= 0) walkClass(<u32>classed);
  else if (load<u32>(row, 16) != 0) walkWildcards(load<u32>(row, 16) - 1);
  const count = collect(hitClasses);
  return count == 0 ? refuse(noGrant) : weigh(agent, row, count);
}

/** The classes of an action that the agent's table does not name. */
function walkWildcards(root: u32): void {
  walk(root, folded, folded + actionLength, 0x3a);
  const count = collect(hitClasses);
  for (let i = 0; i < count; i++) walkClass(load<u32>(hitClasses + (i << 2)));
}

function walkClass(offset: u32): void {
  if (offset >= classWords) {
    note();
    return;
  }
  const at = classes + <i32>(offset << 2);
  const count = load<u32>(at);
  if (count >= classWords - offset) {
    note();
    return;
  }
  for (let i: u32 = 1; i <= count && !damage; i++) {
    walk(load<u32>(at + <i32>(i << 2)), resourceAt, resourceAt + resourceLength, 0x2f);
  }
}

/** Writes the numbers that were hit and not excepted, ascending, and takes back what was emitted. */
function collect(to: i32): i32 {
  let count = 0;
  if (touchedCount > 64) {
    // More than an insertion sort should see: all flags in their order.
    for (let number: u32 = 0; number < emitted; number++) {
      if (load<u8>(flags + <i32>number) == 1) {
        store<u32>(to + (count << 2), number);
        count++;
      }
    }
  } else {
    for (let i = 0; i < touchedCount; i++) {
      const number = load<u32>(touched + (i << 2));
      if (load<u8>(flags + <i32>number) != 1) continue;
      let at = to + (count << 2);
      for (; at > to && load<u32>(at - 4) > number; at -= 4) store<u32>(at, load<u32>(at - 4));
      store<u32>(at, number);
      count++;
    }
  }
  forget();
  return count;
}

/** A decision that no statement made. */
function refuse(reason: i32): i32 {
  return finish(reason, 0, 0, 0);
}

function finish(reason: i32, agent: i32, namedCount: i32, listCount: i32): i32 {
  if (recordAt + recordHead > recordsEnd) {
    full = true;
    return reason;
  }
  store<i32>(recordAt, reason);
  store<i32>(recordAt, agent, 4);
  store<i32>(recordAt, namedCount, 8);
  store<i32>(recordAt, listCount, 12);
  recordAt += recordHead + ((namedCount + listCount) << 2);
  return reason;
}

/** The decision of the statements that match: `count` numbers in `hitClasses`. */
function weigh(agent: i32, row: i32, count: i32): i32 {
  if (recordAt + recordHead + (count << 3) > recordsEnd) {
    full = true;
    return invalidRequest;
  }
  const agentExpires = load<u32>(row, 4);
  const agentEnded = agentExpires != 0 && !(now >= 0 && now < numberOf(agentExpires - 1));
  // Denies, or else gates; grants; lists of channels.
  const first = recordAt + recordHead;
  const grants = touched;
  const lists = first + (count << 2);
  let denyCount = 0;
  let gateCount = 0;
  let grantCount = 0;
  let listCount = 0;
  for (let i = 0; i < count; i++) {
    const number = load<u32>(hitClasses + (i << 2));
    if (number >= statementCount || !take(1)) {
      note();
      return invalidRequest;
    }
    const head = load<u32>(statements + <i32>(number << 3));
    const kind = head & 3;
    // Once denied, only further denies are named.
    if (denyCount > 0 && kind != 1) continue;
    let holds = 2;
    let passed = false;
    let ended = agentEnded;
    let channels: u32 = 0;
    if (head >> 2 != 0) {
      const extra = extraAt((head >> 2) - 1);
      if (extra == 0) return invalidRequest;
      if (load<u32>(extra) != 0) holds = answer(load<u32>(extra) - 1);
      const expires = load<u32>(extra, 4);
      if (expires != 0) {
        const instant = numberOf(expires - 1);
        passed = now >= 0 && now >= instant;
        ended = ended || now < 0 || passed;
      }
      channels = load<u32>(extra, 12);
    }
    if (holds == 0) continue;
    if (kind == 1) {
      store<u32>(first + (denyCount << 2), number);
      denyCount++;
      continue;
    }
    if (kind != 3 && holds == 2 && !ended) {
      store<u32>(grants + (grantCount << 2), number);
      grantCount++;
    }
    if (kind != 0) {
      store<u32>(first + (gateCount << 2), number);
      gateCount++;
    }
    if (channels != 0 && (kind != 0 || !passed)) {
      store<u32>(lists + (listCount << 2), channels - 1);
      listCount++;
    }
  }
  if (denyCount > 0) return finish(denied, agent, denyCount, 0);
  if (grantCount == 0) return refuse(noGrant);
  const named = gateCount > 0 ? gateCount : grantCount;
  if (gateCount == 0) moveWords(first, grants, grantCount);
  moveWords(first + (named << 2), lists, listCount);
  return finish(gateCount > 0 ? gated : granted, agent, named, listCount);
}

/** The address of a statement's conditions and options; 0 for damage. */
export function extraAt(offset: u32): i32 {
  if (extraWords >= 4 && offset <= extraWords - 4) return extras + <i32>(offset << 2);
  note();
  return 0;
}

function moveWords(to: i32, from: i32, count: i32): void {
  for (let i = 0; i < count << 2; i += 4) store<u32>(to + i, load<u32>(from + i));
}
