import { expect, test } from "vitest";
import { compileText, errorsOf, meaningsOf, saidOf, setOf } from "../../support/compile-text.ts";

const role = (name: string, vars: string, extended = ""): string =>
  `role: ${name}\n${extended}${vars}policies:\n  - x:${name} on z/\${team}/*\n---\n`;
const taker = (extended: string, rest = ""): string =>
  `agent: a\nextends: [${extended}]\n${rest}policies:\n  - x:own on z/\${team}\n`;

test("the agent's own value comes before a role's", () => {
  const set = setOf(role("r", "vars: {team: web}\n") + taker("r", "vars: {team: data}\n"));
  expect(meaningsOf(set, "a").sort()).toEqual(["allow x:own on z/data", "allow x:r on z/data/**"]);
});

test("an extending role overrides what it extends, by whatever path that is reached", () => {
  const text =
    role("base", "vars: {team: base}\n") +
    role("left", "vars: {team: left}\n", "extends: [base]\n") +
    role("right", "", "extends: [base]\n");
  expect(meaningsOf(setOf(text + taker("left, right")), "a")).toContain("allow x:own on z/left");
});

test("different defaults of unrelated roles are an error that shows both, unless the agent decides", () => {
  const text = role("p", "vars: {team: one}\n") + role("q", "vars: {team: two}\n");
  expect(errorsOf(text + taker("p, q"))).toEqual([
    "variable-conflict roles of agent `a` have different defaults for `team` @ p < two < one",
  ]);
  expect(errorsOf(text + taker("p, q", "vars: {team: three}\n"))).toEqual([]);
});

test("equal defaults of unrelated roles are no conflict, nor are those a common role overrides", () => {
  expect(
    errorsOf(role("p", "vars: {team: one}\n") + role("q", "vars: {team: one}\n") + taker("p, q")),
  ).toEqual([]);
  const both = role("p", "vars: {team: one}\n") + role("q", "vars: {team: two}\n");
  expect(errorsOf(both + role("top", "vars: {team: top}\n", "extends: [p, q]\n") + taker("top"))).toEqual([]);
});

test("the compiler knows `${agent}` and `${project}`", () => {
  const set = setOf("agent: a\nproject: web\npolicies:\n  - x:y on z/${project}/${agent}/*\n");
  expect(meaningsOf(set, "a")).toEqual(["allow x:y on z/web/a/**"]);
});

test("a variable without a value is an error at its use, once however many agents lack it", () => {
  const compiled = compileText("agents: [a, b]\nvars: {team: web}\npolicies:\n  - x:y on z/${taem}/*\n");
  expect(saidOf(compiled)).toEqual(["undefined-reference no such variable: `taem` @ ${taem}"]);
  expect(compiled.diagnostics[0]?.help).toContain("team");
  expect(errorsOf("agent: a\npolicies:\n  - x:y on z/${project}/*\n")).toHaveLength(1);
});

test("values are put into actions too, as literal text in lower case", () => {
  const set = setOf("agent: a\nvars: {what: Read}\npolicies:\n  - git:${what}* on z/*\n");
  expect(meaningsOf(set, "a")).toEqual(["allow git:read** on z/**"]);
});

test("two documents of one agent may not give one variable two values", () => {
  const document = (team: string): string => `agent: a\nvars: {team: ${team}}\npolicies:\n  - x:y on z/*\n`;
  expect(errorsOf(`${document("web")}---\n${document("data")}`)).toEqual([
    "conflicting-agent documents of agent `a` give different values for the variable `team` @ data < web",
  ]);
  expect(errorsOf(`${document("web")}---\n${document("web")}`)).toEqual([]);
});

test("guardrails have no variables that an agent's own file could set", () => {
  const agent = "agent: a\nproject: web\nvars: {team: web}\npolicies:\n  - x:y on z/*\n---\n";
  const guardrail = (name: string): string => `guardrails:\n  - deny x:y on z/\${${name}}/*\n`;
  const config = "projects:\n  web:\n    agents: [a]\n    resources: z/*\n";
  expect(errorsOf(agent + guardrail("agent"))).toEqual([]);
  expect(errorsOf(agent + guardrail("team"))).toEqual([
    "variable-scope `${team}` has no value in a guardrail @ ${team}",
  ]);
  expect(errorsOf(agent + guardrail("project"))).toHaveLength(1);
  expect(errorsOf(agent + guardrail("project"), config)).toEqual([]);
});

test("tests have no variables, since they speak of many agents", () => {
  const policy = "agent: a\nvars: {team: web}\npolicies:\n  - x:y on z/*\n";
  expect(errorsOf(`${policy}tests:\n  - a can x:y on z/\${team}\n`)).toEqual([
    "variable-scope `${team}` has no value in a test, which no one agent holds @ ${team}",
  ]);
});

test("a vocabulary entry may use variables of the agent whose statement uses the word", () => {
  const config = "vocabulary:\n  resources:\n    mine: z/${agent}/*\n";
  expect(meaningsOf(setOf("agents: [a, b]\npolicies:\n  - x:y on mine\n", config), "b")).toEqual([
    "allow x:y on z/b/**",
  ]);
});
