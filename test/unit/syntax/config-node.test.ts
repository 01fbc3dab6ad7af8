import { expect, test } from "vitest";
import { parseConfig, withoutSpans } from "../../support/documents.ts";

// LANGUAGE.md §1: every key of the config.
const published = `
version: 1
project: web                    # the default project of agents
policies: [policies]            # folders or files, relative to this file; *.yaml and *.yml below them
tests: [tests]
timezone: UTC                   # the set's only zone (alerts.off_hours may name its own)
projects: {web: {agents: [web-*], resources: [repos/web-*], project_budget: {monthly_limit: $500}}}
labels: {trusted: [release-bot]}
split_agents: []
vocabulary: {actions: {}, resources: {}, conditions: {}}
context: {force: {type: bool, default: false}}       # bool | number | string | list
channels: ["slack:#ops"]        # absent: channels are not checked
catalog: {services: {}, shapes: [git], mcp: [tools.json]}
sensitive: {ungated-financial: {add: [], narrow: [{resources: [], when: "", reason: ""}]}}
lint: {rules: {overlap: off}, fail_level: warning}
compliance: [soc2]
prices: {usd_per_million_tokens: 3}
build: {out: dist, targets: [js, json]}
`;

test("every key of the config that the language shows is accepted", () => {
  const { marks, config } = parseConfig(published);
  expect(marks).toEqual([]);
  expect(withoutSpans(config)).toMatchObject({
    file: "sentrely.yaml",
    project: { value: "web" },
    policies: [{ value: "policies" }],
    timezone: { value: "UTC" },
    projects: [
      {
        name: { value: "web" },
        agents: [{ value: "web-*" }],
        resources: [{ kind: "pattern" }],
        budget: { monthlyLimit: { value: 50_000 } },
      },
    ],
    labels: [{ name: { value: "trusted" }, agents: [{ value: "release-bot" }] }],
    context: [{ name: { value: "force" }, type: "bool", default: { value: false } }],
    channels: [{ value: "slack:#ops" }],
    catalog: {
      services: [],
      shapes: [{ value: "git" }],
      mcp: [{ server: { value: "tools" }, path: { value: "tools.json" } }],
    },
    lint: { rules: [{ id: { value: "overlap" }, level: "off" }], failLevel: "warning" },
    compliance: [{ value: "soc2" }],
    usdPerMillionTokens: 3,
    build: { out: { value: "dist" }, targets: [{ value: "js" }, { value: "json" }] },
  });
});

test("an empty config has every default", () => {
  expect(parseConfig("# nothing\n").config).toMatchObject({
    policies: [],
    tests: [],
    channels: null,
    timezone: null,
    build: { out: null, targets: null },
  });
});

test("services state their shapes as a list, or for single actions in a mapping", () => {
  const { config, marks } = parseConfig(`
catalog:
  services:
    git: ["repos/{repo}"]
    aws:ecs:
      shapes: ["arn/{rest...}"]
      actions:
        aws:ecs:RunTask: {shapes: ["task/{id}"]}
`);
  expect(marks).toEqual([]);
  expect(withoutSpans(config?.catalog.services)).toMatchObject([
    { name: { value: "git" }, shapes: [{ text: "repos/{repo}" }], actions: [] },
    {
      name: { value: "aws:ecs" },
      shapes: [{ text: "arn/{rest...}" }],
      actions: [{ name: { value: "aws:ecs:RunTask" }, shapes: [{ text: "task/{id}" }] }],
    },
  ]);
});

test("a service may be closed, fold case, and have actions that say what they do", () => {
  const { config, marks } = parseConfig(`
catalog:
  services:
    git: {closed: true, fold_case: false, actions: {squash: {access: write}}}
    sql: ["sql/{db}"]
`);
  expect(marks).toEqual([]);
  expect(withoutSpans(config?.catalog.services)).toMatchObject([
    { closed: true, foldCase: false, shapes: [], actions: [{ access: "write", shapes: [] }] },
    { closed: null, foldCase: null },
  ]);
});

test("a tool list's path is kept without what says nothing, and names its server unless told", () => {
  const { config, marks } = parseConfig(`
catalog:
  mcp:
    - ./mcp//github.json
    - {server: drive, file: mcp/drive.tools.json}
    - git.hub.json
`);
  expect(marks).toEqual([]);
  expect(config?.catalog.mcp.map(({ server, path }) => [server.value, path.value])).toEqual([
    ["github", "mcp/github.json"],
    ["drive", "mcp/drive.tools.json"],
    ["git.hub", "git.hub.json"],
  ]);
});

