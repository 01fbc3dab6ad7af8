import { expect, test } from "vitest";
import {
  actionAtoms,
  changesThings,
  servicePartOf,
  soundsReading,
  spansServices,
} from "../../../src/lint/action-atoms.ts";
import { contextOf } from "../../support/lint-context.ts";
import { globOf } from "../../support/arbitrary-set.ts";

test.each<[string, string | null]>([
  ["git:push", "git"],
  ["GIT:push", "git"],
  ["aws:s3:GetObject", "aws:s3"],
  ["mcp:jira:search", "mcp:jira"],
  ["aws:s3", null],
  ["mcp:", null],
  ["git", null],
])("the service part of %s is %s", (action, part) => {
  expect(servicePartOf(action)).toBe(part);
});

test.each<[string, boolean]>([
  ["**", true],
  ["*:read", true],
  ["git*", true],
  ["aws:*", true],
  ["aws:s*:Get", true],
  ["mcp:*:search", true],
  ["aws:s3:*", false],
  ["git:*", false],
  ["git:push", false],
  ["mcp:jira:get*", false],
])("%s spans services: %s", (glob, spans) => {
  expect(spansServices(globOf("action", glob))).toBe(spans);
});

test.each([
  "aws:s3:GetObject",
  "mcp:x:get_issue",
  "mcp:x:list-things",
  "crm:search",
  "crm:count",
  "aws:x:BatchGetItem",
])("%s sounds like reading", (action) => {
  expect(soundsReading(action)).toBe(true);
});

test.each(["git:push", "mcp:x:create", "git:checkout", "bank:countersign", "mcp:x:showdown", "aws:x:Put"])(
  "%s does not",
  (action) => {
    expect(soundsReading(action)).toBe(false);
  },
);

test("what AWS calls a write and names like a read changes nothing; elsewhere the catalogue's word counts", () => {
  const { context } = contextOf("agent: a\npolicies:\n  - aws:sts:GetFederationToken on arn:*\n");
  const token = context.catalogue.action("aws:sts:GetFederationToken");
  const push = context.catalogue.action("git:push");
  const read = context.catalogue.action("git:read");
  expect(
    [token?.access, token, push, read].map((a) =>
      typeof a === "object" && a !== null ? changesThings(a) : a,
    ),
  ).toEqual(["write", false, true, false]);
  const ownWord = {
    name: "crm:get_and_lock",
    access: "write",
    isDestructive: false,
    resources: null,
    conditionKeys: [],
  } as const;
  expect(changesThings(ownWord)).toBe(true);
});

test("a scope admits the actions of its patterns without what it excepts", () => {
  const { context } = contextOf('agent: a\npolicies:\n  - "git:{p*,nothing} except git:pull on repos/*"\n');
  const [statement] = context.set.statements;
  if (statement === undefined) throw new Error("no statement");
  const atoms = actionAtoms(context);
  expect(atoms.ofScope(statement.scope).map(({ name }) => name)).toEqual(["git:protect_branch", "git:push"]);
  expect(atoms.unknownIn(statement.scope.actions).map(({ key }) => key)).toEqual(["action:git:nothing"]);
});

test("a glob that spans services has its actions by service", () => {
  const { context } = contextOf("agent: a\npolicies:\n  - git:read on repos/*\n");
  const services = actionAtoms(context).byService(globOf("action", "*:truncate"));
  expect([...services].map(([{ key }, actions]) => [key, actions.map(({ name }) => name)])).toEqual([
    ["files", ["files:truncate"]],
    ["sql", ["sql:truncate"]],
  ]);
});
