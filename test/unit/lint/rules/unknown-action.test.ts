import { expect, test } from "vitest";
import { unknownAction } from "../../../../src/lint/rules/unknown-action.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(unknownAction, policies(...lines));
const helpOf = (line: string): string | null | undefined =>
  findingsOf([unknownAction], policies(line))[0]?.help;

test("an action that an open service does not have is a warning, with the nearest one", () => {
  expect(said("aws:s3:GetObjekt on arn:aws:s3:::b/*")).toEqual([
    "warning unknown-action: `aws:s3:GetObjekt` is no action of `aws:s3` @ aws:s3:GetObjekt",
  ]);
  expect(helpOf("aws:s3:GetObjekt on arn:aws:s3:::b/*")).toBe("did you mean `aws:s3:GetObject`?");
  expect(fixedBy(unknownAction, policies("aws:s3:GetObjekt on arn:aws:s3:::b/*"))).toBe(
    policies("aws:s3:GetObject on arn:aws:s3:::b/*"),
  );
});

test("an action like no other is told without a guess", () => {
  expect(said("git:frobnicate_all on repos/*")).toEqual([
    "warning unknown-action: `git:frobnicate_all` is no action of `git` @ git:frobnicate_all",
  ]);
  expect(helpOf("git:frobnicate_all on repos/*")).toBe(
    "if it exists, add it under `catalog.services` in `sentrely.yaml`",
  );
});

test("an action that a closed service does not have is an error", () => {
  const config = "version: 1\ncatalog: {services: {tickets: {closed: true}}}\n";
  expect(saidBy(unknownAction, policies("tickets:craete on tickets/WEB"), { config })).toEqual([
    "error unknown-action: `tickets:craete` is no action of `tickets` @ tickets:craete",
  ]);
});

test("a glob that matches nothing is told, with the nearest beginning", () => {
  expect(said("aws:s3:Gett* on arn:aws:s3:::b/*")).toEqual([
    "warning unknown-action: `aws:s3:Gett*` matches no action of `aws:s3` @ aws:s3:Gett*",
  ]);
  expect(helpOf("aws:s3:Gett* on arn:aws:s3:::b/*")).toBe("did you mean `aws:s3:Get*`?");
  expect(fixedBy(unknownAction, policies("aws:s3:Gett* on arn:aws:s3:::b/*"))).toBe(
    policies("aws:s3:Get* on arn:aws:s3:::b/*"),
  );
});

test("a service spelt as other tools do is told, and the fix writes it as the catalogue does", () => {
  expect(
    said("s3:GetObject on arn:aws:s3:::b/*", "s3:* on arn:aws:s3:::b/*", "gh:create_issue on repos/app"),
  ).toEqual([
    "warning unknown-action: `s3:GetObject` is spelt `aws:s3:GetObject` @ s3:GetObject",
    "warning unknown-action: `s3:*` is spelt `aws:s3:*` @ s3:*",
    "warning unknown-action: `gh:create_issue` is spelt `github:create_issue` @ gh:create_issue",
  ]);
  expect(helpOf("s3:GetObject on arn:aws:s3:::b/*")).toBe(
    "write `aws:s3:GetObject`: a pattern matches what it says, whatever else the service is called",
  );
  expect(fixedBy(unknownAction, policies("s3:GetObject on arn:aws:s3:::b/*"))).toBe(
    policies("aws:s3:GetObject on arn:aws:s3:::b/*"),
  );
  expect(fixedBy(unknownAction, policies("s3:* on arn:aws:s3:::b/*"))).toBe(
    policies("aws:s3:* on arn:aws:s3:::b/*"),
  );
});

