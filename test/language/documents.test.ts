/** LANGUAGE.md §1: what a policy set is. */
import { expect, test } from "vitest";
import { agentOf, compileText, meaningsOf, saidOf } from "../support/compile-text.ts";
import { policyOf, problemsOf, type Files } from "../support/policy-of.ts";

test("the result does not depend on the order of files, documents or keys", () => {
  const a =
    "agent: a\nowner: x\nvars: {r: app}\npolicies:\n  - git:read on repos/${r}\n  - git:push on repos/${r}\n";
  const b =
    "policies:\n  - git:push on repos/${r}\n  - git:read on repos/${r}\nvars: {r: app}\nowner: x\nagent: a\n";
  const role = "role: reader\npolicies:\n  - sql:read on sql/*\n";
  const other = "agent: b\nextends: [reader]\npolicies:\n  - git:read on repos/*\n";
  const revisions = [
    { "policies/1.yaml": `${a}---\n${other}`, "policies/2.yaml": role },
    { "policies/9.yaml": role, "policies/1.yaml": `${other}---\n${b}` },
    { "policies/x/1.yaml": other, "policies/2.yaml": `${role}---\n${b}` },
  ].map((files) => compileText(files).set?.revision);
  expect(new Set(revisions).size).toBe(1);
  expect(revisions[0]).toMatch(/^sha256:/);
});

test.each<[string, Files, readonly string[]]>([
  ["`agent:` names the agent", "agent: ci\npolicies: ['git:read on repos/*']\n", ["ci"]],
  ["`agents:` names several", "agents: [ci, cd]\npolicies: ['git:read on repos/*']\n", ["cd", "ci"]],
  [
    "without either the file's stem is the agent",
    { "policies/team/ci.yml": "policies: ['git:read on repos/*']\n" },
    ["ci"],
  ],
  [
    "only the last extension is left out of the stem",
    { "policies/ci.prod.yaml": "- git:read on repos/*\n" },
    ["ci.prod"],
  ],
  ["a bare list is the policies of the stem", { "policies/ci.yaml": "- git:read on repos/*\n" }, ["ci"]],
  [
    "several documents may share a file",
    "agent: x\npolicies: ['git:read on repos/*']\n---\nagent: y\npolicies: ['git:read on repos/*']\n",
    ["x", "y"],
  ],
  [
    "names are case-sensitive and may hold `_.@-`",
    "agent: A_b.c@d-1\npolicies: ['git:read on repos/*']\n",
    ["A_b.c@d-1"],
  ],
  [
    "a name may have 128 characters",
    `agent: ${"n".repeat(128)}\npolicies: ['git:read on repos/*']\n`,
    ["n".repeat(128)],
  ],
  [
    "`roles` as a name outside the stem is an ordinary one",
    "agent: roles\npolicies: ['git:read on repos/*']\n",
    ["roles"],
  ],
  [
    "a stem speaks for the sole document, an empty one after it aside",
    { "policies/ci.yaml": "policies: ['git:read on repos/*']\n---\n" },
    ["ci"],
  ],
])("%s", (_, files, agents) => {
  const compiled = compileText(files);
  expect(saidOf(compiled)).toEqual([]);
  expect(compiled.set?.agents.map(({ name }) => name)).toEqual(agents);
});

const grant = "policies: ['git:read on repos/*']";
const agent = `agent: a\n${grant}\n`;

