import { expect, test } from "vitest";
import { agentOf, errorsOf, meaningOf, setOf } from "../../support/compile-text.ts";

const agent = (name: string, rest = ""): string => `agent: ${name}\n${rest}policies:\n  - x:y on z/*\n`;
const fleet = [agent("web-1"), agent("web-2"), agent("data-1"), agent("free")].join("---\n");
const config = `projects:
  web:
    agents: ["web-*"]
    resources: repos/web-*
  data:
    agents: [data-1]
    resources:
      - repos/data-*
      - repos/*-shared
`;

const bordersOf = (name: string, files = fleet, text = config): string[] =>
  agentOf(setOf(files, text), name).guardrails.map((s) => `${s.id}: ${meaningOf(s)}`);

test("an agent is denied every other project's resources, except its own", () => {
  expect(bordersOf("web-1")).toEqual([
    "border/data: deny ** on repos/*-shared, repos/data-** except repos/web-**",
  ]);
  expect(bordersOf("data-1")).toEqual([
    "border/web: deny ** on repos/web-** except repos/*-shared, repos/data-**",
  ]);
});

test("an agent without a project is denied every project's resources", () => {
  expect(bordersOf("free")).toEqual([
    "border/data: deny ** on repos/*-shared, repos/data-**",
    "border/web: deny ** on repos/web-**",
  ]);
});

test("agents of one project share their borders, which stand at their line of the config", () => {
  const set = setOf(fleet, config);
  expect(agentOf(set, "web-1").guardrails[0]).toBe(agentOf(set, "web-2").guardrails[0]);
  const [border] = agentOf(set, "web-1").guardrails;
  expect(border?.place.span.file).toBe("sentrely.yaml");
  expect(border?.place.line).toBe(5);
});

test("a project without resources draws no border", () => {
  expect(bordersOf("free", fleet, 'projects:\n  web:\n    agents: ["web-*"]\n')).toEqual([]);
});

test("without declared projects an agent's own file names its project, else the config does", () => {
  const set = setOf(`${agent("a", "project: own\n")}---\n${agent("b")}`, "project: common\n");
  expect(set.agents.map(({ project }) => project)).toEqual(["own", "common"]);
  expect(set.projects.map(({ name, agents }) => [name, agents])).toEqual([
    ["common", ["b"]],
    ["own", ["a"]],
  ]);
});

test("with declared projects the config's default holds for agents that none claims", () => {
  expect(agentOf(setOf(fleet, `project: data\n${config}`), "free").project).toBe("data");
  expect(errorsOf(fleet, `project: dat\n${config}`)).toEqual([
    "undefined-reference no such project: `dat` @ dat",
  ]);
});

test("an agent's own file must agree with the projects that the config declares", () => {
  const own = (project: string): string =>
    [agent("web-1", `project: ${project}\n`), agent("data-1")].join("---\n");
  expect(errorsOf(own("web"), config)).toEqual([]);
  expect(errorsOf(own("data"), config)).toEqual([
    "project-conflict agent `web-1` is of project `web` in `sentrely.yaml`, not `data` @ data",
  ]);
  expect(errorsOf(`${fleet}---\n${agent("other", "project: web\n")}`, config)).toEqual([
    "project-conflict `sentrely.yaml` does not put agent `other` in project `web` @ web",
  ]);
});

test("an agent that two projects claim is an error that shows both claims", () => {
  expect(errorsOf(fleet, config.replace("[data-1]", '[data-1, "*-2"]'))).toEqual([
    'project-conflict agent `web-2` is claimed by projects `web` and `data` @ "*-2" < "web-*"',
  ]);
});

test("two documents of an agent may not name two projects", () => {
  expect(errorsOf(`${agent("a", "project: p\n")}---\n${agent("a", "project: q\n")}`)).toEqual([
    "conflicting-agent documents of agent `a` give different values for `project` @ q < p",
  ]);
});

test("the resources of a project use the vocabulary but no variables", () => {
  const words = "vocabulary:\n  resources:\n    web-repos: repos/web-*\n";
  const using = (resource: string): string =>
    `${words}projects:\n  web:\n    agents: ["web-*"]\n    resources: ${resource}\n`;
  expect(bordersOf("free", fleet, using("web-repos"))).toEqual(["border/web: deny ** on repos/web-**"]);
  expect(errorsOf(fleet, using('"repos/${agent}/*"'))).toEqual([
    "variable-scope `${agent}` has no value in the resources of a project @ ${agent}",
  ]);
});
