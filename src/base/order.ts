/** Total orders that do not depend on locale, so that output is the same on every machine. */

/** Compares by code point (UTF-16 order differs above the Basic Multilingual Plane). */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      // Surrogates sort after every other unit, as their code points do.
      const left = x >= 0xd800 && x <= 0xdfff ? x + 0x10000 : x;
      const right = y >= 0xd800 && y <= 0xdfff ? y + 0x10000 : y;
      return left - right;
    }
  }
  return a.length - b.length;
}

/** Sorted, without repetitions. */
export function sortedUnique(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareCodePoints);
}
