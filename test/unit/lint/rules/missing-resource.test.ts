import { expect, test } from "vitest";
import { missingResource } from "../../../../src/lint/rules/missing-resource.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(missingResource, policies(...lines));

test("a statement without `on` is told, its options aside", () => {
  expect(said('{statement: "git:push", requires_approval: true}', "deny git:admin when context.x")).toEqual([
    "warning missing-resource: the statement has no `on` and so speaks of every resource @ git:push",
    "warning missing-resource: the statement has no `on` and so speaks of every resource @ deny git:admin when context.x",
  ]);
  expect(findingsOf([missingResource], policies("git:push"))[0]?.help).toBe(
    "name the resources after `on`, or write `on **` if all are meant",
  );
});

test("a statement that says what it speaks of is fine, be it everything", () => {
  expect(said("git:push on repos/app", '"git:read on **"')).toEqual([]);
});

test("actions that the catalogue knows to have no resource need none", () => {
  expect(said("aws:ecs:ListClusters", "aws:s3:{ListAllMyBuckets,CreateJob}, bash:list")).toEqual([]);
  expect(
    said("aws:ecs:ListClusters, git:read", "aws:ec2:*", "aws:nothing:Known", "deployer:roll_out"),
  ).toHaveLength(4);
});

test("roles that nobody takes and guardrails are looked at", () => {
  const files = {
    "policies/a.yaml": policies("git:read on repos/*"),
    "policies/r.yaml": "role: r\npolicies:\n  - git:push\n",
    "policies/g.yaml": "guardrails:\n  - deny git:admin\n",
  };
  expect(saidBy(missingResource, files).map((line) => line.split(" @ ")[1])).toEqual([
    "deny git:admin",
    "git:push",
  ]);
});
