/** The order of texts in decisions: by code point, as on every other host. */

/** Negative, zero or positive. Surrogates sort above every other unit, as their code points do. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Sorted, each once. */
export function sortedSet(texts: readonly string[]): string[] {
  return texts
    .slice()
    .sort(compareTexts)
    .filter((text, i, all) => i === 0 || all[i - 1] !== text);
}
