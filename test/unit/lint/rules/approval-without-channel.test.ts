import { expect, test } from "vitest";
import { approvalWithoutChannel } from "../../../../src/lint/rules/approval-without-channel.ts";
import { saidBy } from "../../../support/lint-text.ts";

const gate = "- statement: git:push on repos/a\n  requires_approval: true\n  approval_timeout: 1h\n";

test("a gate without a channel is told where it asks for approval", () => {
  expect(saidBy(approvalWithoutChannel, gate)).toEqual([
    "warning approval-without-channel: the approval has no channel, so nobody hears of it @ true",
  ]);
});

test("a guardrail's gate is told too", () => {
  const guardrail = `agent: a\npolicies:\n  - git:push on repos/*\n---\nguardrails:\n  ${gate.trimEnd().replaceAll("\n", "\n  ")}\n`;
  expect(saidBy(approvalWithoutChannel, guardrail)).toHaveLength(1);
});

test("a gate with a channel, and a statement that is no gate, are fine", () => {
  expect(saidBy(approvalWithoutChannel, `${gate}  approval_channel: dashboard\n`)).toEqual([]);
  expect(saidBy(approvalWithoutChannel, "- git:push on repos/a\n")).toEqual([]);
});