test.each<[string, Files, readonly string[], string?]>([
  [
    "the stem `guardrails` is no agent",
    { "policies/guardrails.yaml": `${grant}\n` },
    ["reserved-stem @ policies"],
  ],
  ["the stem `roles` is no agent", { "policies/roles.yaml": `${grant}\n` }, ["reserved-stem @ policies"]],
  [
    "the stem `limits` is no agent",
    { "policies/limits.yml": "- git:read on repos/*\n" },
    ["reserved-stem @ - git:read on repos/*"],
  ],
  ["the stem `tests` is no agent", { "policies/tests.yaml": `${grant}\n` }, ["reserved-stem @ policies"]],
  [
    "a reserved stem in other letters",
    { "policies/Guardrails.yaml": `${grant}\n` },
    ["reserved-stem @ policies"],
  ],
  [
    "a stem beside a document of tests",
    { "policies/x.yaml": `${grant}\n---\ntests: ['a can git:read on repos/x']\n` },
    ["unnamed-agent @ policies"],
  ],
  ["a stem of nothing", { "policies/.yaml": `${grant}\n` }, ["bad-name @ policies"]],
  ["`agent` beside `agents`", `agent: a\nagents: [b]\n${grant}\n`, ["conflicting-keys @ agents"]],
  ["an agent that YAML reads as a boolean", `agent: true\n${grant}\n`, ["wrong-type @ true"]],
  ["an agent that YAML reads as a number", `agent: 5\n${grant}\n`, ["wrong-type @ 5"]],
  ["text behind the end of a document", `${agent}...\njunk\n`, ["wrong-type @ junk"]],
  [
    "policies that are one text",
    "agent: a\npolicies: 'git:read on repos/*'\n",
    ["wrong-type @ 'git:read on repos/*'"],
  ],
  [
    "an item without a statement",
    "agent: a\npolicies:\n  -\n  - git:read on repos/*\n",
    ["missing-value @ "],
  ],
  [
    "a default project that `projects` does not declare",
    agent,
    ["undefined-reference @ y"],
    "version: 1\nproject: y\nprojects: {x: {agents: [a]}}\n",
  ],
  ["a project of no agents", agent, ["empty-list @ []"], "version: 1\nprojects: {x: {agents: []}}\n"],
  ["a config of several documents", agent, ["wrong-type @ -"], "version: 1\n---\nversion: 1\n"],
  ["a stem that is no name is no agent", { "policies/my agent.yaml": `${grant}\n` }, ["bad-name @ policies"]],
  [
    "a stem that is a keyword is no agent",
    { "policies/every.yaml": `${grant}\n` },
    ["reserved-name @ policies"],
  ],
  [
    "a stem names no agent where a file has two documents",
    { "policies/x.yaml": `${grant}\n---\n${agent}` },
    ["unnamed-agent @ policies"],
  ],
  [
    "a bare list beside another document has no agent",
    { "policies/x.yaml": `- git:read on repos/*\n---\n${agent}` },
    ["unnamed-agent @ - git:read on repos/*"],
  ],
  [
    "a document is not agent policy and guardrail at once",
    `${agent}guardrails: ['deny git:push on repos/*']\n`,
    ["ambiguous-document @ guardrails"],
  ],
  [
    "a document is not role and guardrail at once",
    `role: r\nguardrails: ['deny git:push on repos/*']\n`,
    ["ambiguous-document @ guardrails"],
  ],
  [
    "a document is not role and agent at once",
    `role: r\nagent: a\n${grant}\n`,
    ["ambiguous-document @ agent"],
  ],
  [
    "a document is not role and agents at once",
    `role: r\nagents: [a]\n${grant}\n`,
    ["ambiguous-document @ agents"],
  ],
  [
    "a guardrail names no agent by `agent:`",
    `${agent}---\nagent: a\nguardrails: ['deny git:push on repos/*']\n`,
    ["unknown-key @ agent"],
  ],
  ["an agent policy has no `applies_to`", `${agent}applies_to: [a]\n`, ["unknown-key @ applies_to"]],
  [
    "a role has no limits",
    `${agent}---\nrole: r\n${grant}\nbudget: {max_sessions_per_day: 5}\n`,
    ["unknown-key @ budget"],
  ],
  [
    "a role has no `expires`",
    `${agent}---\nrole: r\nexpires: 2030-01-01\n${grant}\n`,
    ["unknown-key @ expires"],
  ],
  ["a role has no `owner`", `${agent}---\nrole: r\nowner: me\n${grant}\n`, ["unknown-key @ owner"]],
  [
    "a guardrail has no `extends`",
    `${agent}---\nextends: [r]\nguardrails: ['deny git:push on repos/*']\n`,
    ["unknown-key @ extends"],
  ],
  ["empty `agents`", `agents: []\n${grant}\n`, ["empty-list @ []"]],
  ["empty `policies`", "agent: a\npolicies: []\n", ["empty-list @ []"]],
  ["empty `guardrails`", `${agent}---\nguardrails: []\n`, ["empty-list @ []"]],
  [
    "empty `applies_to`",
    `${agent}---\napplies_to: []\nguardrails: ['deny git:push on repos/*']\n`,
    ["empty-list @ []"],
  ],
  ["empty `tests`", `${agent}tests: []\n`, ["empty-list @ []"]],
  ["`policies` without a value", "agent: a\npolicies:\n", ["missing-value @ policies"]],
  [
    "an empty `agents` of limits",
    `${agent}---\nagents: []\nsession: {max_duration: 1h}\n`,
    ["empty-list @ []"],
  ],
  [
    "an `applies_to` entry that matches no agent",
    `${agent}---\napplies_to: [a, "z*"]\nguardrails: ['deny git:push on repos/*']\n`,
    ['unmatched-agents @ "z*"'],
  ],
  [
    "an `applies_to` name that no agent has",
    `${agent}---\napplies_to: [b]\nguardrails: ['deny git:push on repos/*']\n`,
    ["undefined-reference @ b"],
  ],
  [
    "an `except_agents` entry that matches no agent",
    `${agent}---\nexcept_agents: ["z*"]\nguardrails: ['deny git:push on repos/*']\n`,
    ['unmatched-agents @ "z*"'],
  ],
  [
    "an `applies_to` label without agents",
    `${agent}---\napplies_to: ["label:x"]\nguardrails: ['deny git:push on repos/*']\n`,
    ['undefined-reference @ "label:x"'],
    "version: 1\nlabels: {y: [a]}\n",
  ],
  [
    "an `applies_to` of limits that matches no agent",
    `${agent}---\napplies_to: [b]\nsession: {max_duration: 1h}\n`,
    ["undefined-reference @ b"],
  ],
  [
    "a limits document's `agent` that nothing declares",
    `${agent}---\nagent: b\nsession: {max_duration: 1h}\n`,
    ["undefined-reference @ b"],
  ],
  [
    "a limits document with two ways to name agents",
    `${agent}---\nagent: a\napplies_to: [a]\nsession: {max_duration: 1h}\n`,
    ["conflicting-keys @ applies_to"],
  ],
  [
    "a guardrail statement that grants",
    `${agent}---\nguardrails: ['git:push on repos/*']\n`,
    ["granting-guardrail @ git:push on repos/*"],
  ],
  [
    "a guardrail statement that says `allow`",
    `${agent}---\nguardrails: ['allow git:push on repos/*']\n`,
    ["granting-guardrail @ allow git:push on repos/*"],
  ],
  ["two agents that differ in case alone", `${agent}---\nagent: A\n${grant}\n`, ["confusable-agents @ a"]],
  [
    "two files for one agent",
    { "policies/1.yaml": agent, "policies/2.yaml": "agent: a\npolicies: ['git:push on repos/x']\n" },
    ["split-agent @ a"],
  ],
  [
    "two files for one agent of `agents:`",
    { "policies/1.yaml": agent, "policies/2.yaml": `agents: [b, a]\n${grant}\n` },
    ["split-agent @ a"],
  ],
  [
    "a stem and another file for one agent",
    { "policies/a.yaml": `${grant}\n`, "policies/2.yaml": agent },
    ["split-agent @ policies: ['git:read on repos/*']"],
  ],
  [
    "two files of one stem",
    { "policies/x/a.yaml": `${grant}\n`, "policies/y/a.yaml": `${grant}\n` },
    ["split-agent @ policies: ['git:read on repos/*']"],
  ],
  [
    "two roles of one name",
    `${agent}---\nrole: r\n${grant}\n---\nrole: r\n${grant}\n`,
    ["duplicate-role @ r"],
  ],
  [
    "an agent policy without `policies`",
    `agent: a\nextends: [r]\n---\nrole: r\n${grant}\n`,
    ["missing-key @ agent"],
  ],
  [
    "a role that nothing declares",
    `agent: a\nextends: [reader]\n${grant}\n`,
    ["undefined-reference @ reader"],
  ],
  ["a role that extends itself", `${agent}---\nrole: r\nextends: [r]\n${grant}\n`, ["role-cycle @ r"]],
  [
    "roles in a cycle that no agent takes",
    `${agent}---\nrole: r\nextends: [s]\n${grant}\n---\nrole: s\nextends: [r]\n${grant}\n`,
    ["role-cycle @ r"],
  ],
  ["an agent's name with a blank", `agent: a b\n${grant}\n`, ["bad-name @ a b"]],
  ["an agent's name with a colon", `agent: "a:b"\n${grant}\n`, ['bad-name @ "a:b"']],
  ["an agent's name that begins with a sign", `agent: "-a"\n${grant}\n`, ['bad-name @ "-a"']],
  [
    "an agent's name of 129 characters",
    `agent: ${"n".repeat(129)}\n${grant}\n`,
    [`bad-name @ ${"n".repeat(129)}`],
  ],
  ["`agents:` with a glob", `agents: ["ci-*"]\n${grant}\n`, ['bad-name @ "ci-*"']],
  ...[
    "guardrail",
    "border",
    "role",
    "label",
    "every",
    "no",
    "allow",
    "deny",
    "except",
    "on",
    "when",
    "given",
    "can",
    "cannot",
    "needs",
  ].map((name): [string, Files, readonly string[]] => [
    `an agent called \`${name}\``,
    `agent: "${name}"\n${grant}\n`,
    [`reserved-name @ "${name}"`],
  ]),
  ["a role called `role`", `${agent}---\nrole: role\n${grant}\n`, ["reserved-name @ role"]],
  ["a label called `every`", agent, ["reserved-name @ every"], "version: 1\nlabels: {every: [a]}\n"],
  ["a project called `border`", agent, ["reserved-name @ border"], "version: 1\nproject: border\n"],
  ["a variable called `agent`", `${agent}vars: {agent: x}\n`, ["reserved-name @ agent"]],
  [
    "a vocabulary word called `when`",
    agent,
    ["reserved-name @ when"],
    "version: 1\nvocabulary: {actions: {when: git:push}}\n",
  ],
  ["a variable that is no string", `${agent}vars: {n: 5}\n`, ["wrong-type @ 5"]],
  [
    "documents of one agent with different variables",
    `agent: a\nvars: {x: p}\n${grant}\n---\nagent: a\nvars: {x: q}\n${grant}\n`,
    ["conflicting-agent @ q"],
  ],
  [
    "documents of one agent with different `expires`",
    `agent: a\nexpires: 2030-01-01\n${grant}\n---\nagent: a\nexpires: 2031-01-01\n${grant}\n`,
    ["conflicting-agent @ 2031-01-01"],
  ],
  ["a document of nothing", `${agent}---\ndescription: nothing\n`, ["empty-document @ description"]],
  ["a misspelt key", `agent: a\npolices: ['git:read on repos/*']\n`, ["unknown-key @ polices"]],
  ["an unknown key of an agent policy", `${agent}colour: red\n`, ["unknown-key @ colour"]],
  [
    "a `project:` that the config does not declare",
    `${agent}project: api\n`,
    ["undefined-reference @ api"],
    "version: 1\nprojects: {web: {agents: [a]}}\n",
  ],
  [
    "a `project:` that disagrees with the config",
    `${agent}project: api\n`,
    ["project-conflict @ api"],
    "version: 1\nprojects: {web: {agents: [a]}, api: {}}\n",
  ],
  [
    "a `project:` of an agent that the config puts nowhere",
    `${agent}project: web\n`,
    ["project-conflict @ web"],
    "version: 1\nprojects: {web: {resources: [repos/web]}}\n",
  ],
  [
    "an agent that two projects claim",
    agent,
    ['project-conflict @ "*"'],
    'version: 1\nprojects: {web: {agents: [a]}, api: {agents: ["*"]}}\n',
  ],
  [
    "a variable in a project's resources",
    agent,
    ["variable-scope @ ${agent}"],
    'version: 1\nprojects: {web: {agents: [a], resources: ["repos/${agent}"]}}\n',
  ],
  [
    "a label of an agent that nothing declares",
    agent,
    ["undefined-reference @ b"],
    "version: 1\nlabels: {x: [b]}\n",
  ],
  ["a label of a label", agent, ['bad-name @ "label:x"'], 'version: 1\nlabels: {x: [a], y: ["label:x"]}\n'],
  [
    "an agent's own file that assigns a label",
    `${agent}labels: [x]\n`,
    ["unknown-key @ labels"],
    "version: 1\nlabels: {x: [a]}\n",
  ],
  ["a config of another version", agent, ["unknown-value @ 2"], "version: 2\n"],
  ["an unknown key of the config", agent, ["unknown-key @ policy"], "version: 1\npolicy: [policies]\n"],
  [
    "an unknown time zone",
    agent,
    ["undefined-reference @ Europe/Berlim"],
    "version: 1\ntimezone: Europe/Berlim\n",
  ],
  [
    "a `split_agents` entry that no agent has",
    agent,
    ["undefined-reference @ b"],
    "version: 1\nsplit_agents: [b]\n",
  ],
  [
    "an unknown context type",
    agent,
    ["unknown-value @ boolean"],
    "version: 1\ncontext: {force: {type: boolean}}\n",
  ],
  [
    "a context default of another type",
    agent,
    ["wrong-type @ 1"],
    "version: 1\ncontext: {force: {type: bool, default: 1}}\n",
  ],
  ["an unknown fail level", agent, ["unknown-value @ fatal"], "version: 1\nlint: {fail_level: fatal}\n"],
  ["an unknown build target", agent, ["unknown-value @ exe"], "version: 1\nbuild: {targets: [exe]}\n"],
  [
    "a channel that the config does not list",
    "agent: a\npolicies:\n  - statement: git:push on repos/*\n    notify: slack:#opps\n",
    ["undefined-reference @ slack:#opps"],
    'version: 1\nchannels: ["slack:#ops"]\n',
  ],
])("it is an error: %s", (_, files, errors, config) => {
  expect(problemsOf(files, config)).toEqual(errors);
});

