/**
 * How a source line looks in a terminal: tabs expanded, unsafe characters shown, and the column at
 * which each UTF-16 unit begins, so that an underline stands under what it speaks of.
 */
import { visible } from "./sanitize.ts";

const combining = /^[\p{Mn}\p{Me}]$/u;

// Ranges of East Asian Width W and F, and of emoji that terminals draw two columns wide.
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26bd, 0x26be],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f18e],
  [0x1f191, 0x1f19a],
  [0x1f200, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Terminal columns of one printable character. */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (combining.test(character) || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

const tabStop = 4;

export interface LaidOutLine {
  readonly text: string;
  /** Terminal column, from 0, at which each UTF-16 unit of the source begins; one more entry for the end. */
  readonly columns: readonly number[];
}

/** Lays out one source line (without its line break) for a terminal. */
export function layOutLine(source: string): LaidOutLine {
  let text = "";
  let column = 0;
  const columns: number[] = [];
  for (const character of source) {
    for (let i = 0; i < character.length; i++) columns.push(column);
    if (character === "\t") {
      const blanks = tabStop - (column % tabStop);
      text += " ".repeat(blanks);
      column += blanks;
      continue;
    }
    const shown = visible(character);
    text += shown;
    column += shown === character ? characterWidth(character) : shown.length;
  }
  columns.push(column);
  return { text, columns };
}
