/**
 * Text that reads as something else than what the compiler compares: directional controls that reorder
 * a line, invisible characters, words that mix scripts, and text that is not in Unicode NFC.
 *
 * Looks at every character of every file, comments included (a reordered comment hides what follows
 * it). Misses words that are wholly of another script. Linear in the text. The characters are those of
 * UTS #39 (mixed scripts) and of UAX #9 (directional formatting).
 */
import type { Span } from "../../base/source.ts";
import { defineRule, type Rule } from "../define-rule.ts";

const directional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const invisible = /[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\u{e0000}-\u{e0fff}]/u;
const joiner = /[\u200c\u200d]/u;
const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** Scripts whose letters pass for Latin ones. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
];
const latin = /\p{Script=Latin}/u;
/** Microseconds, micrograms. */
const microUnit = /^[0-9]*\u03bc[A-Za-z]{1,2}$/u;

interface Suspect {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help: string;
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Joiners are spelling in emoji and in the scripts of Persian, Hindi and others. */
function isSpelling(text: string, at: number, character: string): boolean {
  if (!joiner.test(character)) return false;
  const before = [...text.slice(Math.max(0, at - 4), at)].at(-1) ?? "";
  const after = [...text.slice(at + character.length, at + character.length + 2)][0] ?? "";
  const joins =
    /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}]/u;
  return joins.test(before) && joins.test(after);
}

function* hiddenIn(text: string): Generator<Suspect> {
  for (const match of text.matchAll(
    /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e0fff}]/gu,
  )) {
    const [character] = match;
    const place = { start: match.index, end: match.index + character.length };
    if (directional.test(character)) {
      const message = `the directional character ${codeOf(character)} makes this line read in another order than it is`;
      yield { ...place, message, help: "remove it" };
    } else if (invisible.test(character) && !isSpelling(text, match.index, character)) {
      const message = `the invisible character ${codeOf(character)} is part of this text`;
      yield {
        ...place,
        message,
        help: "remove it: no valid request holds it, so a pattern with it never matches",
      };
    }
  }
}

function* mixedIn(text: string): Generator<Suspect> {
  for (const match of text.matchAll(word)) {
    const [found] = match;
    const other = scripts.find(([, letters]) => letters.test(found));
    if (other === undefined || !latin.test(found) || microUnit.test(found)) continue;
    const [name, letters] = other;
    const letter = [...found].find((c) => letters.test(c)) ?? "";
    yield {
      start: match.index,
      end: match.index + found.length,
      message: `\`${found}\` mixes Latin and ${name} letters (${codeOf(letter)})`,
      help: "write it in one script: names are compared by code point",
    };
  }
}

function* decomposedIn(text: string): Generator<Suspect> {
  for (const match of text.matchAll(/\S+/gu)) {
    const [found] = match;
    const composed = found.normalize("NFC");
    if (composed === found) continue;
    yield {
      start: match.index,
      end: match.index + found.length,
      message: `\`${found}\` is not in Unicode NFC`,
      help: "write it composed: gateways send names in NFC, and they are compared by code point",
    };
  }
}

/** Findings of one kind in one file; text that is full of them is told once in a while. */
const mostPerFile = 20;

export const confusableText: Rule = defineRule({
  id: "confusable-text",
  category: "structure",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "Text that reads as something else than what is compared.",
  check: ({ sources }, report) => {
    for (const { path, text } of sources.values()) {
      // Most files are plain ASCII.
      if (/^[\x00-\x7f]*$/.test(text)) continue;
      for (const suspects of [hiddenIn(text), mixedIn(text), decomposedIn(text)]) {
        let count = 0;
        for (const { start, end, message, help } of suspects) {
          if (count++ === mostPerFile) break;
          const span: Span = { file: path, start, end };
          report({ span, message, help });
        }
      }
    }
  },
});
