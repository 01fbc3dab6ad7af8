import { expect, test } from "vitest";
import { duplicateId } from "../../../../src/lint/rules/duplicate-id.ts";
import { compileText, errorsOf } from "../../../support/compile-text.ts";

const text = `- {statement: "git:read on repos/*", id: reading}
- {statement: "git:comment on repos/*", id: reading}
`;

test("an id that is taken is an error at the second, with the first beside it", () => {
  expect(errorsOf(text)).toEqual(["duplicate-id the id `reading` is taken @ reading < reading"]);
  expect(compileText(text).diagnostics.map(({ severity, fixes }) => [severity, fixes])).toEqual([
    [duplicateId.level, []],
  ]);
});

test("ids of their own, and ids left out, are fine", () => {
  expect(
    errorsOf(text.replace('comment on repos/*", id: reading', 'comment on repos/*", id: writing')),
  ).toEqual([]);
  expect(errorsOf("- git:read on repos/*\n- git:read on repos/*\n")).toEqual([]);
});
