/** The exports of `policy.wasm`; docs/wasm.md says what hosts may rely on. */

/** The version of these exports. */
export const abi_version: i32 = 1;

/** Where the request buffer is, and how many bytes it holds. */
export const request: i32 = 1024;
export const capacity: i32 = 262144;

export function decide(length: i32): i32 {
  return -1;
}
