/** Writes what was decided as JSON, the bytes that `JSON.stringify` gives of the same decision. */
import { agentBytes } from "./find.ts";
import { extraAt, gated, granted, recordHead } from "./decide.ts";
import {
  at,
  beginText,
  putAgent,
  putAllow,
  putApprovals,
  putApprovalStatements,
  putApprovers,
  putByte,
  putChannels,
  putDecisions,
  putDenied,
  putDeny,
  putEffect,
  putFile,
  putGated,
  putGranted,
  putId,
  putInvalidRequest,
  putLine,
  putNeeded,
  putNoGrant,
  putNotify,
  putReason,
  putRequire,
  putRevision,
  putStatements,
  putTimeout,
  putUnknownAgent,
  tooLong,
} from "./literals.ts";
import { writeInteger, writeList, writeNumber, writeText } from "./json-values.ts";
import { byApprovalAndId, byIdAndAgent, idOf, plain, sortKeys } from "./sort.ts";
import {
  agents,
  approvals,
  approvalWords,
  damage,
  facts,
  listOf,
  note,
  positions,
  statements,
} from "./tables.ts";
import { keys, keysEnd, output } from "./working.ts";

/** The keys are more than there is room for. */
let crowded: bool = false;

/** Writes the records from `first` to `last`; -1 when the tables are damaged, -3 when it is too long. */
export function writeRecords(first: i32, last: i32, all: bool): i32 {
  beginText();
  crowded = false;
  writeMerged(first, last);
  if (all) {
    putDecisions();
    for (let record = first; record < last && !tooLong; record = behind(record)) {
      if (record > first) putByte(0x2c);
      writeMerged(record, behind(record));
      putByte(0x7d);
    }
    putByte(0x5d);
  }
  putByte(0x7d);
  return damage ? -1 : tooLong || crowded ? -3 : at - output;
}

/** The strictest reason of the records; of none it is that the request is invalid. */
export function strictest(first: i32, last: i32): i32 {
  let reason = first == last ? 0 : granted;
  for (let record = first; record < last; record = behind(record)) reason = min(reason, load<i32>(record));
  return reason;
}

function behind(record: i32): i32 {
  return record + recordHead + ((load<i32>(record, 8) + load<i32>(record, 12)) << 2);
}

/** The decision of some records as one, but for the brace that ends it. */
function writeMerged(first: i32, last: i32): void {
  const reason = strictest(first, last);
  putEffect();
  if (reason == granted) putAllow();
  else if (reason == gated) putRequire();
  else putDeny();
  putReason();
  putReasonName(reason);
  putStatements();
  writeStatements(first, last, reason);
  putApprovals();
  writeApprovals(first, last);
  putNotify();
  writeNotify(first, last);
  putRevision();
  writeText(load<u32>(facts));
}

function putReasonName(reason: i32): void {
  switch (reason) {
    case 0:
      putInvalidRequest();
      break;
    case 1:
      putDenied();
      break;
    case 2:
      putUnknownAgent();
      break;
    case 3:
      putNoGrant();
      break;
    case 4:
      putGated();
      break;
    default:
      putGranted();
  }
}

/** Adds a key behind `count` others; how many there are now. */
function addKey(count: i32, high: u32, low: u32): i32 {
  const to = keys + (count << 3);
  if (to + 8 > keysEnd) {
    crowded = true;
    return count;
  }
  store<u32>(to, low);
  store<u32>(to, high, 4);
  return count + 1;
}

/** The statements of the records with that reason: by id, then by agent, each once. */
function writeStatements(first: i32, last: i32, reason: i32): void {
  let count = 0;
  for (let record = first; record < last; record = behind(record)) {
    if (load<i32>(record) != reason) continue;
    const from = record + recordHead;
    for (let i = 0; i < load<i32>(record, 8); i++) {
      count = addKey(count, load<u32>(from + (i << 2)), load<u32>(record, 4));
    }
  }
  count = sortKeys(keys, count, byIdAndAgent);
  for (let i = 0; i < count && !tooLong; i++) {
    const key = keys + (i << 3);
    const number = <i32>load<u32>(key, 4);
    if (i > 0) putByte(0x2c);
    putId();
    writeText(idOf(number));
    putAgent();
    writeText(load<u32>(agents + <i32>load<u32>(key) * agentBytes));
    putFile();
    writeText(load<u32>(positions + (number << 3)));
    putLine();
    writeInteger(load<u32>(positions + (number << 3), 4));
    putByte(0x7d);
  }
}

