import { expect, test } from "vitest";
import { agentOf, compileText, errorsOf, meaningsOf, saidOf, setOf } from "../../support/compile-text.ts";

const policy = (name: string, resource = "z/*"): string =>
  `agent: ${name}\npolicies:\n  - x:y on ${resource}\n`;

test("the stem names the agent of a file's sole document", () => {
  const set = setOf({ "policies/ci-runner.yaml": "policies:\n  - x:y on z/*\n" });
  expect(set.agents.map(({ name }) => name)).toEqual(["ci-runner"]);
});

test("a list of agents gives each of them the statements, with ids of their own", () => {
  const set = setOf("agents: [b, a, b]\npolicies:\n  - x:y on z/*\n");
  expect(set.agents.map(({ name, statements }) => [name, statements.length])).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
  const [one, two] = set.statements.map(({ id }) => id);
  expect(one).toMatch(/^a\/[0-9a-f]{8}$/);
  expect(two).toMatch(/^b\/[0-9a-f]{8}$/);
  expect(one?.slice(2)).toBe(two?.slice(2));
});

test("an explicit id of a list's statement is one id that all its agents hold", () => {
  const set = setOf("agents: [a, b]\npolicies:\n  - statement: x:y on z/*\n    id: both\n");
  expect(set.agents.flatMap(({ statements }) => statements.map(({ id }) => id))).toEqual(["both", "both"]);
});

test("documents of one agent in one file add up", () => {
  expect(meaningsOf(setOf(`${policy("a")}---\n${policy("a", "q/*")}`), "a").sort()).toEqual([
    "allow x:y on q/**",
    "allow x:y on z/**",
  ]);
});

test("an agent in two files is an error that shows both, unless the config splits it", () => {
  const files = { "policies/one.yaml": policy("a"), "policies/two.yaml": policy("a", "q/*") };
  expect(errorsOf(files)).toEqual([
    "split-agent the policy of agent `a` is split over several files @ a < a",
  ]);
  expect(errorsOf(files, "split_agents:\n  - a\n")).toEqual([]);
  expect(errorsOf(files, "split_agents:\n  - b\n")).toHaveLength(2);
});

test("agent names that differ only in case are an error", () => {
  expect(errorsOf(`${policy("ci-Runner")}---\n${policy("ci-runner")}`)).toEqual([
    "confusable-agents the agent names `ci-runner` and `ci-Runner` differ only in case @ ci-runner < ci-Runner",
  ]);
});

const fleet = [policy("ci-one"), policy("ci-two"), policy("bot")].join("---\n");
const guarded = (selection: string): string => `${fleet}---\n${selection}guardrails:\n  - deny x:q on z/*\n`;
const heldBy = (selection: string, config?: string): string[] =>
  setOf(guarded(selection), config)
    .agents.filter(({ guardrails }) => guardrails.some(({ owner }) => owner.kind === "guardrail"))
    .map(({ name }) => name);

test("a guardrail holds every agent, or those it applies to without its exceptions", () => {
  expect(heldBy("")).toEqual(["bot", "ci-one", "ci-two"]);
  expect(heldBy("applies_to: ['ci-*']\n")).toEqual(["ci-one", "ci-two"]);
  expect(heldBy("except_agents: [ci-one]\n")).toEqual(["bot", "ci-two"]);
  expect(
    heldBy("applies_to: ['*']\nexcept_agents: ['label:trusted']\n", "labels:\n  trusted:\n    - bot\n"),
  ).toEqual(["ci-one", "ci-two"]);
});

test("guardrail statements are shared by the agents they hold", () => {
  const set = setOf(guarded(""));
  expect(new Set(set.agents.flatMap(({ guardrails }) => guardrails)).size).toBe(1);
});

test.each([
  ["applies_to: [ci-oen]\n", "undefined-reference no such agent: `ci-oen`"],
  ["applies_to: ['dev-*']\n", "unmatched-agents `dev-*` matches no agent"],
  ["except_agents: [nobody-here]\n", "undefined-reference no such agent: `nobody-here`"],
  ["applies_to: ['label:trusted']\n", "undefined-reference no such label: `trusted`"],
])("%s is an error: an entry that matches no agent", (selection, message) => {
  const [error, ...others] = errorsOf(guarded(selection));
  expect(error).toContain(message);
  expect(others).toEqual([]);
});

test("a label without a declared agent is an error in the config", () => {
  expect(errorsOf(policy("a"), "labels:\n  trusted:\n    - b\n")).toEqual([
    "undefined-reference no such agent: `b` @ b",
  ]);
});

test("labels are the agent's, sorted", () => {
  const set = setOf(policy("a"), "labels:\n  zebra:\n    - a\n  apple:\n    - a\n");
  expect(agentOf(set, "a").labels).toEqual(["apple", "zebra"]);
});

test("documents of one agent must agree about its expiry", () => {
  const until = (date: string): string => `agent: a\nexpires: ${date}\npolicies:\n  - x:y on z/*\n`;
  expect(errorsOf(`${until("2030-01-01")}---\n${until("2030-01-02")}`)).toHaveLength(1);
  expect(agentOf(setOf(`${until("2030-01-01")}---\n${policy("a")}`), "a").expires).toBe(Date.UTC(2030, 0, 1));
});

test("a name that a damaged file declares is not reported besides", () => {
  const compiled = compileText({
    "policies/roles.yaml": "role: reader\npolicies:\n  - x:y on [z]\n",
    "policies/a.yaml": "agent: a\nextends: [reader]\npolicies:\n  - x:y on z/*\n",
  });
  expect(saidOf(compiled).map((error) => error.split(" ")[0])).not.toContain("undefined-reference");
  expect(compiled.set).toBeNull();
});

test("names that no damaged file can declare are reported all the same", () => {
  const errors = errorsOf({
    "policies/roles.yaml": "role: reader\npolicies:\n  - x:y on [z]\n",
    "policies/a.yaml": "agent: a\nextends: [writer]\npolicies:\n  - x:y on z/*\n",
  });
  expect(errors.join("\n")).toContain("no such role: `writer`");
});

test("lists of agents and of statements that multiply beyond all bounds are one error", () => {
  const list = (n: number, line: (i: number) => string): string =>
    Array.from({ length: n }, (_, i) => line(i)).join("");
  const agents = list(2000, (i) => `  - a${String(i)}\n`);
  const statements = list(1000, (i) => `  - x:y on z/${String(i)}\n`);
  expect(errorsOf(`agents:\n${agents}policies:\n${statements}`)).toEqual([
    expect.stringMatching(/^set-size the agents hold 2000000 statements/),
  ]);
});
