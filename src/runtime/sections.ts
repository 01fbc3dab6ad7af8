/** The sections of a block, and what the checks of each have in common. */
import { wordAt, type Block } from "./block.ts";
import { damaged } from "./check.ts";

/** The sections of a block, and checked access to what they number. */
export interface Sections {
  readonly block: Block;
  readonly at: (section: number) => number;
  readonly length: (section: number) => number;
  readonly texts: number;
  readonly numbers: number;
  readonly attributes: number;
}

export function below(value: number, limit: number, what: string): void {
  if (!(value >= 0 && value < limit)) throw damaged(what + " is out of range");
}

/** Where records of a section begin, each a count and as many words; each is given to `check`. */
export function records(
  { block, at, length }: Sections,
  section: number,
  check: (first: number, count: number) => void,
): Uint8Array {
  const start = at(section);
  const size = length(section);
  const starts = new Uint8Array(size);
  for (let i = 0; i < size;) {
    const count = wordAt(block, start + i);
    if (count < 0 || count >= size - i) throw damaged("a list is too long");
    starts[i] = 1;
    check(start + i, count);
    i += count + 1;
  }
  return starts;
}

/** The index of a name that stands behind another in the order of names, each once. */
export function ascending(text: number, before: number, texts: number, what: string): number {
  below(text, texts, what);
  if (text <= before) throw damaged(what + " is out of order");
  return text;
}