/** One entry for each set of options of the gates, naming them; by the first of them, then by options. */
function writeApprovals(first: i32, last: i32): void {
  let count = 0;
  for (let record = first; record < last; record = behind(record)) {
    if (load<i32>(record) != gated) continue;
    const from = record + recordHead;
    for (let i = 0; i < load<i32>(record, 8); i++) {
      const number = load<u32>(from + (i << 2));
      count = addKey(count, approvalOf(number), number);
    }
  }
  if (count == 0) return;
  count = sortKeys(keys, count, byApprovalAndId);
  // Behind them the first of each approval, by its statement.
  const groups = keys + (count << 3);
  let groupCount = 0;
  for (let i = 0; i < count; i++) {
    const key = load<u64>(keys + (i << 3));
    if (i > 0 && load<u64>(keys + ((i - 1) << 3)) >> 32 == key >> 32) continue;
    if (groups + ((groupCount + 1) << 3) > keysEnd) {
      crowded = true;
      return;
    }
    store<u64>(groups + (groupCount << 3), (key << 32) | (<u64>i));
    groupCount++;
  }
  // Their places ascend as the approvals do, so that they order those of one statement alike.
  groupCount = sortKeys(groups, groupCount, plain);
  for (let i = 0; i < groupCount && !tooLong; i++) {
    if (i > 0) putByte(0x2c);
    writeApproval(<i32>load<u32>(groups + (i << 3)), count);
  }
}

/** The approval whose first key is the one of that number, of `count`. */
function writeApproval(from: i32, count: i32): void {
  const offset = load<u32>(keys + (from << 3), 4);
  putApprovalStatements();
  for (let i = from; i < count && load<u32>(keys + (i << 3), 4) == offset && !tooLong; i++) {
    if (i > from) putByte(0x2c);
    writeText(idOf(load<u32>(keys + (i << 3))));
  }
  putChannels();
  if (approvalWords < 4 || offset > approvalWords - 4) {
    note();
    return;
  }
  const approval = approvals + <i32>(offset << 2);
  writeList(load<u32>(approval));
  putTimeout();
  writeNumber(load<u32>(approval, 8));
  putApprovers();
  writeList(load<u32>(approval, 4));
  putNeeded();
  writeNumber(load<u32>(approval, 12));
  putByte(0x7d);
}

/** Offset of a gate's approval. */
function approvalOf(number: u32): u32 {
  const head = load<u32>(statements + <i32>(number << 3));
  const extra = head >> 2 == 0 ? 0 : extraAt((head >> 2) - 1);
  if (extra != 0 && load<u32>(extra, 8) != 0) return load<u32>(extra, 8) - 1;
  note();
  return 0;
}

/** The channels of all lists of the records: by text, each once. */
function writeNotify(first: i32, last: i32): void {
  let count = 0;
  for (let record = first; record < last; record = behind(record)) {
    const from = record + recordHead + (load<i32>(record, 8) << 2);
    for (let i = 0; i < load<i32>(record, 12); i++) {
      const list = listOf(load<u32>(from + (i << 2)));
      if (list == 0) return;
      const end = list + <i32>(load<u32>(list) << 2);
      for (let one = list + 4; one <= end && !crowded; one += 4) count = addKey(count, 0, load<u32>(one));
    }
  }
  count = sortKeys(keys, count, plain);
  for (let i = 0; i < count && !tooLong; i++) {
    if (i > 0) putByte(0x2c);
    writeText(load<u32>(keys + (i << 3)));
  }
}
