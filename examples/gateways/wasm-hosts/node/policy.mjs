/** Decides requests with policy.wasm. Only ASK and ALLOW are no deny; whatever goes wrong is one. */
export const ASK = 4;
export const ALLOW = 5;
const decoder = new TextDecoder();

/** Throws when the bytes are no sound policy.wasm. */
export function loadPolicy(file) {
  const wasm = new WebAssembly.Instance(new WebAssembly.Module(file)).exports;
  const capacity = wasm.capacity.value;
  const bytes = new Uint8Array(wasm.memory.buffer, wasm.request.value, capacity);
  const view = new DataView(wasm.memory.buffer, wasm.request.value, capacity);
  let at = 0; // Past the end, `bytes` drops what is written and `view` throws: the request is refused.

  function text(value) {
    const start = at + 4;
    at = start + value.length;
    let seen = 0;
    for (let i = 0; i < value.length; i += 1) {
      const unit = value.charCodeAt(i);
      seen |= unit;
      bytes[start + i] = unit;
    }
    if (seen > 0x7f) beyondAscii(value, start); // Rare: most texts are short and ASCII.
    view.setUint32(start - 4, at - start, true);
  }

  function beyondAscii(value, start) {
    at = start;
    for (let i = 0; i < value.length; i += 1) {
      const point = value.codePointAt(i); // A lone surrogate takes three bytes, and is refused.
      const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      bytes[at++] = more === 0 ? point : ((0xff00 >> (more + 1)) & 0xff) | (point >> (6 * more));
      for (let left = more - 1; left >= 0; left -= 1) bytes[at++] = 0x80 | ((point >> (6 * left)) & 0x3f);
      if (more === 3) i += 1;
    }
  }

  function begin(tag, count) {
    bytes[at] = tag;
    view.setUint32(at + 1, count, true);
    at += 5;
  }

  function encode(value, isRequest) {
    if (typeof value === "string") {
      bytes[at++] = 4;
      text(value);
    } else if (value === undefined) bytes[at++] = 8;
    else if (value === null) bytes[at++] = 0;
    else if (typeof value === "boolean") bytes[at++] = value ? 2 : 1;
    else if (typeof value === "number") {
      bytes[at] = 3;
      view.setFloat64(at + 1, value, true);
      at += 9;
    } else if (typeof value !== "object") bytes[at++] = 9;
    else if (Array.isArray(value)) {
      begin(5, value.length);
      for (const part of value) encode(part, false);
    } else if (value instanceof Uint8Array) {
      bytes.set(value, at); // Encoded before.
      at += value.length;
    } else if (isRequest) {
      bytes[at++] = 7;
      encode(value.agent, false);
      encode(value.action, false);
      encode(value.resource, false);
      encode(value.context, false);
      encode(value.now, false);
    } else {
      const names = Object.keys(value);
      begin(6, names.length);
      for (const name of names) {
        text(name);
        encode(value[name], false);
      }
    }
  }

  function encodeAll(requests) {
    begin(5, requests.length);
    for (const request of requests) encode(request, true);
  }

  function run(entry, write, value, explain) {
    try {
      at = 0;
      write(value, true);
    } catch {
      at = capacity + 1; // Too long, or nested too deep.
    }
    try {
      const code = entry(Math.min(at, capacity + 1));
      if (code < 0 || !explain) return { code, json: "" };
      const length = wasm.json();
      return { code, json: decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.output(), length)) };
    } catch {
      return { code: -1, json: "" };
    }
  }

  const policy = {
    /** The code of the decision and, when asked for, the decision as JSON text. */
    decide: (request, explain = false) => run(wasm.decide, encode, request, explain),
    /** One decision about several requests. */
    decideAll: (requests, explain = false) => run(wasm.decide_all, encodeAll, requests, explain),
  };
  if (wasm.abi_version.value !== 1 || policy.decide(null).code !== 0) {
    throw new Error("policy.wasm is damaged, or has another interface");
  }
  return policy;
}
