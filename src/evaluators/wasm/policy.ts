/** The exports of `policy.wasm`; docs/wasm.md says what hosts may rely on. */
import { clearRecords, decideNext, full, recordAt, refuseUnread } from "./decide.ts";
import { strictest, writeRecords } from "./json.ts";
import { requestAt, requestCapacity } from "./memory.ts";
import { writeClasses } from "./names.ts";
import { begin, cursor, malformed, readListHead } from "./request.ts";
import { clear, damage, open } from "./tables.ts";
import { layOut, output as outputAt, records } from "./working.ts";

/** The version of these exports. */
export const abi_version: i32 = 1;

/** Where the request buffer is, and how many bytes it holds. */
export const request: i32 = requestAt;
export const capacity: i32 = requestCapacity;

/** What a call gives instead of a decision. */
const damaged: i32 = -1;
const wrongCall: i32 = -2;
const tooMuch: i32 = -3;

/** The tables: not looked at yet, sound at their head, damaged. */
const unread: i32 = 0;
const sound: i32 = 1;
const refused: i32 = 2;
let tables: i32 = unread;

/** What `json` writes: nothing, one decision, several as one. */
const nothing: i32 = 0;
const single: i32 = 1;
const combined: i32 = 2;
let decided: i32 = nothing;

/** A longer list is refused as a whole, unread. */
const maxRequests: i32 = 65536;

/** Decides the request in the first `length` bytes of the buffer. */
export function decide(length: i32): i32 {
  if (!ready()) return damaged;
  if (length < 0) return wrongCall;
  if (length > requestCapacity) {
    decided = single;
    return refuseUnread();
  }
  begin(requestAt, requestAt + length);
  return close(decideNext(), requestAt + length, single);
}

/** Decides the list of requests in the first `length` bytes of the buffer. */
export function decide_all(length: i32): i32 {
  if (!ready()) return damaged;
  if (length < 0) return wrongCall;
  begin(requestAt, requestAt + min(length, requestCapacity));
  const count = length > requestCapacity ? -1 : readListHead();
  if (count < 0 || count > maxRequests) {
    // No list, or none that is read: no request, and of none the answer is a deny.
    decided = combined;
    return strictest(records, records);
  }
  for (let i = 0; i < count && !malformed && !damage && !full; i++) {
    clear();
    decideNext();
  }
  return close(strictest(records, recordAt), requestAt + length, combined);
}

/** Writes the last decision as JSON and gives its length in bytes. */
export function json(): i32 {
  if (tables == refused) return damaged;
  if (decided == nothing) return wrongCall;
  clear();
  return writeRecords(records, recordAt, decided == combined);
}

/** Where `json` writes to. */
export function output(): i32 {
  return outputAt;
}

function ready(): bool {
  decided = nothing;
  clear();
  if (tables == unread) {
    writeClasses();
    const end = memory.size() << 16;
    tables = open(end) && layOut(end) ? sound : refused;
  }
  clearRecords();
  return tables == sound;
}

/** What the call gives: the reason, unless something was wrong with the tables or with the call. */
function close(reason: i32, end: i32, kind: i32): i32 {
  if (damage) return damaged;
  if (malformed || cursor != end) return wrongCall;
  if (full) return tooMuch;
  decided = kind;
  return reason;
}
