/** The texts of a bundle: each once, sorted by code point, named by index. */
import { defined } from "../base/invariant.ts";
import { sortedUnique } from "../base/order.ts";
import { utf8Bytes, WordWriter } from "./word-writer.ts";

export class TextTable {
  readonly #sorted: readonly string[];
  readonly #index: ReadonlyMap<string, number>;

  constructor(texts: Iterable<string>) {
    this.#sorted = sortedUnique(texts);
    this.#index = new Map(this.#sorted.map((text, i) => [text, i]));
  }

  of(text: string): number {
    return defined(this.#index.get(text), `the text ${JSON.stringify(text)}`);
  }

  /** The sections `TEXTS` and `TEXT_BYTES`. */
  write(): { readonly starts: WordWriter; readonly bytes: WordWriter } {
    const starts = new WordWriter();
    const bytes = new WordWriter();
    const parts: string[] = [];
    let at = 0;
    for (const text of this.#sorted) {
      const part = utf8Bytes(text);
      starts.push(at);
      at += part.length;
      parts.push(part);
    }
    starts.push(at);
    bytes.pushBytes(parts.join(""));
    return { starts, bytes };
  }
}

/** Names in open addressing: the slots of a hash table with 2^k slots, of which some stay empty. */
export function slotTable(names: readonly string[]): readonly (number | null)[] {
  let size = 2;
  // At most seven of ten slots are taken: more would be slow to search, fewer slow to fetch.
  while (size * 7 < names.length * 10) size *= 2;
  const slots: (number | null)[] = Array.from({ length: size }, () => null);
  names.forEach((name, i) => {
    let slot = hashOf(name) & (size - 1);
    while (slots[slot] !== null) slot = (slot + 1) & (size - 1);
    slots[slot] = i;
  });
  return slots;
}

/** The hash of docs/bundle-format.md: 24 bits, so that hosts with doubles only compute it exactly. */
function hashOf(name: string): number {
  const bytes = utf8Bytes(name);
  let hash = 0;
  for (let i = 0; i < bytes.length; i++) hash = (hash * 33 + bytes.charCodeAt(i)) & 0xffffff;
  return hash;
}