test("an agent takes a role's statements with `extends`, each role once however often it is reached", async () => {
  const policy = await policyOf(
    [
      "agent: a\nextends: [left, right, base]\npolicies:\n  - sql:read on sql/*",
      "role: left\nextends: [base]\npolicies:\n  - git:pull on repos/*",
      "role: right\nextends: [base]\npolicies:\n  - git:push on repos/*",
      "role: base\npolicies:\n  - git:read on repos/*",
    ].join("\n---\n"),
  );
  expect(meaningsOf(policy.set, "a")).toHaveLength(4);
  expect(policy.decide({ agent: "a", action: "git:read", resource: "repos/x" }).statements).toHaveLength(1);
  expect(policy.reason("a git:push on repos/x")).toBe("granted");
});

test("two documents in one file for one agent add up", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - git:read on repos/*\n---\nagents: [a, b]\npolicies:\n  - git:push on repos/*\n",
  );
  expect(policy.reason("a git:read on repos/x")).toBe("granted");
  expect(policy.reason("a git:push on repos/x")).toBe("granted");
  expect(policy.reason("b git:read on repos/x")).toBe("no_grant");
});

test("`expires` of one document ends the agent's grants from all of them, roles included", async () => {
  const policy = await policyOf(
    "agent: a\nextends: [r]\nexpires: 2030-01-01\npolicies:\n  - git:read on repos/*\n---\nagent: a\npolicies:\n  - git:push on repos/*\n---\nrole: r\npolicies:\n  - git:pull on repos/*\n---\nagent: b\nextends: [r]\npolicies:\n  - x:y on z/1\n",
  );
  const end = Date.UTC(2030, 0, 1);
  for (const action of ["git:read", "git:push", "git:pull"]) {
    expect(policy.reason(`a ${action} on repos/x`, { now: end - 1 })).toBe("granted");
    expect(policy.reason(`a ${action} on repos/x`, { now: end })).toBe("no_grant");
    expect(policy.reason(`a ${action} on repos/x`)).toBe("no_grant");
  }
  expect(policy.reason("b git:pull on repos/x", { now: end })).toBe("granted");
  expect(policy.prove("a cannot git:* on repos/*")).toBe("refuted: allow");
  expect(policy.prove('a cannot git:* on repos/* given time.date >= "2030-01-01"')).toBe("proven");
  expect(policy.prove("b can git:pull on repos/*")).toBe("proven");
});

test("`split_agents` lets an agent lie in several files, whose statements are one set", async () => {
  const files = {
    "policies/a.yaml": "- git:read on repos/*\n",
    "policies/more.yaml": "agent: a\npolicies:\n  - deny git:read on repos/secret\n",
  };
  expect(problemsOf(files)).toHaveLength(1);
  const policy = await policyOf(files, "version: 1\nsplit_agents: [a]\n");
  expect(policy.reason("a git:read on repos/x")).toBe("granted");
  expect(policy.reason("a git:read on repos/secret")).toBe("denied");
});

test("a limits document may lie in another file than the agent it names", () => {
  const files = {
    "policies/a.yaml": "- git:read on repos/*\n",
    "policies/limits.yaml": "agent: a\nsession: {max_duration: 1h}\n",
  };
  expect(problemsOf(files)).toEqual([]);
});

test.each<[string, string, readonly string[]]>([
  ["absent, a guardrail holds every agent", "", ["ci-1", "ci-2", "CI-3", "x.y"]],
  ["a literal name", "applies_to: [ci-1]", ["ci-1"]],
  ["a glob, case-sensitive", 'applies_to: ["ci-*"]', ["ci-1", "ci-2"]],
  ["`*` matches any characters, points and all", 'applies_to: ["*"]', ["ci-1", "ci-2", "CI-3", "x.y"]],
  ["a star inside", 'applies_to: ["x*y"]', ["x.y"]],
  ["a label", 'applies_to: ["label:trusted"]', ["ci-2", "x.y"]],
  ["a label and a name add up", 'applies_to: ["label:trusted", ci-1]', ["ci-1", "ci-2", "x.y"]],
  ["`except_agents` alone takes from every agent", 'except_agents: ["label:trusted"]', ["ci-1", "CI-3"]],
  ["`except_agents` wins over `applies_to`", 'applies_to: ["ci-*"]\nexcept_agents: [ci-1]', ["ci-2"]],
  ["a glob in `except_agents`", 'except_agents: ["*-*"]', ["x.y"]],
])("a guardrail's agents: %s", async (_, selection, held) => {
  const policy = await policyOf(
    `agents: [ci-1, ci-2, CI-3, x.y]\npolicies:\n  - git:* on **\n---\n${selection}\nguardrails:\n  - deny git:push on repos/*\n`,
    'version: 1\nlabels: {trusted: ["*-2", x.y]}\n',
  );
  const denied = ["ci-1", "ci-2", "CI-3", "x.y"].filter(
    (agent) => policy.reason(`${agent} git:push on repos/x`) === "denied",
  );
  expect(denied).toEqual(held);
  for (const agent of denied) expect(policy.prove(`${agent} cannot git:push on repos/*`)).toBe("proven");
  expect(policy.prove("every agent can git:pull on repos/*")).toBe("proven");
});

test("guardrails never grant: neither their gates nor their denies", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - git:read on repos/*\n---\nguardrails:\n  - statement: git:push on repos/*\n    requires_approval: true\n",
  );
  expect(policy.reason("a git:push on repos/x")).toBe("no_grant");
  expect(policy.prove("a cannot git:push on repos/*")).toBe("proven");
});

const inheritance = (vars: string, extend: string): string =>
  [
    `agent: a\nextends: [${extend}]\n${vars}\npolicies:\n  - x:y on z/1`,
    "role: top\nextends: [base]\nvars: {repo: top}\npolicies:\n  - git:pull on repos/${repo}",
    "role: base\nvars: {repo: base}\npolicies:\n  - git:read on repos/${repo}",
    "role: bare\nextends: [base]\npolicies:\n  - git:push on repos/${repo}",
    "role: other\nvars: {repo: other}\npolicies:\n  - sql:read on sql/${repo}",
    "role: same\nvars: {repo: base}\npolicies:\n  - sql:read on sql/${repo}",
  ].join("\n---\n");

test.each<[string, string, string, string]>([
  ["a role's default", "", "base", "base"],
  ["the agent's own value before a role's", "vars: {repo: own}", "base", "own"],
  ["an extending role before what it extends", "", "top", "top"],
  ["the same where the extended role is also named", "", "base, top", "top"],
  ["a default reached through a role without one", "", "bare", "base"],
  ["one default on two paths", "", "bare, top", "top"],
  ["two unrelated roles of one default", "", "base, same", "base"],
  ["the agent's own value settles different defaults", "vars: {repo: own}", "base, other", "own"],
])("the value of a variable: %s", async (_, vars, extend, value) => {
  const policy = await policyOf(inheritance(vars, extend));
  for (const name of ["base", "top", "other", "own"]) {
    expect(policy.reason(`a git:read on repos/${name}`)).toBe(name === value ? "granted" : "no_grant");
  }
});

test("two unrelated roles with different defaults are an error unless the agent sets the variable", () => {
  expect(problemsOf(inheritance("", "base, other"))).toEqual(["variable-conflict @ base"]);
  expect(problemsOf(inheritance("", "top, other"))).toEqual(["variable-conflict @ top"]);
});

test("variables are resolved once per agent: one role means different things for two agents", async () => {
  const policy = await policyOf(
    "agent: a\nextends: [r]\nvars: {repo: one}\npolicies:\n  - x:y on z/1\n---\nagent: b\nextends: [r]\nvars: {repo: two}\npolicies:\n  - x:y on z/1\n---\nrole: r\npolicies:\n  - git:read on repos/${repo}/${agent}\n",
  );
  expect(policy.reason("a git:read on repos/one/a")).toBe("granted");
  expect(policy.reason("a git:read on repos/two/a")).toBe("no_grant");
  expect(policy.reason("b git:read on repos/two/b")).toBe("granted");
  expect(policy.prove("a cannot git:read on repos/two/*")).toBe("proven");
});

test("a guardrail's patterns use no variable that an agent's own file sets", () => {
  const text = (name: string): string =>
    `agent: a\nvars: {repo: x}\nproject: web\npolicies:\n  - git:read on repos/*\n---\nguardrails:\n  - deny git:read on repos/\${${name}}\n`;
  expect(problemsOf(text("repo"))).toEqual(["variable-scope @ ${repo}"]);
  expect(problemsOf(text("project"))).toEqual(["variable-scope @ ${project}"]);
  expect(problemsOf(text("project"), "version: 1\nprojects: {web: {agents: [a]}}\n")).toEqual([]);
  expect(problemsOf(text("agent"))).toEqual([]);
});

test("`${project}` is the agent's project, and without one it has no value", async () => {
  const text = "agent: a\npolicies:\n  - git:read on repos/${project}\n";
  const policy = await policyOf(text, "version: 1\nproject: web\n");
  expect(policy.reason("a git:read on repos/web")).toBe("granted");
  expect(problemsOf(text)).toEqual(["undefined-reference @ ${project}"]);
});

const bordered =
  "agent: in-web\npolicies: ['git:* on **']\n---\nagent: in-api\npolicies: ['git:* on **']\n---\nagent: free\npolicies: ['git:* on **']\n";
const borders = `version: 1
projects:
  web: {agents: [in-web], resources: ["repos/web-*", shared]}
  api: {agents: ["*-api"], resources: ["repos/api-* except repos/api-docs", "repos/web-api", shared]}
vocabulary: {resources: {shared: repos/shared}}
`;
test.each<[string, string, string, string]>([
  ["repos/web-app", "granted", "denied", "denied"],
  ["repos/api-app", "denied", "granted", "denied"],
  ["repos/web-api", "granted", "granted", "denied"],
  ["repos/shared", "granted", "granted", "denied"],
  ["repos/none", "granted", "granted", "granted"],
])("borders between projects at `%s`", async (resource, web, api, free) => {
  const config = borders.replace(" except repos/api-docs", "");
  const policy = await policyOf(bordered, config);
  expect(policy.reason(`in-web git:push on ${resource}`)).toBe(web);
  expect(policy.reason(`in-api git:push on ${resource}`)).toBe(api);
  expect(policy.reason(`free git:push on ${resource}`)).toBe(free);
  expect(policy.prove(`free cannot git:* on "${resource}"`)).toBe(
    free === "denied" ? "proven" : "refuted: allow",
  );
});

test("a project's resources hold patterns only, no `except`", () => {
  expect(problemsOf(bordered, borders)).toEqual(["misplaced-keyword @ except"]);
});

test("a border is the statement `border/<project>` at its line in `sentrely.yaml`", async () => {
  const policy = await policyOf(bordered, borders.replace(" except repos/api-docs", ""));
  expect(policy.decide({ agent: "free", action: "x", resource: "repos/shared" }).statements).toEqual([
    { id: "border/api", agent: "free", file: "sentrely.yaml", line: 4 },
    { id: "border/web", agent: "free", file: "sentrely.yaml", line: 3 },
  ]);
});

test("the config's `project` is the default project of agents", async () => {
  const policy = await policyOf(bordered, `${borders.replace(" except repos/api-docs", "")}project: web\n`);
  expect(agentOf(policy.set, "free").project).toBe("web");
  expect(agentOf(policy.set, "in-api").project).toBe("api");
  expect(policy.reason("free git:push on repos/web-app")).toBe("granted");
  expect(policy.reason("free git:push on repos/api-app")).toBe("denied");
});

test("without `projects` in the config an agent's own file names its project, and no border is drawn", () => {
  const { set } = compileText("agent: a\nproject: web\npolicies:\n  - git:read on repos/*\n");
  expect(set?.agents[0]?.project).toBe("web");
  expect(set?.agents[0]?.guardrails).toEqual([]);
});

test("the config of the language's page reads without a word, tool lists that were not given aside", () => {
  const config = `version: 1
project: web
policies: [policies]
tests: [tests]
timezone: UTC
projects: {web: {agents: [web-*], resources: [repos/web-*], project_budget: {monthly_limit: $500}}}
labels: {trusted: [release-bot]}
split_agents: []
vocabulary: {actions: {}, resources: {}, conditions: {}}
context: {force: {type: bool, default: false}}
channels: ["slack:#ops"]
catalog: {services: {}, shapes: [], mcp: []}
sensitive: {ungated-financial: {add: [], narrow: [{resources: [], when: "", reason: ""}]}}
lint: {rules: {overlap: off}, fail_level: warning}
compliance: [soc2]
prices: {usd_per_million_tokens: 3}
build: {out: dist, targets: [js, json]}
`;
  const files = `agents: [web-1, release-bot]\n${grant}\n`;
  expect(problemsOf(files, config)).toEqual([]);
  const adopting = config.replace("shapes: []", "shapes: [git]").replace("mcp: []", "mcp: [tools.json]");
  expect(problemsOf(files, adopting)).toEqual(["missing-catalogue @ tools.json"]);
});

test("a project's agents may be named by a label, and an agent of a project without resources is held by all borders", async () => {
  const policy = await policyOf(
    "agents: [a, b]\npolicies: ['x:y on **']\n",
    'version: 1\nlabels: {l: [a]}\nprojects: {p: {agents: ["label:l"]}, q: {agents: [b], resources: [q/*]}}\n',
  );
  expect(agentOf(policy.set, "a").project).toBe("p");
  expect([policy.reason("a x:y on q/1"), policy.reason("b x:y on q/1"), policy.reason("a x:y on z")]).toEqual(
    ["denied", "granted", "granted"],
  );
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "`%s` is a name like any other, for everything that has names",
  async (name) => {
    const policy = await policyOf(
      `agent: ${name}
vars: {${name}: v}
extends: [${name}]
policies:
  - ${name} on ${name} when ${name}
  - x:p on r/\${project}/\${${name}}
---
role: ${name}
policies:
  - {statement: 'x:y on r/*', id: ${name}}
---
applies_to: ["label:${name}"]
guardrails: ['deny x:d on **']
`,
      `version: 1
labels: {${name}: ["*"]}
projects: {${name}: {agents: [${name}]}}
vocabulary: {actions: {${name}: x:v}, resources: {${name}: r/v}, conditions: {${name}: context.${name} == 3}}
context: {${name}: {type: number, default: 3}}
`,
    );
    expect(policy.reason(`${name} x:v on r/v`)).toBe("granted");
    expect(policy.reason(`${name} x:p on r/${name}/v`)).toBe("granted");
    expect(policy.decide({ agent: name, action: "x:y", resource: "r/1" }).statements[0]?.id).toBe(name);
    expect(policy.reason(`${name} x:d on r/1`)).toBe("denied");
    expect(policy.prove(`label:${name} can ${name} on ${name} given ${name}`)).toBe("proven");
    expect(policy.reason("toString x:y on r/1")).toBe(name === "toString" ? "granted" : "unknown_agent");
    expect(problemsOf(`agent: a\n${name}: 1\n${grant}\n`)).toEqual([`unknown-key @ ${name}`]);
  },
);
