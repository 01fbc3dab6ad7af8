/**
 * A text with a few insertions, and the way back to the offsets of the text as its author wrote it.
 *
 * INVARIANT: nothing is removed and line breaks only become blanks of the same length, so that every
 * offset of the edited text has a place in the author's.
 */

/** Characters to put in before the author's offset `at`. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

export interface EditedText {
  readonly text: string;
  readonly author: string;
  /** The author's offset of an offset in `text`; inserted characters stand where they were put in. */
  readonly toAuthor: (offset: number) => number;
}

/**
 * Applies insertions, in the given order where several share a place, and turns the line breaks at
 * the offsets `joins` into blanks. A byte-order mark is left out. Linear in the text; `toAuthor` is logarithmic in the insertions.
 */
export function editText(
  author: string,
  insertions: readonly Insertion[],
  joins: readonly number[],
): EditedText {
  // Left in, it would count as a column.
  const mark = author.startsWith("\ufeff") ? 1 : 0;
  if (insertions.length === 0 && joins.length === 0) {
    return { text: author.slice(mark), author, toAuthor: (offset) => offset + mark };
  }
  const joined = joinLines(author, joins);
  const sorted = [...insertions].sort((a, b) => a.at - b.at);
  const pieces: string[] = [];
  /** Per insertion: where it begins in the edited text, and how much was put in up to its end. */
  const places = new Uint32Array(sorted.length);
  const added = new Uint32Array(sorted.length);
  let copied = mark;
  let total = 0;
  for (const [i, { at, text }] of sorted.entries()) {
    pieces.push(joined.slice(copied, at), text);
    copied = at;
    places[i] = at - mark + total;
    total += text.length;
    added[i] = total;
  }
  pieces.push(joined.slice(copied));
  const toAuthor = (offset: number): number => {
    let low = -1;
    let high = sorted.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((places[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    if (low === -1) return offset + mark;
    return Math.max(offset + mark - (added[low] ?? 0), sorted[low]?.at ?? 0);
  };
  return { text: pieces.join(""), author, toAuthor };
}

function joinLines(author: string, joins: readonly number[]): string {
  if (joins.length === 0) return author;
  const pieces: string[] = [];
  let copied = 0;
  for (const at of [...new Set(joins)].sort((a, b) => a - b)) {
    pieces.push(author.slice(copied, at), " ");
    copied = at + 1;
  }
  pieces.push(author.slice(copied));
  return pieces.join("");
}
