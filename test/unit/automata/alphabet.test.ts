import { expect, test } from "vitest";
import {
  codePoints,
  foldCase,
  isForbidden,
  utf8Byte,
  utf8Length,
  utf8LengthOf,
} from "../../../src/automata/alphabet.ts";

const samples = ["a", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "\uffff", "😀", "\u{10ffff}"];

test("bytes of a code point are those of its UTF-8 form", () => {
  for (const sample of samples) {
    const c = sample.codePointAt(0) ?? 0;
    const bytes = [...Buffer.from(sample)];
    expect(utf8Length(c)).toBe(bytes.length);
    expect(bytes.map((_, i) => utf8Byte(c, i))).toEqual(bytes);
  }
});

test("a text is as long as its UTF-8 form", () => {
  const text = samples.join("-");
  expect(utf8LengthOf(text)).toBe(Buffer.byteLength(text));
});

test("an astral character is one code point", () => {
  expect(codePoints("a😀")).toEqual([0x61, 0x1f600]);
});

test("only ASCII letters fold", () => {
  expect([0x41, 0x5a, 0x61, 0xc9, 0x40].map(foldCase)).toEqual([0x61, 0x7a, 0x61, 0xc9, 0x40]);
});

test("controls, odd spaces, invisible characters, surrogates and the backslash are forbidden", () => {
  const forbidden = [
    0, 0x1f, 0x7f, 0x9f, 0xa0, 0xad, 0x5c, 0x200b, 0x202f, 0x2060, 0x3000, 0xd800, 0xfeff, 0xe0001,
  ];
  expect(forbidden.filter((c) => !isForbidden(c))).toEqual([]);
  expect([0x20, 0x21, 0x7e, 0xa1, 0xe9, 0x2010, 0x1f600].filter(isForbidden)).toEqual([]);
});
