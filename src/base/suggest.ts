/** Did-you-mean: the nearest of some known names, by Damerau–Levenshtein distance (optimal string alignment). */
import { compareCodePoints } from "./order.ts";

/** Edits (insert, delete, replace, swap neighbours) between two words; gives up above `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforePrevious[j - 2] ?? 0) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? limit + 1;
}

/** `require-approval` and `Require_Approval` are one word for this purpose. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, "_");
}

/**
 * The known name a user most likely meant, or `null` when none is near: at most a third of the
 * word may differ. Ties go to the first in code-point order. Looks at 10,000 names at most.
 */
export function suggest(word: string, known: Iterable<string>): string | null {
  const folded = fold(word).slice(0, 128);
  const limit = Math.max(1, Math.floor(folded.length / 3));
  let best: string | null = null;
  let bestCost = limit + 1;
  let seen = 0;
  for (const candidate of known) {
    if (++seen > 10_000) break;
    const cost = distance(folded, fold(candidate), limit);
    if (cost < bestCost || (cost === bestCost && best !== null && compareCodePoints(candidate, best) < 0)) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** The help line `did you mean …?`, or `null`. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const found = suggest(word, known);
  return found === null ? null : `did you mean \`${found}\`?`;
}