test("a misspelt service is told where the action is one of the service that was meant", () => {
  expect(said("gti:push on repos/*")).toEqual([
    "warning unknown-action: `gti` is no service that the catalogue knows @ gti:push",
  ]);
  expect(helpOf("gti:push on repos/*")).toBe("did you mean `git:push`?");
  expect(fixedBy(unknownAction, policies("gti:push on repos/*"))).toBe(policies("git:push on repos/*"));
  const misspelt = [
    "gihub:create_issue",
    "githubb:create_issue",
    "gothub:create_issue",
    "gitbuh:create_issue",
  ];
  expect(misspelt.map((action) => helpOf(`${action} on repos/app`))).toEqual([
    "did you mean `github:create_issue`?",
    "did you mean `github:create_issue`?",
    "did you mean `github:create_issue`?",
    undefined,
  ]);
  expect(helpOf("gtihub:create_issue on repos/app")).toBe("did you mean `github:create_issue`?");
  expect(helpOf("aws:lamda:InvokeFunction on arn:*")).toBe("did you mean `aws:lambda:InvokeFunction`?");
});

test("a service of AWS that the catalogue does not have is told", () => {
  expect(said('"aws:frobnicator:Start on **"')).toEqual([
    "warning unknown-action: `aws:frobnicator` is no service that the catalogue knows @ aws:frobnicator:Start",
  ]);
});

test("denies, gates, excepted actions and guardrails are looked at, and braces one by one", () => {
  expect(said("deny git:psuh on repos/*", "git:p* except git:psuh on repos/*")).toHaveLength(2);
  expect(said("aws:s3:{GetObject,PutObjekt} on arn:aws:s3:::b/*")).toEqual([
    "warning unknown-action: `aws:s3:PutObjekt` is no action of `aws:s3` @ aws:s3:{GetObject,PutObjekt}",
  ]);
  expect(fixedBy(unknownAction, policies("aws:s3:{GetObject,PutObjekt} on arn:aws:s3:::b/*"))).toBe(
    policies("aws:s3:{GetObject,PutObject} on arn:aws:s3:::b/*"),
  );
  const files = {
    "policies/a.yaml": policies("git:push on repos/*"),
    "policies/g.yaml": "guardrails:\n  - deny git:psuh on **\n",
  };
  expect(saidBy(unknownAction, files)).toHaveLength(1);
});

test("a vocabulary word is told where it is used, and the text of its entry is left alone", () => {
  const config = "version: 1\nvocabulary: {actions: {ship: git:psuh}}\n";
  const [finding, ...more] = findingsOf([unknownAction], policies("ship on repos/*"), { config });
  expect([finding?.message, finding?.fixes, more]).toEqual(["`git:psuh` is no action of `git`", [], []]);
});

test.each([
  "git:push on repos/*",
  "GIT:Push on repos/*",
  "aws:s3:getobject on arn:aws:s3:::b/*",
  "aws:s3:Get* on arn:aws:s3:::b/*",
  '"** on repos/*"',
  '"*:frobnicate on repos/*"',
  '"aws:*:Frobnicate on **"',
  "mcp:jira:search on mcp/jira/*",
  "mcp:anything:at_all* on mcp/anything",
  "deployer:roll_out on envs/test",
  "deployer:* on envs/test",
  "events:publish on events/orders",
  "gist:read on gists/1",
  "gitlab:read on projects/1",
  "buckets:create on buckets/1",
  "batch:* on batch/nightly",
  '"push on repos/*"',
])("%s is known, or nothing that the catalogue could know", (statement) => {
  expect(
    said(
      statement.replace('"push on', '\'"push" on').replace(/"$/, statement.startsWith('"push') ? "'" : '"'),
    ),
  ).toEqual([]);
});

test("what a role says is told once, however many agents take it", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies:\n  - git:psuh on repos/${agent}/*\n",
    "policies/a.yaml": "agents: [ada, bob]\nextends: [r]\npolicies:\n  - git:read on repos/*\n",
  };
  expect(saidBy(unknownAction, files)).toHaveLength(1);
});

test("a glob under another name of its service keeps its author's letters", () => {
  expect(saidBy(unknownAction, "agent: a\npolicies:\n  - s3:List* on arn:aws:s3:::x\n")).toEqual([
    "warning unknown-action: `s3:List*` is spelt `aws:s3:List*` @ s3:List*",
  ]);
});
