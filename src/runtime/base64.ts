/** Base64 (RFC 4648, §4), by what the host offers: a bundle's load time is mostly this. */
import { damaged } from "./check.ts";

/** What newer hosts have; its type is not in every library yet. */
interface FromBase64 {
  readonly fromBase64?: (text: string) => Uint8Array;
}
interface HostBuffer {
  readonly from: (text: string, encoding: "base64") => Uint8Array;
}

/** The bytes, in memory of their own. Throws a `BundleError` for what is no base64. */
export function decodeBase64(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  if (text.length % 4 !== 0) throw damaged("it is cut short");
  // Bits of the last character that no byte takes are 0, so that a block has one spelling.
  const last = text.charAt(text.length - padding - 1);
  if (padding > 0 && (padding === 2 ? "AQgw" : "AEIMQUYcgkosw048").indexOf(last) < 0) {
    throw damaged("a character in its data");
  }
  const bytes = decode(text);
  // Lenient decoders drop what they do not know.
  if (bytes === null || bytes.length !== length) throw damaged("a character in its data");
  return bytes;
}

function decode(text: string): Uint8Array | null {
  const modern = (Uint8Array as FromBase64).fromBase64;
  const host = (globalThis as { readonly Buffer?: HostBuffer }).Buffer;
  try {
    if (typeof modern === "function") return modern.call(Uint8Array, text);
    if (host !== undefined) {
      const decoded = host.from(text, "base64");
      return new Uint8Array(decoded);
    }
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch (_error) {
    return null;
  }
}
