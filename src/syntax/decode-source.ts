/**
 * Bytes → text: UTF-8 alone, with or without a byte-order mark.
 *
 * INVARIANT: a text that is handed on for compiling is exactly what the bytes say.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { sizeLimit } from "./yaml-guard.ts";
import { yamlMessages } from "./yaml-messages.ts";

export interface DecodedSource {
  /** With a `problem` it serves to show the place, and must not be compiled. */
  readonly source: SourceFile;
  readonly problem: Diagnostic | null;
  /** It began with a byte-order mark, which the text leaves out. */
  readonly marked: boolean;
}

/** Decodes a file. What is too large or no UTF-8 has a `problem`, at the first byte that is wrong. */
export function decodeSource(path: string, bytes: Uint8Array): DecodedSource {
  if (bytes.length > sizeLimit)
    return { source: { path, text: "" }, problem: tooLarge(path, bytes.length), marked: false };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const problem = utf16Problem(path, bytes);
  if (problem !== null) return { source: { path, text: "" }, problem, marked };
  try {
    return {
      source: { path, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) },
      problem: null,
      marked,
    };
  } catch {
    const at = firstBadByte(bytes);
    const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at));
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    const span = { file: path, start: before.length, end: before.length + 1 };
    const help = "save the file as UTF-8; a byte-order mark is fine, Latin-1 is not";
    return {
      source: { path, text: new TextDecoder("utf-8").decode(bytes) },
      problem: yamlMessages.build["not-utf8"](span, { problem: `the byte 0x${byte} is not UTF-8` }, { help }),
      marked,
    };
  }
}

/** The diagnostic for a file of so many bytes, which need not be read to know it. */
export function tooLarge(file: string, bytes: number): Diagnostic {
  const help = "split it: one file per agent";
  return yamlMessages.build["file-too-large"]({ file, start: 0, end: 0 }, { bytes }, { help });
}

/** UTF-16, told by its mark or by the zero bytes of its ASCII characters. */
function utf16Problem(file: string, bytes: Uint8Array): Diagnostic | null {
  const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const sample = bytes.subarray(0, 1024);
  const zeros = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if (!marked && (zeros === 0 || zeros * 3 < sample.length)) return null;
  const help = "save the file as UTF-8";
  return yamlMessages.build["not-utf8"](
    { file, start: 0, end: 0 },
    { problem: "the file is UTF-16 text" },
    { help },
  );
}

/** The offset of the first byte that begins no well-formed sequence (Unicode 15, table 3-7). */
function firstBadByte(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return at;
}

function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    if (byte < (i === 1 ? low : 0x80) || byte > (i === 1 ? high : 0xbf)) return 0;
  }
  return length;
}
