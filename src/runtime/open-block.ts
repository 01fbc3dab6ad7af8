/** Makes a block of the bytes of tables, in memory of its own, and checks what stands before the sections. */
import type { Block } from "./block.ts";
import { damaged, unsupported } from "./check.ts";
import { adler32 } from "./checksum.ts";
import { BundleError } from "./bundle-error.ts";
import * as layout from "./layout.ts";

/** Throws a `BundleError` for what is no whole block of this version. The sections are not looked at. */
export function openBlock(tables: Uint8Array): Block {
  const size = tables.length;
  if (size < layout.headerWords * 4 || size % 4 !== 0) throw damaged("it is cut short");
  // Its own, even when the view that was given is not at an even word, or is changed later. Not by
  // `slice`, which gives a view where the bytes are a `Buffer`.
  const aligned = tables.byteOffset === 0 && tables.buffer.byteLength === size;
  const bytes = aligned ? tables : new Uint8Array(tables);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, size / 4);
  if (new Uint8Array(new Int32Array([1]).buffer)[0] !== 1) {
    throw new BundleError("this machine stores numbers big end first, which the tables are not made for");
  }
  if (words[0] !== layout.magic) throw damaged("its first word");
  if (words[1] !== layout.formatVersion) throw unsupported(words[1]);
  if (words[2] !== words.length) throw damaged("its length");
  if ((words[3] ?? 0) >>> 0 !== adler32(bytes, 16)) throw damaged("its checksum does not fit");
  return {
    words,
    bytes,
    doubles: new Float64Array(bytes.buffer, bytes.byteOffset, Math.floor(size / 8)),
    digits: "",
  };
}
