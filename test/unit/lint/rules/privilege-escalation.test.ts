import { expect, test } from "vitest";
import { privilegeEscalation } from "../../../../src/lint/rules/privilege-escalation.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(privilegeEscalation, policies(...lines));
const pass = "aws:iam:PassRole on arn:aws:iam::123456789012:role/app";
const run = "aws:ec2:RunInstances on arn:aws:ec2:*:*:instance/*";

test("a path whose steps two grants allow is told at the first, with the others as places", () => {
  expect(said(pass, run)).toEqual([
    `error privilege-escalation: \`a\` can escalate its privileges without approval: PassRole with RunInstances @ ${pass} < ${pass} < ${run}`,
  ]);
  const [finding] = findingsOf([privilegeEscalation], policies(pass, run));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "aws:iam:passrole",
    resource: "arn:aws:iam::123456789012:role/app",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "allows `aws:iam:PassRole`",
    "allows `aws:ec2:RunInstances`",
  ]);
  expect(finding?.help).toContain("https://pathfinding.cloud/paths/ec2-001");
});

test("a path is open only when all of its steps are, without approval", () => {
  expect(said(pass)).toEqual([]);
  expect(said(run)).toEqual([]);
  expect(said(pass, `statement: ${run}\n    requires_approval: true`)).toEqual([]);
  expect(said(pass, run, "deny aws:iam:PassRole on **")).toEqual([]);
});

test("many paths are one finding: the first few by name, the others counted", () => {
  const found = findingsOf([privilegeEscalation], policies('"aws:* on **"'));
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toMatch(
    /^`a` can escalate its privileges without approval: a new version of a policy; another default version of a policy; a policy attached to a user; and \d+ more$/,
  );
  expect(found[0]?.related).toHaveLength(11);
  expect(found[0]?.related.at(-1)?.message).toMatch(/^and \d+ more steps$/);
});

test("a place says what is allowed there, and is told once", () => {
  const [finding] = findingsOf(
    [privilegeEscalation],
    policies(
      pass,
      run,
      "aws:cloudformation:CreateStack on **",
      "k8s:patch on k8s/dev/namespaces/web/rolebindings/*",
    ),
  );
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "allows `aws:iam:PassRole`",
    "allows `aws:ec2:RunInstances`",
    "allows `aws:cloudformation:CreateStack`",
    "allows `k8s:patch`",
  ]);
});

test("agents whose paths are open by the same statements are told together", () => {
  const role = `role: builder\npolicies:\n  - ${pass}\n  - ${run}\n`;
  const agents = ["a", "b", "c"].map(
    (n) => `---\nagent: ${n}\nextends: [builder]\npolicies:\n  - x:y on z/${n}\n`,
  );
  expect(saidBy(privilegeEscalation, `${role}${agents.join("")}`)).toEqual([
    `error privilege-escalation: \`a\`, \`b\` and \`c\` can escalate their privileges without approval: PassRole with RunInstances @ ${pass} < ${pass} < ${run}`,
  ]);
});

test("a condition on the service that a role is passed to keeps the paths of other services shut", () => {
  const limited = (service: string): string =>
    `statement: ${pass}\n    when: context.iam_passed_to_service == "${service}"`;
  expect(said(limited("ec2.amazonaws.com"), run)).toHaveLength(1);
  expect(said(limited("lambda.amazonaws.com"), run)).toEqual([]);
});

test("a narrowing takes requests out of every step, an added region is a path of its own", () => {
  const narrow = `sensitive: {privilege-escalation: {narrow: [{resources: ["arn:aws:iam::123456789012:role/app"], reason: it may do nothing}]}}\n`;
  expect(saidBy(privilegeEscalation, policies(pass, run), { config: narrow })).toEqual([]);
  const add = `sensitive: {privilege-escalation: {add: [{actions: ["idp:elevate"], reason: elevation by the identity provider}]}}\n`;
  expect(saidBy(privilegeEscalation, policies("idp:elevate on idp/me"), { config: add })).toEqual([
    "error privilege-escalation: `a` can escalate its privileges without approval: elevation by the identity provider @ idp:elevate on idp/me < idp:elevate on idp/me",
  ]);
});

test("a grant that has expired opens no path", () => {
  const text = policies(pass, `statement: ${run}\n    expires: 2026-01-01`);
  expect(saidBy(privilegeEscalation, text, { now: "2025-12-01T00:00:00Z" })).toHaveLength(1);
  expect(saidBy(privilegeEscalation, text, { now: "2026-02-01T00:00:00Z" })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([privilegeEscalation], policies(pass, run), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.message).toContain("is `a` allowed `aws:iam:PassRole` without approval?");
});
