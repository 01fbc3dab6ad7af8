/** A host of `policy.wasm` in JavaScript: encodes requests and calls the module. */

/** The exports of a module, as docs/wasm.md has them. */
export interface PolicyExports {
  readonly memory: WebAssembly.Memory;
  readonly abi_version: WebAssembly.Global;
  readonly request: WebAssembly.Global;
  readonly capacity: WebAssembly.Global;
  readonly decide: (length: number) => number;
  readonly decide_all: (length: number) => number;
  readonly json: () => number;
  readonly output: () => number;
}

const hasOwn = Object.prototype.hasOwnProperty;

export interface WasmPolicy {
  readonly exports: PolicyExports;
  /** The code of the decision; negative when the module refused to decide. */
  readonly decide: (request: unknown) => number;
  readonly decideAll: (requests: unknown) => number;
  /** The last decision as JSON text. */
  readonly json: () => string;
  /** Puts bytes into the request buffer as they are and decides them. */
  readonly decideBytes: (bytes: Uint8Array) => number;
}

/** An instance of the module. Throws only when the bytes are no module. */
export function wasmPolicy(file: Uint8Array): WasmPolicy {
  const module = new WebAssembly.Module(Uint8Array.from(file));
  const exports = new WebAssembly.Instance<PolicyExports>(module).exports;
  const start = exports.request.value;
  const capacity = exports.capacity.value;
  const bytes = new Uint8Array(exports.memory.buffer, start, capacity);
  const view = new DataView(exports.memory.buffer, start, capacity);
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  // Where the next byte goes; past the end nothing is written any more.
  let at = 0;

  function word(value: number): void {
    if (at + 4 <= capacity) view.setUint32(at, value, true);
    at += 4;
  }

  function text(value: string): void {
    const { length } = value;
    const from = at + 4;
    // Most texts are short and ASCII, for which this is faster than an encoder.
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x80) return beyondAscii(value, from);
      bytes[from + i] = unit;
    }
    putLength(from, from + length);
  }

  function putLength(from: number, end: number): void {
    if (from <= capacity) view.setUint32(from - 4, end - from, true);
    at = end;
  }

  /** UTF-8; of a lone surrogate three bytes, which the module refuses. */
  function beyondAscii(value: string, from: number): void {
    at = from;
    for (let i = 0; i < value.length; i++) {
      const code = value.codePointAt(i) ?? 0;
      if (code < 0x80) bytes[at++] = code;
      else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else if (code < 0x10000) {
        bytes[at++] = 0xe0 | (code >> 12);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else {
        bytes[at++] = 0xf0 | (code >> 18);
        bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[at++] = 0x80 | (code & 0x3f);
        i += 1;
      }
    }
    putLength(from, at);
  }

  function write(value: unknown): void {
    if (typeof value === "string") {
      bytes[at++] = 4;
      text(value);
    } else if (value === undefined) bytes[at++] = 8;
    else if (value === null) bytes[at++] = 0;
    else if (typeof value === "boolean") bytes[at++] = value ? 2 : 1;
    else if (typeof value === "number") {
      bytes[at++] = 3;
      if (at + 8 <= capacity) view.setFloat64(at, value, true);
      at += 8;
    } else if (Array.isArray(value)) {
      bytes[at++] = 5;
      word(value.length);
      for (let i = 0; i < value.length && at <= capacity; i++) write(value[i]);
    } else if (isMap(value)) {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      bytes[at++] = 6;
      word(entries.length);
      for (const [name, item] of entries) {
        text(name);
        write(item);
      }
    } else bytes[at++] = 9;
  }

  function writeRequest(value: unknown): void {
    if (!isMap(value)) return write(value);
    bytes[at++] = 7;
    write(hasOwn.call(value, "agent") ? value["agent"] : undefined);
    write(hasOwn.call(value, "action") ? value["action"] : undefined);
    write(hasOwn.call(value, "resource") ? value["resource"] : undefined);
    write(hasOwn.call(value, "context") ? value["context"] : undefined);
    write(hasOwn.call(value, "now") ? value["now"] : undefined);
  }

  function encoded(writing: (value: unknown) => void, value: unknown): number {
    at = 0;
    try {
      writing(value);
    } catch {
      // A getter or a proxy threw, or a value nests without end.
      return capacity + 1;
    }
    return Math.min(at, capacity + 1);
  }

  return {
    exports,
    decide: (request) => exports.decide(encoded(writeRequest, request)),
    decideAll: (requests) =>
      exports.decide_all(
        encoded((list) => {
          if (!Array.isArray(list)) return write(list);
          bytes[at++] = 5;
          word(list.length);
          for (let i = 0; i < list.length && at <= capacity; i++) writeRequest(list[i]);
        }, requests),
      ),
    json: () => {
      const length = exports.json();
      if (length < 0) throw new Error(`json gave ${String(length)}`);
      return utf8.decode(new Uint8Array(exports.memory.buffer, exports.output(), length));
    },
    decideBytes: (given) => {
      bytes.set(given.subarray(0, capacity));
      return exports.decide(given.length);
    },
  };
}

/** A plain object. */
function isMap(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
