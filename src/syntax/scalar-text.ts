/**
 * The text of a YAML scalar together with the place of each of its characters, so that an error
 * inside a quoted, folded or escaped scalar still points at the right column.
 */
import type { Span } from "../base/source.ts";

export interface ScalarText {
  /** The text after YAML's own unquoting and folding. */
  readonly value: string;
  /** The whole scalar in the file, quotes included. */
  readonly span: Span;
  /**
   * Source offset of each UTF-16 unit of `value`, with one more entry for its end; `null` when the
   * text stands in the file as it is, starting at `start`.
   */
  readonly offsets: readonly number[] | null;
  /** Source offset of the first character of `value`. */
  readonly start: number;
}

/** The source span of `value.slice(from, to)`; offsets that are not numbers (end of input) give the end. */
export function spanWithin(text: ScalarText, from: number, to: number): Span {
  const at = (index: number): number => {
    const i = Number.isNaN(index) ? text.value.length : Math.max(0, Math.min(index, text.value.length));
    return text.offsets === null ? text.start + i : (text.offsets[i] ?? text.span.end);
  };
  return { file: text.span.file, start: at(from), end: Math.max(at(from), at(to)) };
}

/** A text that stands in `file` verbatim from `start` on. */
export function plainText(value: string, file: string, start = 0): ScalarText {
  return { value, span: { file, start, end: start + value.length }, offsets: null, start };
}
