import { expect, test } from "vitest";
import { catalogueOf } from "../../../support/catalogue.ts";
import { evadableRestriction } from "../../../../src/lint/rules/evadable-restriction.ts";
import { compileExample } from "../../../support/load-set.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";
import { lint } from "../../../../src/lint-set.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(evadableRestriction, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("a deny that a longer name slips through is told, with a name that is allowed", () => {
  const lines = ["git:push on repos/*", "deny git:push on repos/*/branches/main"];
  expect(said(...lines)).toEqual([
    "warning evadable-restriction: `deny git:push on repos/*/branches/main` misses `git:push` on `repos/ / /branches/main`, which is allowed: `*` stands for one segment @ repos/*/branches/main < git:push on repos/*",
  ]);
  const [finding] = findingsOf([evadableRestriction], policies(...lines));
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toBe(
    "write `**` where several segments may stand, or `exact: true` if it is meant to be as narrow as it is written",
  );
});

test("a gate, an exception of a grant, an action and a list are told likewise", () => {
  expect(said("git:push on repos/*", gate("git:push on repos/*/branches/main"))).toHaveLength(1);
  const except = said("git:push on repos/* except repos/*/branches/main, repos/x");
  expect(except).toHaveLength(1);
  expect(except[0]).toMatch(
    /the exception `repos\/\*\/branches\/main` misses .* @ repos\/\*\/branches\/main </,
  );
  const actions = said("mcp:* on mcp/*", "deny mcp:*:delete on mcp/**");
  expect(actions).toEqual([
    "warning evadable-restriction: `deny mcp:*:delete on mcp/**` misses `mcp:!:!:delete` on `mcp/!`, which is allowed: `*` stands for one segment @ mcp:*:delete < mcp:* on mcp/*",
  ]);
  expect(said("x:y on r/*", "deny x:y on r/z, r/*/w")[0]).toContain("@ r/*/w");
});

test("a guardrail is told once, with the first agent that evades it", () => {
  const files = {
    "policies/g.yaml": "guardrails:\n  - deny git:push on repos/*/branches/main\n",
    "policies/a.yaml": "agents: [ada, bo]\npolicies:\n  - git:push on repos/*\n",
  };
  expect(saidBy(evadableRestriction, files)).toEqual([
    "warning evadable-restriction: `deny git:push on repos/*/branches/main` misses `git:push` on `repos/ / /branches/main`, which is allowed for `bo`: `*` stands for one segment @ repos/*/branches/main < git:push on repos/*",
  ]);
});

test("the same restriction in several places is told once", () => {
  const one = (name: string): string =>
    `agent: ${name}\npolicies:\n  - git:push on repos/*\n  - deny git:push on repos/*/branches/main\n`;
  const files = { "policies/a.yaml": one("a"), "policies/b.yaml": one("b") };
  const told = saidBy(evadableRestriction, files);
  expect(told).toHaveLength(1);
  expect(told[0]?.split(" < ").at(-1)).toBe("deny git:push on repos/*/branches/main");
});

