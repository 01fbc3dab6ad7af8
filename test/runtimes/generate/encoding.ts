/** The encoding of requests that `policy.wasm` reads, and ways of breaking it. */
import { Entries, NumberText, type Json } from "./json-text.ts";
import type { Random } from "./random.ts";
import type { RequestParts } from "./requests.ts";

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function f64(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes[0] = 3;
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

/** Each character of a text stands for a byte. */
function text(bytes: string): Buffer {
  return Buffer.concat([u32(bytes.length), Buffer.from(bytes, "latin1")]);
}

function encodeValue(value: Json): Buffer {
  if (value === null) return Buffer.from([0]);
  if (typeof value === "boolean") return Buffer.from([value ? 2 : 1]);
  if (typeof value === "number") return f64(value);
  if (value instanceof NumberText) return f64(Number(value.text));
  if (typeof value === "string") return Buffer.concat([Buffer.from([4]), text(value)]);
  if (value instanceof Entries) {
    const parts = value.list.flatMap(([name, item]) => [text(name), encodeValue(item)]);
    return Buffer.concat([Buffer.from([6]), u32(value.list.length), ...parts]);
  }
  return Buffer.concat([Buffer.from([5]), u32(value.length), ...value.map(encodeValue)]);
}

/** A request whose texts hold one character a byte. */
export function encodeRequest(parts: RequestParts): Buffer {
  const fields = ["agent", "action", "resource", "context", "now"].map((name) => {
    const value = parts[name];
    return value === undefined ? Buffer.from([8]) : encodeValue(value);
  });
  return Buffer.concat([Buffer.from([7]), ...fields]);
}

/** Bytes that encode nothing: cut short, of an unknown tag, with lengths and counts that run over. */
export function brokenEncoding(
  request: Buffer,
  random: Random,
): { readonly group: string; readonly bytes: Buffer } {
  switch (random.int(4)) {
    case 0:
      return { group: "cut short", bytes: request.subarray(0, random.int(request.length)) };
    case 1: {
      const bytes = Buffer.from(request);
      // The tag of the request, or of its agent.
      bytes[random.int(2)] = random.pick([9, 10, 31, 127, 128, 255]);
      return { group: "unknown tag", bytes };
    }
    case 2: {
      const bytes = Buffer.from(request);
      // The length of the agent's name.
      if (bytes[1] === 4)
        bytes.writeUInt32LE(random.pick([0x7fffffff, 0xffffffff, 0x80000000, request.length]), 2);
      else bytes[0] = 200;
      return { group: "length over the end", bytes };
    }
    default: {
      const counted = Buffer.concat([
        request.subarray(0, 1),
        Buffer.from([random.pick([5, 6])]),
        u32(random.pick([0xffffffff, 0x7fffffff, 0x10000000, 4096])),
        request.subarray(1),
      ]);
      return { group: "count over the end", bytes: counted };
    }
  }
}
