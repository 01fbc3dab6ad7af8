/** Text files of a bundle are ASCII, so that any byte above is damage. */
import { damaged } from "./check.ts";

/** The text. Throws a `BundleError` where a byte is not ASCII. */
export function asciiText(bytes: Uint8Array): string {
  const decoder = typeof TextDecoder === "function" ? new TextDecoder("utf-8", { fatal: true }) : null;
  if (decoder !== null) {
    let decoded: string;
    try {
      decoded = decoder.decode(bytes);
    } catch (_error) {
      throw damaged("it is not ASCII");
    }
    if (decoded.length !== bytes.length) throw damaged("it is not ASCII");
    return decoded;
  }
  let result = "";
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte > 0x7e) throw damaged("it is not ASCII");
    result += String.fromCharCode(byte);
  }
  return result;
}
