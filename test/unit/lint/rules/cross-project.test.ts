import { expect, test } from "vitest";
import { crossProject } from "../../../../src/lint/rules/cross-project.ts";
import { findingsOf, saidBy, type LintTextOptions } from "../../../support/lint-text.ts";

const config = `version: 1
projects:
  web: {agents: [ada, cid], resources: [repos/web-*, repos/shared]}
  billing: {agents: [bob], resources: [repos/billing-*, repos/shared]}
`;
const options: LintTextOptions = { config };
const others =
  "---\nagent: bob\npolicies:\n  - git:read on repos/billing-*\n---\nagent: cid\npolicies:\n  - git:read on repos/web-*\n";
const said = (...lines: readonly string[]): string[] =>
  saidBy(crossProject, `agent: ada\npolicies:\n${lines.map((l) => `  - ${l}\n`).join("")}${others}`, options);

test("a grant of another project's resources is told at its pattern, with a request that is denied", () => {
  expect(said("git:push on repos/billing-core/branches/*")).toEqual([
    "warning cross-project: `repos/billing-core/branches/*` is of project `billing`, whose border denies all of it @ repos/billing-core/branches/* < billing",
  ]);
  const [finding] = findingsOf(
    [crossProject],
    `agent: ada\npolicies:\n  - git:push on repos/billing-core/*\n${others}`,
    options,
  );
  expect(finding?.witness?.decision.reason).toBe("denied");
  expect(finding?.witness?.request.resource).toMatch(/^repos\/billing-core\/./);
});

test("one pattern of a list is told alone", () => {
  expect(said("git:push on repos/web-app/*, repos/billing-core/*")).toEqual([
    "warning cross-project: `repos/billing-core/*` is of project `billing`, whose border denies all of it @ repos/billing-core/* < billing",
  ]);
});

test("a gate that grants is told as well", () => {
  expect(said('{statement: "git:push on repos/billing-core/*", requires_approval: true}')).toHaveLength(1);
});

test("common ground, one's own project and what both own are fine, and so is a deny", () => {
  expect(
    said(
      "git:read on repos/*",
      "git:read on repos/web-app",
      "git:read on repos/shared",
      "git:read on docs/*",
      "git:read on repos/b*",
      "deny git:push on repos/billing-core",
    ),
  ).toEqual([]);
});

test("a role that is alive for somebody is fine; one that is dead for all is told once", () => {
  const role = "role: r\npolicies:\n  - git:push on repos/billing-core/*\n";
  const files = (agents: string): { readonly [path: string]: string } => ({
    "policies/r.yaml": role,
    "policies/a.yaml": `agents: [${agents}]\nextends: [r]\npolicies:\n  - git:read on repos/*\n`,
    "policies/b.yaml":
      ["ada", "bob", "cid"]
        .filter((name) => !agents.includes(name))
        .map((name) => `agent: ${name}\npolicies:\n  - git:read on repos/*\n`)
        .join("---\n") || "tests:\n  - no agent can git:admin on x/*\n",
  });
  expect(saidBy(crossProject, files("ada, bob"), options)).toEqual([]);
  expect(saidBy(crossProject, files("ada, cid"), options)).toHaveLength(1);
});

test("an agent without a project is held by every border", () => {
  const files = `agent: dan\npolicies:\n  - git:read on repos/shared\n---\nagent: ada\npolicies:\n  - git:read on repos/*\n${others}`;
  expect(saidBy(crossProject, files, options)).toEqual([
    "warning cross-project: `repos/shared` is of project `billing`, whose border denies all of it @ repos/shared < billing",
  ]);
});

test("a question over budget is said to be undecided", () => {
  const text = `agent: ada\npolicies:\n  - git:push on repos/billing-core/*\n${others}`;
  expect(findingsOf([crossProject], text, { ...options, maxStates: 1 }).map((d) => d.code)).toEqual([
    "undecided",
  ]);
});
