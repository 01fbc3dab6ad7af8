/**
 * Where everything is. The splicer (src/bundle/wasm-module.ts) knows the same addresses.
 *
 *     512        a class for each byte (names.ts)
 *     1024       the request buffer
 *     tablesAt   the tables
 *     behind     what working.ts lays out
 */

export const classesAt: i32 = 512;

export const requestAt: i32 = 1024;
export const requestCapacity: i32 = 262144;

export const tablesAt: i32 = requestAt + requestCapacity;
