import { expect, test } from "vitest";
import { undefinedReference } from "../../../../src/lint/rules/undefined-reference.ts";
import { errorsOf } from "../../../support/compile-text.ts";
import { fixedText } from "../../../support/fixed-text.ts";

const text = `role: reader
policies:
  - git:read on repos/*
---
agent: ci-runner
extends: [raeder]
policies:
  - git:comment on repos/*
`;

test("a name that nothing declares is an error at the name", () => {
  expect(errorsOf(text)).toEqual(["undefined-reference no such role: `raeder` @ raeder"]);
});

test("the nearest name is offered for review, and then nothing is wrong", () => {
  const fixed = fixedText(undefinedReference, text);
  expect(fixed).toBe(text.replace("raeder", "reader"));
  expect(errorsOf(fixed)).toEqual([]);
});

test("a name in quotes keeps its quotes, and an attribute its `context.`", () => {
  expect(fixedText(undefinedReference, text.replace("raeder", '"raeder"'))).toContain('extends: ["reader"]');
  const config = "context: {force: {type: bool}}\n";
  const condition = "- git:push on repos/* when has(context.forse)\n";
  expect(errorsOf(condition, config)).toHaveLength(1);
  expect(fixedText(undefinedReference, condition, config)).toBe(condition.replace("forse", "force"));
});

test("a name that no other resembles has no fix", () => {
  expect(() => fixedText(undefinedReference, text.replace("raeder", "zzz"))).toThrow("offers no fix");
});
