import { expect, test } from "vitest";
import { selfModification } from "../../../../src/lint/rules/self-modification.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(selfModification, policies(...lines));

const grant = "files:write on files/shop/.github/*";

test("a write to the workflows is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error self-modification: \`a\` can change the workflows of a repository in a working tree without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([selfModification], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "files:write",
    resource: "files/shop/.github/workflows/.yml",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "files:write on files/**",
  "git:write on repos/shop/files/.github/workflows/*",
  "github:update on repos/acme/shop/files/*",
  "files:delete on files/policies/*",
  "mcp:github:create_or_update_file on mcp/github/shop/*",
  "aws:cloudtrail:StopLogging on **",
  "aws:config:* on **",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "files:read on files/**",
  "files:write on files/shop/src/*",
  "files:write on files/shop/docs/.github/workflows/x.yml",
  "files:write on files/shop/**/package.json",
  "git:push on repos/shop/branches/*",
  "mcp:drive:create_file on mcp/drive/*",
  "aws:cloudtrail:LookupEvents on **",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {self-modification: {narrow: [{resources: [files/shop/*], reason: a fork without secrets}]}}\n`;
  expect(saidBy(selfModification, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([selfModification], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("let `a` change");
});

test("whoever writes where the audit log is exported can change it", () => {
  const audit = "audit: {export: {destination: 's3://logs/agents/', format: json, frequency: hourly}}\n";
  const put = (bucket: string): string =>
    `${policies(`aws:s3:PutObject on arn:aws:s3:::${bucket}/*`)}${audit}`;
  expect(saidBy(selfModification, put("logs"))).toEqual([
    "error self-modification: `a` can change the audit log in `s3://logs/agents/` without approval @ aws:s3:PutObject on arn:aws:s3:::logs/*",
  ]);
  expect(saidBy(selfModification, put("logs-of-others"))).toEqual([]);
  expect(saidBy(selfModification, `${policies("aws:s3:GetObject on arn:aws:s3:::logs/*")}${audit}`)).toEqual(
    [],
  );
});

test("the policy repository is what the config names", () => {
  const config =
    "sensitive: {self-modification: {add: [{resources: ['files/policy/*'], reason: its own policy}]}}\n";
  const grant = policies("files:write on files/policy/agents/a.yaml");
  expect(saidBy(selfModification, grant, { config })).toEqual([
    "error self-modification: `a` can do what `sentrely.yaml` adds to `self-modification` without approval @ files:write on files/policy/agents/a.yaml < {resources: ['files/policy/*'], reason: its own policy}",
  ]);
  expect(saidBy(selfModification, grant)).toEqual([]);
  expect(saidBy(selfModification, policies("files:read on files/policy/*"), { config })).toEqual([]);
});
