/**
 * The fixed parts of a decision's JSON, eight bytes at a time: the template has no data of its own.
 * A function writes what stands above it.
 */
import { output, outputEnd } from "./working.ts";

/** Where the next byte goes. */
export let at: i32 = 0;
/** The text is longer than the memory for it. */
export let tooLong: bool = false;

export function beginText(): void {
  at = output;
  tooLong = false;
}

/** True when so many bytes fit; false from then on when they do not. */
export function hasRoom(count: i32): bool {
  if (<u32>count <= <u32>(outputEnd - at) && !tooLong) return true;
  tooLong = true;
  return false;
}

export function moveTo(next: i32): void {
  at = next;
}

export function putByte(byte: u32): void {
  if (!hasRoom(1)) return;
  store<u8>(at, byte);
  at += 1;
}

/** The first `count` of eight bytes. */
function put(bytes: u64, count: i32): void {
  if (!hasRoom(8)) return;
  store<u64>(at, bytes);
  at += count;
}

/** `{"effect":"` */
export function putEffect(): void {
  put(0x746365666665227b, 8);
  put(0x223a22, 3);
}

/** `allow` */
export function putAllow(): void {
  put(0x776f6c6c61, 5);
}

/** `require_approval` */
export function putRequire(): void {
  put(0x5f65726975716572, 8);
  put(0x6c61766f72707061, 8);
}

/** `deny` */
export function putDeny(): void {
  put(0x796e6564, 4);
}

/** `","reason":"` */
export function putReason(): void {
  put(0x6f73616572222c22, 8);
  put(0x223a226e, 4);
}

/** `invalid_request` */
export function putInvalidRequest(): void {
  put(0x5f64696c61766e69, 8);
  put(0x74736575716572, 7);
}

/** `denied` */
export function putDenied(): void {
  put(0x6465696e6564, 6);
}

/** `unknown_agent` */
export function putUnknownAgent(): void {
  put(0x5f6e776f6e6b6e75, 8);
  put(0x746e656761, 5);
}

/** `no_grant` */
export function putNoGrant(): void {
  put(0x746e6172675f6f6e, 8);
}

/** `gated` */
export function putGated(): void {
  put(0x6465746167, 5);
}

/** `granted` */
export function putGranted(): void {
  put(0x6465746e617267, 7);
}

/** `","statements":[` */
export function putStatements(): void {
  put(0x6574617473222c22, 8);
  put(0x5b3a2273746e656d, 8);
}

/** `{"id":` */
export function putId(): void {
  put(0x3a226469227b, 6);
}

/** `,"agent":` */
export function putAgent(): void {
  put(0x22746e656761222c, 8);
  put(0x3a, 1);
}

/** `,"file":` */
export function putFile(): void {
  put(0x3a22656c6966222c, 8);
}

/** `,"line":` */
export function putLine(): void {
  put(0x3a22656e696c222c, 8);
}

/** `],"approvals":[` */
export function putApprovals(): void {
  put(0x6f72707061222c5d, 8);
  put(0x5b3a22736c6176, 7);
}

/** `{"statements":[` */
export function putApprovalStatements(): void {
  put(0x6d6574617473227b, 8);
  put(0x5b3a2273746e65, 7);
}

/** `],"channels":[` */
export function putChannels(): void {
  put(0x6e6e616863222c5d, 8);
  put(0x5b3a22736c65, 6);
}

/** `],"timeout_seconds":` */
export function putTimeout(): void {
  put(0x6f656d6974222c5d, 8);
  put(0x6e6f6365735f7475, 8);
  put(0x3a227364, 4);
}

/** `,"approvers":[` */
export function putApprovers(): void {
  put(0x766f72707061222c, 8);
  put(0x5b3a22737265, 6);
}

/** `],"needed":` */
export function putNeeded(): void {
  put(0x656465656e222c5d, 8);
  put(0x3a2264, 3);
}

/** `],"notify":[` */
export function putNotify(): void {
  put(0x6669746f6e222c5d, 8);
  put(0x5b3a2279, 4);
}

/** `],"revision":` */
export function putRevision(): void {
  put(0x7369766572222c5d, 8);
  put(0x3a226e6f69, 5);
}

/** `,"decisions":[` */
export function putDecisions(): void {
  put(0x697369636564222c, 8);
  put(0x5b3a22736e6f, 6);
}
