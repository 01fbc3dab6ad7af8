/**
 * A shortest word `action SPLIT resource` that every positive language accepts, that is valid, and that the
 * negative languages do not block; of those the first in code-point order.
 */
import { ProductSearch } from "./product-search.ts";
import type { Search, Word } from "./searched-words.ts";

export type { NegativeLanguage, PositiveLanguage, Search, Word } from "./searched-words.ts";

/** A shortest word, `null` when there is none of at most `longest` bytes. */
export function findShortest(search: Search): Word | null {
  const first = new ProductSearch(search, false);
  const word = first.run();
  // Only when a resource ran over its limit can a longer action have left it more room.
  return first.cutResource ? new ProductSearch(search, true).run() : word;
}
