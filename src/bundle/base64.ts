/** Base64 (RFC 4648, §4). */

/** Bytes that are handed to `fromCharCode` at a time; a multiple of three. */
const chunk = 3 * 4096;

export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + chunk))));
  }
  return parts.join("");
}
