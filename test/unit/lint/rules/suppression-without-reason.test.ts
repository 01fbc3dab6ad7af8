import { expect, test } from "vitest";
import { approvalWithoutTimeout } from "../../../../src/lint/rules/approval-without-timeout.ts";
import { suppressionWithoutReason } from "../../../../src/lint/rules/suppression-without-reason.ts";
import { unusedSuppression } from "../../../../src/lint/rules/unused-suppression.ts";
import { saidBy } from "../../../support/lint-text.ts";

const gate = (comment: string): string => `- statement: git:push on repos/a
  requires_approval: true ${comment}
  approval_channel: dashboard
`;
const rules = [approvalWithoutTimeout, suppressionWithoutReason, unusedSuppression];

test.each(["# sentrely-ignore approval-without-timeout", "# sentrely-ignore approval-without-timeout:  "])(
  "`%s` is an error at the comment, and suppresses nothing",
  (comment) => {
    expect(saidBy(rules, gate(comment))).toEqual([
      "warning approval-without-timeout: the approval has no timeout of its own and waits for 1 hour @ true",
      `error suppression-without-reason: the suppression of \`approval-without-timeout\` gives no reason @ ${comment.trimEnd()}`,
    ]);
  },
);

test("a suppression with a reason is fine", () => {
  expect(saidBy(rules, gate("# sentrely-ignore approval-without-timeout: an hour is fine"))).toEqual([]);
});
