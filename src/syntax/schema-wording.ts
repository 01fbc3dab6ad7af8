/** How messages word what a schema asks for: places, forms, types. */
import { excerpt } from "./characters.ts";
import { APPROVER_FORMS, CHANNEL_FORMS } from "./scalar-nodes.ts";
import {
  DURATION_FORMS,
  EXPIRY_FORMS,
  FACTOR_FORMS,
  INSTANT_FORMS,
  INTEGER_FORMS,
  MONEY_FORMS,
  PERCENT_FORMS,
} from "./scalars.ts";
import type { YamlNode } from "./yaml-node.ts";

/** By a schema's title: how messages call the mapping it describes. */
export const places: { readonly [title: string]: string } = {
  Statement: "a statement",
  "Statement options": "a statement",
  "Agent policy": "an agent policy",
  Role: "a role",
  Guardrail: "a guardrail",
  Limits: "a limits document",
  Tests: "a tests document",
  "Test of concrete requests": "a test",
  Scenario: "a scenario",
  Step: "a scenario's step",
  "sentrely.yaml": "`sentrely.yaml`",
  "Context attribute": "a context attribute",
  Project: "a project",
  Service: "a service",
  Action: "an action",
  "Tool list": "a tool list",
};

/** By a schema's title: what its values are, and the forms that they have. */
export const forms: { readonly [title: string]: { readonly noun: string; readonly forms: string } } = {
  Duration: { noun: "a duration", forms: DURATION_FORMS },
  Money: { noun: "an amount of money", forms: MONEY_FORMS },
  Percent: { noun: "a percentage", forms: PERCENT_FORMS },
  Percents: { noun: "a list of percentages", forms: "a list such as `[50%, 80%]`" },
  Thresholds: { noun: "a percentage or a list of them", forms: "`80%` or a list such as `[50%, 80%]`" },
  Count: { noun: "a whole number", forms: INTEGER_FORMS },
  Date: { noun: "a date", forms: EXPIRY_FORMS },
  "Date-time": { noun: "a date-time", forms: INSTANT_FORMS },
  Channel: { noun: "a channel", forms: CHANNEL_FORMS },
  Channels: { noun: "a channel or a list of channels", forms: `${CHANNEL_FORMS}, or a list of them` },
  Approver: { noun: "an approver", forms: APPROVER_FORMS },
  Statement: { noun: "a statement", forms: "a statement such as `git:read on repos/*`" },
  Test: {
    noun: "a test",
    forms: "a sentence, or a mapping with `agents`, `actions`, `resources` and `expect`",
  },
  "Tool list": { noun: "a tool list", forms: "a path, or a mapping with `server` and `file`" },
  "Request volume": { noun: "a factor or a mapping", forms: FACTOR_FORMS },
};

/** Keys of documents that belong to another kind of document. */
export const homes: { readonly [key: string]: string } = {
  policies: "agent policies and roles",
  agent: "agent policies and limits",
  agents: "agent policies and limits",
  role: "roles",
  guardrails: "guardrails",
  applies_to: "guardrails and limits",
  except_agents: "guardrails and limits",
  extends: "agent policies and roles",
  vars: "agent policies and roles",
  project: "agent policies and limits",
  expires: "agent policies, and an option of statements",
  owner: "agent policies",
  budget: "agent policies, guardrails and limits",
  project_budget: "agent policies, guardrails and limits",
  rate_limits: "agent policies, guardrails and limits",
  circuit_breaker: "agent policies, guardrails and limits",
  audit: "agent policies, guardrails and limits",
  alerts: "agent policies, guardrails and limits",
  session: "agent policies, guardrails and limits",
  requires_approval: "statements: indent it below one",
  approval_channel: "statements: indent it below one",
  approval_timeout: "statements: indent it below one",
  approvers: "statements: indent it below one",
  approvals: "statements: indent it below one",
  notify: "statements: indent it below one",
};

/** How messages call the types of JSON Schema. */
export const typeNames: { readonly [type: string]: string } = {
  boolean: "`true` or `false`",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  array: "a list",
  object: "a mapping",
};

/** How a message calls what it found. */
export function describe(node: YamlNode): string {
  switch (node.kind) {
    case "seq":
      return "a list";
    case "map":
      return "a mapping";
    case "scalar": {
      const text = excerpt(node.text.value);
      if (node.value === null) return "nothing";
      if (typeof node.value !== "string") return `\`${text}\``;
      return node.style === "plain" ? `the text \`${text}\`` : `the text \`"${text}"\``;
    }
  }
}
