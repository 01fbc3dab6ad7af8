import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { hasValidStrings } from "../../../src/automata/validity.ts";

const isAction = (text: string): boolean => hasValidStrings(codePoints(text), codePoints("x"));
const isResource = (text: string): boolean => hasValidStrings(codePoints("x"), codePoints(text));

test.each(["git:push", "a", "é:😀", "a%4:x", "a%", "%%a"])("the action `%s` is valid", (action) => {
  expect(isAction(action)).toBe(true);
});

test.each(["", ":a", "a:", "a::b", "a/b", "a b", "a\\b", "%41", "%%41", "a\u200bb", "a%0A"])(
  "the action `%s` is invalid",
  (action) => {
    expect(isAction(action)).toBe(false);
  },
);

test.each([
  "repos/app",
  "a b",
  "a::b",
  "a://b",
  "https://host/path",
  "file:///a/b",
  "arn:aws:apigateway:eu-west-1::/restapis/x",
  "arn:/x",
  "arn:::/x",
  "a/.b/..c/d.",
  "...",
  "a/...",
  "x%4/1",
  "files/a/b:c",
])("the resource `%s` is valid", (resource) => {
  expect(isResource(resource)).toBe(true);
});

test.each([
  "",
  " a",
  "a ",
  "/a",
  "a/",
  ":a",
  "a:",
  ".",
  "..",
  "a/./b",
  "a/..",
  "../a",
  "a:..:b",
  "a//b",
  "a/:b",
  "a:/b",
  "a::/b",
  "a:://b",
  "a:///b",
  "xfile:///b",
  "a/file:///b",
  "file:a:///b",
  "file:////b",
  "file::///b",
  "arn:a//b",
  "arn:a/:b",
  "Arn:a:/b",
  "arna:/b",
  "a%2fb",
  "a%2Fb",
  "a\u00a0b",
  "a\u0000",
])("the resource `%s` is invalid", (resource) => {
  expect(isResource(resource)).toBe(false);
});
