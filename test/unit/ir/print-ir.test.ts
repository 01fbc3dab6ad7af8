import { expect, test } from "vitest";
import { printPolicySet } from "../../../src/ir/print-ir.ts";
import { setOf } from "../../support/compile-text.ts";

const files = {
  "policies/ci-runner.yaml": `agent: ci-runner
extends: [reader]
vars: {team: web}
expires: 2031-06-30
policies:
  - git:push on repos/\${team}-*/branches/feature/*
  - deny git:push, git:merge on main when !context.reviewed
  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-* except arn:aws:ecs:*:*:service/prod-db
    id: prod-deploys
    requires_approval: true
    approval_channel: slack:#deploys
    approval_timeout: 60m
    approvers: ["group:sre", "user:dana"]
    approvals: 2
    when: time.weekday in [1, 2, 3, 4, 5] && context.ticket.startsWith("CHG-")
rate_limits: {max_requests_per_minute: 30, on_exceed: throttle}
`,
  "policies/rest.yaml": `role: reader
policies:
  - statement: git:read on repos/\${agent}, "repos/shared docs/*"
    notify: dashboard
    expires: 2030-01-01
---
agent: docs-bot
policies:
  - files:{read,write} on files/**/*.md
---
guardrails:
  - statement: deny ** on **/secrets/**
    exact: true
  - statement: git:merge on main
    requires_approval: true
    approval_channel: dashboard
    approval_timeout: 1h
except_agents: ["label:trusted"]
---
project_budget: {monthly_limit: $500, alert_thresholds: [50%, 90%]}
project: web
`,
};

const config = `timezone: Europe/Berlin
labels:
  trusted: [docs-bot]
context:
  reviewed: {type: bool, default: false}
  ticket: {type: string}
vocabulary:
  resources: {main: "repos/*/branches/main"}
catalog:
  services:
    files: ["files/{path...}"]
projects:
  web:
    agents: ["ci-*"]
    resources: repos/web-*
`;

test("a set prints as stable text", async () => {
  await expect(printPolicySet(setOf(files, config))).toMatchFileSnapshot("../../golden/ir/policy-set.txt");
});