test.each([
  ["the branch's own exception", ["git:push on repos/*/branches/* except repos/*/branches/main"]],
  ["a deny of it", ["git:push on repos/*/branches/*", "deny git:push on repos/*/branches/main"]],
  ["a gate of it", ["git:push on repos/*/branches/*", gate("git:push on repos/*/branches/main")]],
  ["a grant of names of one length", ["git:push on repos/acme/main", "deny git:push on repos/*/main"]],
  [
    "`exact: true`",
    ["git:push on repos/*", '{statement: "deny git:push on repos/*/branches/main", exact: true}'],
  ],
  ["two stars", ["git:push on repos/*", "deny git:push on repos/**/branches/main"]],
  [
    "the several-segment spelling",
    ["git:push on repos/*", "deny git:push on repos/*{,:**,/**}/branches/main"],
  ],
  [
    "fields of an ARN",
    ["aws:ecs:UpdateService on arn:aws:ecs:*", "deny aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod"],
  ],
  ["the service of an AWS action", ["aws:* on **", "deny aws:*:Delete on **"]],
  ["a trailing star", ["git:push on repos/*", "deny git:push on repos/secret/*"]],
  ["only separators after the star", ["git:push on repos/*", "deny git:push on repos/*/*"]],
  ["other actions", ["git:read on repos/*", "deny git:push on repos/*/branches/main"]],
  [
    "a longer name that another deny takes",
    ["git:push on repos/*", "deny git:push on repos/*/branches/main", "deny git:push on repos/**/main"],
  ],
  [
    "a longer name that a gate takes",
    ["git:push on repos/*", "deny git:push on repos/*/branches/main", gate("git:push on repos/*")],
  ],
  [
    "an exception that another grant undoes",
    ["git:push on repos/* except repos/*/branches/main", "git:push on **"],
  ],
  [
    "the exception of a deny, whose widening would open",
    ["git:push on repos/*", "deny git:push on repos/x/** except repos/*/docs/y"],
  ],
  [
    "a condition that no allowed request has",
    [
      "git:push on repos/* when context.ci",
      "deny git:push on repos/*/branches/main when context.ci == false",
    ],
  ],
  ["no grant at all", ["git:read on x/*", "deny git:push on repos/*/branches/main"]],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("an ARN's resource part stretches", () => {
  expect(
    said("aws:s3:GetObject on arn:aws:s3:::*", "deny aws:s3:GetObject on arn:aws:s3:::*/private/key"),
  ).toHaveLength(1);
});

test("where shapes bind, no star stands for several segments; for other services it does", () => {
  const config =
    'version: 1\ncatalog: {services: {git: ["repos/{repo}", "repos/{repo}/branches/{branch...}"]}}\n';
  const text = policies("git:push on repos/*", "deny git:push on repos/*/branches/main");
  expect(saidBy(evadableRestriction, text, { config })).toEqual([]);
  const any = policies('"** on repos/*"', "deny ** on repos/*/branches/main");
  expect(findingsOf([evadableRestriction], any, { config })[0]?.witness?.request.action).toBe("!");
});

test("where the catalogue says that case counts for nothing, the other case slips through", () => {
  const compilation = (text: string, config: string) => saidBy(evadableRestriction, text, { config });
  const config = "version: 1\ncatalog: {services: {wiki: {fold_case: true}}}\n";
  const text = policies("wiki:edit on pages/*", "deny wiki:edit on pages/Home");
  expect(compilation(text, config)).toEqual([
    "warning evadable-restriction: `deny wiki:edit on pages/Home` misses `wiki:edit` on `pages/HOME`, which is allowed: the case of letters counts, but not for `wiki` @ pages/Home < wiki:edit on pages/*",
  ]);
  expect(compilation(text, "version: 1\n")).toEqual([]);
  expect(compilation(policies("wiki:edit on pages/Home/x", "deny wiki:edit on pages/Home"), config)).toEqual(
    [],
  );
  expect(compilation(policies("blog:edit on pages/*", "deny blog:edit on pages/Home"), config)).toEqual([]);
});

test("the examples are silent but for what their names really let through", () => {
  for (const name of ["playbook", "data-platform"] as const) {
    const compilation = compileExample(name);
    const found = lint(compilation, {
      now: Date.parse("2026-01-05T12:00:00Z"),
      catalogue: catalogueOf(compilation),
      rules: [evadableRestriction],
    });
    expect(found.filter(({ code }) => code === "evadable-restriction")).toEqual([]);
  }
});

test("the fix lets the star stand for several segments, and for no fewer than one", () => {
  const text = policies("git:push on repos/*", "deny git:push on repos/*/branches/main");
  const fixed = fixedBy(evadableRestriction, text);
  expect(fixed).toBe(text.replace("repos/*/branches", "repos/*{,:**,/**}/branches"));
  expect(saidBy(evadableRestriction, fixed)).toEqual([]);
});

test("the fix is `**` where that restricts nothing else", () => {
  const text = policies(
    "git:push on repos/acme*",
    "deny git:push on repos/*-x/branches/main, repos/acme/*/main",
  );
  const fixed = fixedBy(evadableRestriction, text);
  expect(fixed).toContain("repos/**-x/branches/main");
  expect(saidBy(evadableRestriction, fixed)).toEqual([]);
  const deep = policies("git:push on repos/acme/*/x/*", "deny git:push on repos/*/x/main");
  const spelled = fixedBy(evadableRestriction, deep);
  expect(spelled).toBe(deep.replace("deny git:push on repos/*/x", "deny git:push on repos/**/x"));
  expect(saidBy(evadableRestriction, spelled)).toEqual([]);
});

test("the fix accepts what it cannot spell: a word of the vocabulary", () => {
  const config = "version: 1\nvocabulary: {resources: {main: repos/*/branches/main}}\n";
  const text = policies("git:push on repos/*", "deny git:push on main");
  const fixed = fixedBy(evadableRestriction, text, { config });
  expect(fixed).toBe(
    text.replace("  - deny git:push on main\n", "  - statement: deny git:push on main\n    exact: true\n"),
  );
  expect(saidBy(evadableRestriction, fixed, { config })).toEqual([]);
});

test("the option `except:` and patterns with variables are fixed in their place, for all agents", () => {
  const text = policies("statement: git:push on repos/acme*\n    except: [repos/x, repos/*-y/main]");
  expect(fixedBy(evadableRestriction, text)).toBe(text.replace("repos/*-y", "repos/**-y"));
  const role = [
    "role: r",
    "vars: {team: web}",
    "policies:",
    "  - git:push on repos/*",
    "  - deny git:push on repos/${team}-*/branches/main",
    "---",
    "agents: [ada, bo]",
    "extends: [r]",
    "policies: ['x:y on z/1']",
    "---",
    "agent: cy",
    "extends: [r]",
    "vars: {team: api}",
    "policies: ['x:y on z/1']",
    "",
  ].join("\n");
  const fixed = fixedBy(evadableRestriction, role);
  expect(fixed).toBe(role.replace("${team}-*/", "${team}-**/"));
  expect(saidBy(evadableRestriction, fixed)).toEqual([]);
});

test("where braces would end a flow list, `exact: true` is offered instead", () => {
  const flow = "  - statement: git:push on repos/*\n    except: [repos/x, repos/*/main]\n";
  const text = `agent: a\npolicies:\n${flow}`;
  expect(fixedBy(evadableRestriction, text)).toContain("exact: true");
  const quoted = text.replace("repos/*/main", '"repos/*/main"');
  expect(fixedBy(evadableRestriction, quoted)).toBe(text.replace("repos/*/main", '"repos/*{,:**,/**}/main"'));
});

test("a gate is not respelled where it would grant more: it is offered `exact: true`", () => {
  const text = policies("git:push on repos/acme/*", gate("git:push on repos/*/branches/main"));
  expect(fixedBy(evadableRestriction, text)).toBe(text.replace("timeout: 1h}", "timeout: 1h, exact: true}"));
});

test("of a word of several patterns, the one that is evaded is meant", () => {
  const config = "version: 1\nvocabulary: {resources: {some: [repos/x, repos/*/main]}}\n";
  const told = saidBy(evadableRestriction, policies("git:push on repos/*", "deny git:push on some"), {
    config,
  });
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("`deny git:push on some` misses `git:push` on `repos/ / /main`");
});

test("a question over budget is undecided and blocks", () => {
  const lines = policies("git:push on repos/*", "deny git:push on repos/*/branches/main");
  const told = findingsOf([evadableRestriction], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
