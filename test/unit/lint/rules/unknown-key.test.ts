import { expect, test } from "vitest";
import { unknownKey } from "../../../../src/lint/rules/unknown-key.ts";
import { errorsOf } from "../../../support/compile-text.ts";
import { fixedText } from "../../../support/fixed-text.ts";

const text = `- statement: git:push on repos/*/branches/main
  require_approval: true
  approval_channel: dashboard
  approval_timeout: 1h
`;

test("a key that does not exist is an error at the key", () => {
  expect(errorsOf(text)).toEqual([
    "unknown-key `require_approval` is no key of a statement @ require_approval",
  ]);
});

test("the key that was meant is offered for review, and then nothing is wrong", () => {
  const fixed = fixedText(unknownKey, text);
  expect(fixed).toBe(text.replace("require_approval", "requires_approval"));
  expect(errorsOf(fixed)).toEqual([]);
});

test("a key that no other resembles has no fix", () => {
  const strange = "- statement: git:push on repos/*\n  zzz: true\n";
  expect(errorsOf(strange)).toEqual(["unknown-key `zzz` is no key of a statement @ zzz"]);
  expect(() => fixedText(unknownKey, strange)).toThrow("offers no fix");
});
