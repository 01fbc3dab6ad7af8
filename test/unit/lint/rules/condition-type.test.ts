import { expect, test } from "vitest";
import { conditionType } from "../../../../src/lint/rules/condition-type.ts";
import { compileText, errorsOf } from "../../../support/compile-text.ts";

test("an attribute that is compared with values of two types is an error at the second, with the first beside it", () => {
  const text =
    '- pay:refund on charges/* when context.amount <= 50\n- pay:read on charges/* when context.amount == "any"\n';
  expect(errorsOf(text)).toEqual([
    "condition-type `context.amount` is a number, used here as a string @ context.amount < context.amount",
  ]);
  expect(compileText(text).diagnostics.map(({ severity }) => severity)).toEqual([conditionType.level]);
});

test("a declared type counts before any use", () => {
  const config = "context: {force: {type: bool}}\n";
  expect(errorsOf('- git:push on repos/* when context.force == "yes"\n', config)).toHaveLength(1);
  expect(errorsOf("- git:push on repos/* when context.force\n", config)).toEqual([]);
});

test("asking whether an attribute is there says nothing about its type", () => {
  const text =
    "- pay:refund on charges/* when context.amount <= 50\n- pay:read on charges/* when has(context.amount)\n";
  expect(errorsOf(text)).toEqual([]);
});
