import { expect, test } from "vitest";
import { printLimit } from "../../../src/ir/print-ir.ts";
import { compileText, errorsOf, saidOf, setOf } from "../../support/compile-text.ts";

const agent = (name: string, rest = ""): string => `agent: ${name}\n${rest}policies:\n  - x:y on z/*\n---\n`;
const fleet = agent("a") + agent("b") + agent("ci-1");
const limitsOf = (text: string, config?: string): string[] => setOf(text, config).limits.map(printLimit);
const rate = (n: number): string => `rate_limits: {max_requests_per_minute: ${String(n)}}\n`;

test("limits hold the agents that their document names, or every agent", () => {
  const holders = (selection: string, config?: string): unknown =>
    setOf(`${fleet}${selection}${rate(1)}`, config).limits[0]?.scope.agents;
  expect(holders("")).toEqual(["a", "b", "ci-1"]);
  expect(holders("agent: a\n")).toEqual(["a"]);
  expect(holders("agents: [b, a]\n")).toEqual(["a", "b"]);
  expect(holders("applies_to: ['ci-*']\n")).toEqual(["ci-1"]);
  expect(holders("except_agents: ['ci-*']\n")).toEqual(["a", "b"]);
  expect(holders("project: web\n", "projects:\n  web:\n    agents: [b]\n    resources: z/*\n")).toEqual([
    "b",
  ]);
});

test("limits of policies, guardrails and limits documents are kept apart", () => {
  const text = `${agent("a", rate(1))}guardrails: ["deny x:z on z/*"]\n${rate(2)}---\n${rate(3)}---\n${rate(3)}`;
  expect(limitsOf(text)).toEqual([
    'limit rate_limits of a (agent a): burstAllowance 0, maxRequestsPerMinute 1, onExceed "deny"',
    'limit rate_limits of a (guardrail): burstAllowance 0, maxRequestsPerMinute 2, onExceed "deny"',
    'limit rate_limits of a (limits): burstAllowance 0, maxRequestsPerMinute 3, onExceed "deny"',
    'limit rate_limits of a (limits): burstAllowance 0, maxRequestsPerMinute 3, onExceed "deny"',
  ]);
});

test("every block arrives with its numbers and defaults", () => {
  const text = `${agent("a")}budget: {max_tokens_per_session: 79_000, alert_at: 80%}
circuit_breaker: {failures: 5}
audit: {retention: 1y, include: [reason, agent]}
alerts: {permission_denied: {channel: dashboard}, off_hours: {hours: "22:00-06:00"}}
session: {max_duration: 8h}
`;
  expect(limitsOf(text)).toEqual([
    'limit alerts of a (limits): offHours {"hours":"22:00-06:00","days":[],"timezone":"UTC","channel":null}, permissionDenied {"channel":"dashboard"}',
    'limit audit of a (limits): include ["agent","reason"], retentionSeconds 31536000',
    'limit budget of a (limits): alertAt [80], maxTokensPerSession 79000, onExceed "deny"',
    'limit circuit_breaker of a (limits): cooldownSeconds 600, failures 5, onOpen "deny", statuses ["429","5xx"], windowSeconds 300',
    "limit session of a (limits): maxDurationSeconds 28800",
  ]);
});

test("two different values for one limit in documents of one agent are an error that shows both", () => {
  const errors = errorsOf(agent("a", rate(1)) + agent("a", rate(2)));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(
    "limit-conflict agent `a` has two different values for `rate_limits.max_requests_per_minute` @ {max_requests_per_minute: 2} < {max_requests_per_minute: 1}",
  );
  expect(errorsOf(agent("a", rate(1)) + agent("a", rate(1)))).toEqual([]);
  expect(errorsOf(`${agent("a", rate(1))}agent: a\n${rate(2)}`)).toHaveLength(1);
  expect(errorsOf(`${agent("a", rate(1)) + agent("b")}agents: [a, b]\n${rate(2)}`)).toEqual([]);
});

const budget = "project_budget: {monthly_limit: $500}\n";

test("a project budget belongs to its document's project, else its agents', else the config's", () => {
  const projectOf = (text: string, config?: string): unknown => setOf(text, config).limits[0]?.scope;
  expect(projectOf(`${agent("a", "project: web\n")}${agent("b", "project: web\n")}${budget}`)).toEqual({
    kind: "project",
    project: "web",
    agents: ["a", "b"],
  });
  expect(projectOf(`${agent("a", `project: web\n${budget}`)}${agent("b", "project: data\n")}`)).toEqual({
    kind: "project",
    project: "web",
    agents: ["a"],
  });
  expect(projectOf(`${fleet}${budget}`, "project: main\n")).toMatchObject({ project: "main" });
  expect(
    projectOf(`${agent("a", "project: web\n")}${agent("b", "project: data\n")}project: data\n${budget}`),
  ).toMatchObject({ project: "data" });
});

test("a project budget of no project, or of several, is an error", () => {
  expect(errorsOf(`${fleet}${budget}`).join()).toContain("belongs to no project");
  expect(
    errorsOf(`${agent("a", "project: web\n")}${agent("b", "project: data\n")}${budget}`).join(),
  ).toContain("several projects: `data`, `web`");
});

test("two different budgets of one project are an error, equal ones are one", () => {
  const other = "project_budget: {monthly_limit: $600}\n";
  const config = "project: web\n";
  expect(errorsOf(`${fleet}${budget}---\n${other}`, config).join()).toContain(
    "limit-conflict project `web` has two different values for `project_budget`",
  );
  expect(limitsOf(`${fleet}${budget}---\n${budget}`, config)).toHaveLength(1);
  const inConfig =
    "projects:\n  web:\n    agents: ['*']\n    resources: z/*\n    project_budget: {monthly_limit: $700}\n";
  expect(errorsOf(`${fleet}${budget}`, inConfig)).toHaveLength(1);
});

test("a limit that only alerts is a warning", () => {
  const text = `${fleet}budget: {max_sessions_per_day: 3, on_exceed: alert}\ncircuit_breaker: {failures: 3, on_open: alert}\n`;
  expect(saidOf(compileText(text), "warning")).toEqual([
    "toothless-limit `on_exceed: alert` alone makes `budget` block nothing @ alert",
    "toothless-limit `on_open: alert` alone makes `circuit_breaker` block nothing @ alert",
  ]);
});

test.each([
  ["agent: nobody-here\n", "no such agent"],
  ["project: wbe\n", "no such project"],
])("limits that name nothing declared are an error: %s", (selection, message) => {
  expect(errorsOf(`${fleet}${selection}${rate(1)}`).join()).toContain(message);
});

test("alerts may name a zone of their own, which must exist", () => {
  const text = (zone: string): string =>
    `${fleet}alerts: {off_hours: {hours: "22:00-06:00", timezone: ${zone}}}\n`;
  expect(limitsOf(text("Europe/Paris"))[0]).toContain("Europe/Paris");
  expect(errorsOf(text("Europe/Pairs"))).toEqual([
    "undefined-reference no such time zone: `Europe/Pairs` @ Europe/Pairs",
  ]);
});
