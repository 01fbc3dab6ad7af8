/** The encoding of requests that policy.wasm reads, as docs/wasm.md has it, without regard to speed. */
import type { Request } from "../../src/base/request.ts";

function word(value: number): number[] {
  return [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];
}

function text(value: string): number[] {
  const bytes = [...Buffer.from(value, "utf8")];
  return [...word(bytes.length), ...bytes];
}

function encoded(value: unknown): number[] {
  if (value === undefined) return [8];
  if (value === null) return [0];
  if (typeof value === "boolean") return [value ? 2 : 1];
  if (typeof value === "number") return [3, ...new Uint8Array(Float64Array.of(value).buffer)];
  if (typeof value === "string") return [4, ...text(value)];
  if (Array.isArray(value)) return [5, ...word(value.length), ...value.flatMap(encoded)];
  const entries = Object.entries(value);
  return [
    6,
    ...word(entries.length),
    ...entries.flatMap(([name, item]) => [...text(name), ...encoded(item)]),
  ];
}

/** A request of texts without lone surrogates. */
export function encodedRequest(request: Request): Uint8Array {
  const fields = ["agent", "action", "resource", "context", "now"] as const;
  return Uint8Array.from([7, ...fields.flatMap((name) => encoded(request[name]))]);
}
