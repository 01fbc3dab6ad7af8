import { expect, test } from "vitest";
import { parseAs } from "../../support/expressions.ts";

test("a shape is split into literal text and placeholders", () => {
  expect(parseAs("shape", "repos/{repo}/branches/{branch...}").tree).toMatchObject({
    parts: [
      { kind: "text", text: "repos/" },
      { kind: "segment", name: "repo" },
      { kind: "text", text: "/branches/" },
      { kind: "segments", name: "branch" },
    ],
    text: "repos/{repo}/branches/{branch...}",
  });
});

test("a line break that YAML left at the end is not part of a shape", () => {
  expect(parseAs("shape", "git/{x}\n").tree).toMatchObject({ text: "git/{x}" });
});

test.each(["a//{b", "a/{b}c", "{a}{b}", "a/{b-c}", "a/{b....}", "a/b\\c", 'a/"b"', "a,b", "$a", "a\tb"])(
  "`%s` is one error",
  (text) => {
    expect(parseAs("shape", text).diagnostics.map((d) => d.code)).toEqual(["bad-shape"]);
  },
);