test("vocabulary holds patterns, lists of them, and conditions", () => {
  const { config, marks } = parseConfig(`
vocabulary:
  actions: {push: "git:push, git:force-push"}
  resources: {main: [repos/*/branches/main, repos/*/branches/release/*]}
  conditions: {off_hours: time.hour < 7}
`);
  expect(marks).toEqual([]);
  expect(config?.vocabulary.actions[0]?.patterns).toHaveLength(2);
  expect(config?.vocabulary.resources[0]?.patterns).toHaveLength(2);
  expect(config?.vocabulary.conditions[0]?.condition.kind).toBe("compare");
});

const refused: readonly (readonly [text: string, ...marks: string[]])[] = [
  ["version: 2", "unknown-value «2»"],
  ["polices: [policies]", "unknown-key «polices»"],
  ["policies: []", "empty-list «[]»"],
  ["policies: policies", "wrong-type «policies»"],
  ['policies: [""]', 'bad-value «""»'],
  ["project: no", "reserved-name «no»"],
  ["timezone: Mars Base", "bad-value «Mars Base»"],
  ["projects: {web: {agents: [web-*], budget: {monthly_limit: $5}}}", "unknown-key «budget»"],
  ["projects: {web: {project_budget: {alert_thresholds: [50%]}}}", "missing-key «alert_thresholds»"],
  ["projects: {a b: {agents: [x]}}", "bad-name «a b»"],
  ["labels: {trusted: bot}", "wrong-type «bot»"],
  ['labels: {trusted: ["label:other"]}', 'bad-name «"label:other"»'],
  ["vocabulary: {actions: {deny: git:push}}", "reserved-name «deny»"],
  ["vocabulary: {conditions: {context: time.hour < 7}}", "reserved-name «context»"],
  ["vocabulary: {resources: {main: []}}", "empty-list «[]»"],
  ["vocabulary: {conditions: {late: time.hour = 7}}", "mistaken-operator «=»"],
  ["context: {force: {type: boolean}}", "unknown-value «boolean»"],
  ['context: {force: {type: bool, default: "false"}}', 'wrong-type «"false"»'],
  ["context: {tags: {type: list, default: [1]}}", "wrong-type «1»"],
  ["context: {a-b: {type: bool}}", "bad-name «a-b»"],
  ["context: {force: {default: false}}", "missing-key «default»"],
  ["channels: [ops]", "bad-value «ops»"],
  ["catalog: {services: {git: []}}", "empty-list «[]»"],
  ['catalog: {services: {git: ["/x"]}}', "bad-shape «/»"],
  ['catalog: {services: {"git:*": [x]}}', 'bad-name «"git:*"»'],
  ["catalog: {services: {git: {}}}", "empty-mapping «{}»"],
  ["catalog: {services: {git: {closed: yes}}}", "wrong-type «yes»"],
  ['catalog: {services: {git: {fold_case: "true"}}}', 'wrong-type «"true"»'],
  ["catalog: {services: {git: {close: true}}}", "unknown-key «close»"],
  ["catalog: {services: {git: {actions: {push: {}}}}}", "empty-mapping «{}»"],
  ["catalog: {services: {git: {actions: {push: {access: admin}}}}}", "unknown-value «admin»"],
  ["catalog: {services: {git: {actions: {push: {shape: [a]}}}}}", "unknown-key «shape»"],
  ["catalog: {mcp: [../tools.json]}", "bad-value «../tools.json»"],
  ["catalog: {mcp: [my tools.json]}", "bad-name «my tools.json»"],
  ["catalog: {mcp: [{server: a}]}", "missing-key «server»"],
  ["catalog: {mcp: [{server: a b, file: x.json}]}", "bad-name «a b»"],
  ["catalog: {mcp: [[x.json]]}", "wrong-type «[x.json]»"],
  ["sensitive: {ungated-financial: {narow: []}}", "unknown-key «narow»"],
  ["lint: {rules: {overlap: quiet}}", "unknown-value «quiet»"],
  ["compliance: [soc3]", "unknown-value «soc3»"],
  ["prices: {usd_per_million_tokens: -1}", "bad-value «-1»"],
  ["build: {targets: [exe]}", "unknown-value «exe»"],
];

test.each(refused)("%s is one error, and there is no config", (text, ...marks) => {
  const parsed = parseConfig(`${text}\n`);
  expect(parsed.marks).toEqual(marks);
  expect(parsed.config).toBeNull();
});

test("a config of several documents is refused", () => {
  expect(parseConfig("version: 1\n---\nversion: 1\n").config).toBeNull();
});
