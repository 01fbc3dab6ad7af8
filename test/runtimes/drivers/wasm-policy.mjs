/** `policy.wasm` behind the calls of `core.mjs`: encodes requests, reads decisions as JSON text. */

/** UTF-8; a lone surrogate in three bytes, so that it is refused. */
function writeText(out, text) {
  const at = out.length;
  out.push(0, 0, 0, 0);
  for (let i = 0; i < text.length; i++) {
    const c = text.codePointAt(i);
    if (c < 0x80) out.push(c);
    else if (c < 0x800) out.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) out.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else {
      out.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
      i++;
    }
  }
  patchU32(out, at, out.length - at - 4);
}

function patchU32(out, at, value) {
  for (let i = 0; i < 4; i++) out[at + i] = (value >>> (8 * i)) & 255;
}

const double = new DataView(new ArrayBuffer(8));

function writeValue(out, value) {
  if (value === undefined) out.push(8);
  else if (value === null) out.push(0);
  else if (typeof value === "boolean") out.push(value ? 2 : 1);
  else if (typeof value === "number") {
    double.setFloat64(0, value, true);
    out.push(3);
    for (let i = 0; i < 8; i++) out.push(double.getUint8(i));
  } else if (typeof value === "string") {
    out.push(4);
    writeText(out, value);
  } else {
    const isList = Array.isArray(value);
    const items = isList ? value : Object.entries(value);
    out.push(isList ? 5 : 6, 0, 0, 0, 0);
    patchU32(out, out.length - 4, items.length);
    for (const item of items) {
      if (isList) writeValue(out, item);
      else {
        writeText(out, item[0]);
        writeValue(out, item[1]);
      }
    }
  }
}

/** What is no map is encoded as the value it is. */
function writeRequest(out, request) {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    writeValue(out, request);
    return;
  }
  out.push(7);
  for (const part of ["agent", "action", "resource", "context", "now"]) {
    writeValue(out, Object.hasOwn(request, part) ? request[part] : undefined);
  }
}

function writeRequests(out, requests) {
  if (!Array.isArray(requests)) {
    writeRequest(out, requests);
    return;
  }
  out.push(5, 0, 0, 0, 0);
  patchU32(out, out.length - 4, requests.length);
  for (const request of requests) writeRequest(out, request);
}

/** The exports of an instance as a policy. */
export function wasmPolicy(exports) {
  const { memory, request, capacity, decide, decide_all, json, output } = exports;
  if (exports.abi_version.value !== 1) throw new Error("another version of the interface");
  const decoder = new TextDecoder();
  const ask = (call, bytes) => {
    const fits = bytes.length <= capacity.value;
    if (fits) new Uint8Array(memory.buffer, request.value, bytes.length).set(bytes);
    return call(fits ? bytes.length : capacity.value + 1);
  };
  const answer = (status) => {
    if (status < 0) return "invalid";
    const length = json();
    return decoder.decode(new Uint8Array(memory.buffer, output(), length));
  };
  const encoded = (write, value) => {
    const out = [];
    write(out, value);
    return out;
  };
  return {
    decide: (value) => answer(ask(decide, encoded(writeRequest, value))),
    decideAll: (value) => answer(ask(decide_all, encoded(writeRequests, value))),
    decideEncoded: (bytes) => answer(ask(decide, bytes)),
  };
}
