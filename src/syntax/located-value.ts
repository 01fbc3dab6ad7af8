/** A scalar's value while it is put together, with the place of each of its characters in the scalar's source. */

/** A value and the source offset of each of its UTF-16 units, with one more for its end. */
export interface LocatedValue {
  readonly value: string;
  readonly offsets: readonly number[];
}

/** Collects a value piece by piece; offsets are relative to the scalar's source. */
export class ValueBuilder {
  value = "";
  readonly offsets: number[] = [];

  /** Appends `source.slice(from, to)` as it stands. */
  copy(source: string, from: number, to: number): void {
    this.value += source.slice(from, to);
    for (let at = from; at < to; at++) this.offsets.push(at);
  }

  /** Appends text that stands for what begins at `at`. */
  put(text: string, at: number): void {
    this.value += text;
    for (let i = 0; i < text.length; i++) this.offsets.push(at);
  }

  finish(end: number): LocatedValue {
    this.offsets.push(end);
    return { value: this.value, offsets: this.offsets };
  }
}

/** The lines of `source` from `from` to `to`: start, end without its break, and the break's place. */
export function* linesOf(
  source: string,
  from: number,
  to: number,
): Generator<{ start: number; end: number }> {
  let start = from;
  for (;;) {
    const feed = source.indexOf("\n", start);
    if (feed === -1 || feed >= to) {
      yield { start, end: to };
      return;
    }
    yield { start, end: feed > start && source[feed - 1] === "\r" ? feed - 1 : feed };
    start = feed + 1;
  }
}
