import { expect, test } from "vitest";
import { wholeService } from "../../../../src/lint/rules/whole-service.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(wholeService, policies(...lines));

test("every action of a service by a wildcard is told, with an action that changes things", () => {
  const text = policies("aws:s3:* on arn:aws:s3:::reports/*");
  expect(saidBy(wholeService, text)).toEqual([
    "warning whole-service: every action of `aws:s3` is allowed without approval @ aws:s3:*",
  ]);
  const [finding] = findingsOf([wholeService], text);
  expect(finding?.help).toBe(
    "name the actions that are needed, such as `aws:s3:GetObject`, or gate what changes things",
  );
  expect(finding?.witness?.request.action).toMatch(/^aws:s3:(?!get|list)[a-z]+$/);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("services that the catalogue does not have count by their wildcard", () => {
  expect(said("deployer:* on envs/test")).toEqual([
    "warning whole-service: every action of `deployer` is allowed without approval @ deployer:*",
  ]);
  expect(said("mcp:jira:* on mcp/jira/WEB")).toEqual([
    "warning whole-service: every action of `mcp:jira` is allowed without approval @ mcp:jira:*",
  ]);
});

test("several services of one grant are told together", () => {
  expect(said("git:*, files:* on repos/app, files/app/*")).toEqual([
    "warning whole-service: every action of `files` and `git` is allowed without approval @ git:*",
  ]);
});

test("every action by a list is told, one left out is not", () => {
  const list = [
    "upload",
    "get",
    "read",
    "stat",
    "head",
    "download",
    "list",
    "find",
    "search",
    "glob",
    "grep",
    "tree",
    "watch",
    "create",
    "append",
    "mkdir",
    "touch",
    "write",
    "edit",
    "patch",
    "replace",
    "copy",
    "move",
    "rename",
    "restore",
    "truncate",
    "delete",
    "remove",
    "rmdir",
    "link",
    "symlink",
    "chmod",
    "chown",
    "execute",
  ];
  const statement = (names: readonly string[]): string =>
    `"${names.map((n) => `files:${n}`).join(", ")} on files/app/*"`;
  expect(said(statement(list))).toHaveLength(1);
  expect(said(statement(list.slice(1)))).toEqual([]);
  expect(said(statement(list), '"deny files:chmod on **"')).toEqual([]);
  expect(said(statement(list), '"deny files:chmod on files/app/secret"')).toHaveLength(1);
});

test("a wildcard that leaves actions out is not the whole service", () => {
  expect(said("aws:s3:Get* on arn:aws:s3:::b/*", "git:p* on repos/app", '"git:*read on repos/app"')).toEqual(
    [],
  );
  expect(said("bash:run on cmd/make")).toEqual([]);
});

test("denies and gates of some actions leave it whole; of all but some they do not", () => {
  expect(said("git:* on repos/app", "deny git:admin on **")).toHaveLength(1);
  expect(said("git:* except git:admin on repos/app")).toHaveLength(1);
  expect(said("git:* on repos/app", "deny git:* except git:read, git:list on **")).toEqual([]);
  expect(said("git:* on repos/app", '{statement: "git:* on repos/*", requires_approval: true}')).toEqual([]);
  expect(said("git:* on repos/app", "deny git:* on repos/app")).toEqual([]);
});

test("full access and wildcards in the service part are told as that, not here", () => {
  expect(said('"** on **"', '"git* on repos/*"', '"** on repos/*"')).toEqual([]);
});

test("a role is told with the agents that are left with it", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies:\n  - git:* on repos/app\n",
    "policies/a.yaml": "agents: [ada, bob]\nextends: [r]\npolicies:\n  - git:read on repos/*\n",
    "policies/c.yaml": "agent: cid\nextends: [r]\npolicies:\n  - deny git:* except git:read on **\n",
  };
  expect(saidBy(wholeService, files)).toEqual([
    "warning whole-service: every action of `git` is allowed without approval for `ada` and 1 more @ git:*",
  ]);
});

test("a question over budget is said to be undecided", () => {
  expect(
    findingsOf([wholeService], policies("git:* on repos/app"), { maxStates: 1 }).map((d) => d.code),
  ).toContain("undecided");
});
