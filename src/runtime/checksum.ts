/** The checksum that bundles carry against accidents. Against an attacker only a signature counts. */

/** Adler-32 (RFC 1950) of the bytes from `from` on. */
export function adler32(bytes: Uint8Array, from: number): number {
  let a = 1;
  let b = 0;
  const length = bytes.length;
  for (let i = from; i < length;) {
    // 5,552 is the most additions that keep `b` below 2^32 (RFC 1950).
    const end = Math.min(i + 5552, length);
    for (; i < end; i++) {
      a += bytes[i] ?? 0;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

/** JSON in ASCII, without blanks. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => "\\u" + ("000" + unit.charCodeAt(0).toString(16)).slice(-4),
  );
}
