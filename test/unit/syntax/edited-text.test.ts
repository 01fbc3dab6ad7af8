import { expect, test } from "vitest";
import { editText } from "../../../src/syntax/edited-text.ts";

test("insertions at one place keep their order", () => {
  const { text } = editText(
    "ab",
    [
      { at: 1, text: "'" },
      { at: 1, text: ":" },
      { at: 0, text: "'" },
    ],
    [],
  );
  expect(text).toBe("'a':b");
});

test("every offset of the edited text leads back to the author's", () => {
  const { text, toAuthor } = editText(
    "abcd",
    [
      { at: 1, text: "XY" },
      { at: 3, text: "Z" },
    ],
    [],
  );
  expect(text).toBe("aXYbcZd");
  expect(Array.from({ length: 8 }, (_, i) => toAuthor(i))).toEqual([0, 1, 1, 1, 2, 3, 3, 4]);
});

test("joined lines keep their length", () => {
  expect(editText("a\r\nb\nc", [], [1, 2, 2]).text).toBe("a  b\nc");
});

test("a byte-order mark is left out, and counts in the author's offsets", () => {
  const { text, toAuthor } = editText("\ufeffab", [{ at: 2, text: ":" }], []);
  expect(text).toBe("a:b");
  expect([0, 1, 2, 3].map(toAuthor)).toEqual([1, 2, 2, 3]);
});
