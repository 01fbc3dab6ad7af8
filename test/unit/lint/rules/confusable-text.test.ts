import { expect, test } from "vitest";
import { confusableText } from "../../../../src/lint/rules/confusable-text.ts";
import { saidBy } from "../../../support/lint-text.ts";

const withComment = (comment: string): string => `# ${comment}\n- git:read on repos/*\n`;
const withDescription = (text: string): string =>
  `agent: a\ndescription: ${JSON.stringify(text)}\npolicies:\n  - git:read on repos/*\n`;

test("a word of two scripts is told with the letter that does not belong", () => {
  expect(saidBy(confusableText, '- git:read on "repos/p\u0430yments/*"\n')).toEqual([
    "warning confusable-text: `p\u0430yments` mixes Latin and Cyrillic letters (U+0430) @ p\u0430yments",
  ]);
});

test("a directional character is told in a comment too", () => {
  expect(saidBy(confusableText, withComment("grants \u202enothing"))).toEqual([
    "warning confusable-text: the directional character U+202E makes this line read in another order than it is @ \u202e",
  ]);
});

test("an invisible character in a pattern is told: the pattern never matches", () => {
  expect(saidBy(confusableText, "- deny git:push on repos/ma\u200bin\n- git:read on repos/*\n")).toEqual([
    "warning confusable-text: the invisible character U+200B is part of this text @ \u200b",
  ]);
});

test("text that is not composed is told", () => {
  expect(saidBy(confusableText, "- git:read on repos/cafe\u0301\n")).toEqual([
    "warning confusable-text: `repos/cafe\u0301` is not in Unicode NFC @ repos/cafe\u0301",
  ]);
});

test("other scripts, composed accents, and emoji that are joined are text like any other", () => {
  const texts = [
    "документы",
    "caf\u00e9",
    "資料 data",
    "\u{1f469}\u200d\u{1f4bb} at work",
    "μs",
    "نمی\u200cخواهم",
  ];
  expect(texts.flatMap((text) => saidBy(confusableText, withDescription(text)))).toEqual([]);
});

test("a file full of them is told twenty times", () => {
  expect(saidBy(confusableText, withComment("p\u0430y ".repeat(100)))).toHaveLength(20);
});
