/** The checksum that bundles carry against accidents. Against an attacker only a signature counts. */

/** JSON in ASCII, without blanks: the text that the checksum is taken over. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => "\\u" + ("000" + unit.charCodeAt(0).toString(16)).slice(-4),
  );
}

/** Adler-32 (RFC 1950) of a text of ASCII characters, as eight hexadecimal digits. */
export function adler32(text: string): string {
  let a = 1;
  let b = 0;
  for (let i = 0; i < text.length;) {
    // 5,552 is the most additions that keep `b` below 2^32 (RFC 1950).
    const end = Math.min(i + 5552, text.length);
    for (; i < end; i++) {
      a += text.charCodeAt(i);
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ("0000000" + (b * 65536 + a).toString(16)).slice(-8);
}
