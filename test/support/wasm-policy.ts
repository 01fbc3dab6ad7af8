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

/** No valid request is longer in its encoding. */
const maxRequestBytes = 98_304;

const hasOwn = Object.prototype.hasOwnProperty;

/** An instance of the module. Throws only when the bytes are no module. */
export function wasmPolicy(file: Uint8Array): WasmPolicy {
  const module = new WebAssembly.Module(new Uint8Array(file));
  const { exports } = new WebAssembly.Instance<PolicyExports>(module);
  const { decide, decide_all } = exports;
  const start = exports.request.value;
  const capacity = exports.capacity.value;
  const tooLong = capacity + 1;
  const bytes = new Uint8Array(exports.memory.buffer, start, capacity);
  const view = new DataView(exports.memory.buffer, start, capacity);
  const utf8 = new TextDecoder("utf-8", { fatal: true });

  // Each writes at a position and gives the next; past the end nothing is written, and the request is too long.

  function word(at: number, value: number): number {
    if (at + 4 > capacity) return tooLong;
    view.setUint32(at, value, true);
    return at + 4;
  }

  /** Length and bytes; most texts are short and ASCII, for which a loop is faster than an encoder. */
  function text(at: number, value: string): number {
    const { length } = value;
    const from = at + 4;
    if (from + length > capacity) return tooLong;
    let seen = 0;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      seen |= unit;
      bytes[from + i] = unit;
    }
    const end = seen < 0x80 ? from + length : beyondAscii(from, value);
    if (end <= capacity) view.setUint32(at, end - from, true);
    return end;
  }

  /** UTF-8; of a lone surrogate three bytes, which the module refuses. */
  function beyondAscii(from: number, value: string): number {
    let at = from;
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
    return at;
  }

  function write(at: number, value: unknown): number {
    if (at >= capacity) return tooLong;
    if (typeof value === "string") {
      bytes[at] = 4;
      return text(at + 1, value);
    }
    if (typeof value === "number") {
      if (at + 9 > capacity) return tooLong;
      bytes[at] = 3;
      view.setFloat64(at + 1, value, true);
      return at + 9;
    }
    if (typeof value === "object" && value !== null) return writeObject(at, value);
    bytes[at] = value === undefined ? 8 : value === null ? 0 : value === false ? 1 : value === true ? 2 : 9;
    return at + 1;
  }

  function writeObject(at: number, value: object): number {
    if (Array.isArray(value)) return writeList(at, value, write);
    if (!isMap(value)) {
      bytes[at] = 9;
      return at + 1;
    }
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    bytes[at] = 6;
    let next = word(at + 1, entries.length);
    for (const [name, item] of entries) next = write(text(next, name), item);
    return next;
  }

  function writeList(at: number, list: readonly unknown[], item: typeof write): number {
    if (at >= capacity) return tooLong;
    bytes[at] = 5;
    let next = word(at + 1, list.length);
    for (let i = 0; i < list.length && next < capacity; i++) next = item(next, list[i]);
    return list.length === 0 || next <= capacity ? next : tooLong;
  }

  function writeRequest(at: number, value: unknown): number {
    if (!isMap(value)) return write(at, value);
    if (at >= capacity) return tooLong;
    bytes[at] = 7;
    // Names spelt out, which engines read faster than those of a list.
    let next = write(at + 1, hasOwn.call(value, "agent") ? value["agent"] : undefined);
    next = write(next, hasOwn.call(value, "action") ? value["action"] : undefined);
    next = write(next, hasOwn.call(value, "resource") ? value["resource"] : undefined);
    next = write(next, hasOwn.call(value, "context") ? value["context"] : undefined);
    return write(next, hasOwn.call(value, "now") ? value["now"] : undefined);
  }

  /** A request that cannot be read, or that no valid one is as long as, is written as what no context may hold. */
  function writeItem(at: number, value: unknown): number {
    let next = tooLong;
    try {
      next = writeRequest(at, value);
    } catch {
      // A getter or a proxy threw, or a value nests without end.
    }
    if (next <= at + maxRequestBytes || at + maxRequestBytes > capacity) return next;
    bytes[at] = 9;
    return at + 1;
  }

  return {
    exports,
    decide: (request) => decide(writeItem(0, request)),
    decideAll: (requests) => {
      let length = tooLong;
      try {
        length = Array.isArray(requests) ? writeList(0, requests, writeItem) : writeItem(0, requests);
      } catch {
        // What throws when a list is read counts as none.
      }
      return decide_all(length);
    },
    json: () => {
      const length = exports.json();
      if (length < 0) throw new Error(`json gave ${String(length)}`);
      return utf8.decode(new Uint8Array(exports.memory.buffer, exports.output(), length));
    },
    decideBytes: (given) => {
      bytes.set(given.subarray(0, capacity));
      return decide(given.length);
    },
  };
}

/** A plain object. */
function isMap(value: unknown): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
