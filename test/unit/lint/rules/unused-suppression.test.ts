import { expect, test } from "vitest";
import { approvalWithoutTimeout } from "../../../../src/lint/rules/approval-without-timeout.ts";
import { toothlessLimit } from "../../../../src/lint/rules/toothless-limit.ts";
import { unusedSuppression } from "../../../../src/lint/rules/unused-suppression.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const rules = [unusedSuppression, approvalWithoutTimeout, toothlessLimit];

const gate = (above: string, comment = ""): string => `${above}- statement: git:push on repos/a
  requires_approval: true${comment}
  approval_channel: dashboard
`;

test("a suppression away from the finding's line is told at the rule's name", () => {
  expect(saidBy(rules, gate("# sentrely-ignore approval-without-timeout: an hour is fine\n"))).toEqual([
    "warning unused-suppression: the suppression of `approval-without-timeout` suppresses nothing @ approval-without-timeout",
    "warning approval-without-timeout: the approval has no timeout of its own and waits for 1 hour @ true",
  ]);
});

test("one that suppresses is not told", () => {
  expect(saidBy(rules, gate("", " # sentrely-ignore approval-without-timeout: an hour is fine"))).toEqual([]);
});

test("of a list, those that suppress nothing are told", () => {
  const text = gate("", " # sentrely-ignore approval-without-timeout, toothless-limit: an hour is fine");
  expect(saidBy(rules, text)).toEqual([
    "warning unused-suppression: the suppression of `toothless-limit` suppresses nothing @ toothless-limit",
  ]);
});

test("a rule that does not exist gets a did-you-mean", () => {
  const [found] = findingsOf(rules, gate("# sentrely-ignore approval-without-timeuot: fine\n"));
  expect([found?.message, found?.help]).toEqual([
    "`approval-without-timeuot` is no rule of this version",
    "did you mean `approval-without-timeout`?",
  ]);
});

test("one that names no rule, and one above nothing, are told", () => {
  const said = (above: string): string | undefined =>
    saidBy([unusedSuppression, toothlessLimit], gate(above))[0];
  expect(said("# sentrely-ignore: because\n")).toBe(
    "warning unused-suppression: the suppression names no rule @ # sentrely-ignore: because",
  );
  expect(said("# sentrely-ignore toothless-limit: because\n\n")).toContain("suppresses nothing");
});

test("one whose rule did not run is left alone", () => {
  expect(saidBy(unusedSuppression, gate("# sentrely-ignore toothless-limit: because\n"))).toEqual([]);
  const off = { config: "lint: {rules: {toothless-limit: off}}\n" };
  expect(
    saidBy(rules, gate("# sentrely-ignore toothless-limit: because\n"), off).filter((l) =>
      l.includes("unused"),
    ),
  ).toEqual([]);
});
