import { expect, test } from "vitest";
import { approvalWithoutTimeout } from "../../../../src/lint/rules/approval-without-timeout.ts";
import { saidBy } from "../../../support/lint-text.ts";

const gate = "- statement: git:push on repos/a\n  requires_approval: true\n  approval_channel: dashboard\n";

test("a gate without a timeout is told, with the one that it gets", () => {
  expect(saidBy(approvalWithoutTimeout, gate)).toEqual([
    "warning approval-without-timeout: the approval has no timeout of its own and waits for 1 hour @ true",
  ]);
});

test("a gate with a timeout, and a statement that is no gate, are fine", () => {
  expect(saidBy(approvalWithoutTimeout, `${gate}  approval_timeout: 1h\n`)).toEqual([]);
  expect(saidBy(approvalWithoutTimeout, "- git:push on repos/a\n")).toEqual([]);
});
