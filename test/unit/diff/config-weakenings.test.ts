import { expect, test } from "vitest";
import type { Severity } from "../../../src/base/diagnostic.ts";
import type { Change } from "../../../src/diff/change.ts";
import type { CompareOptions, Side } from "../../../src/diff/side.ts";
import { compile } from "../../../src/pipeline.ts";
import { agent, difference, sideOf } from "../../support/difference.ts";
import { exampleFolder, examples, readSet } from "../../support/load-set.ts";

const ci = agent("git:push on repos/*");
const fleet = `${ci}---\n${ci.replace("agent: ci", "agent: bot")}`;

function changes(base: string, head: string, options: CompareOptions = {}): readonly Change[] {
  return difference(sideOf(fleet, `version: 1\n${base}\n`), sideOf(fleet, `version: 1\n${head}\n`), options)
    .changes;
}

/** The tags of each config change besides `config` and its key. */
function tags(base: string, head: string, options: CompareOptions = {}): string[] {
  return changes(base, head, options).map((change) => change.tags.slice(2).join(" "));
}

const rules = (text: string): string => `lint: {rules: {${text}}}`;

test("a level that tells less gravely is lowered, by the rule's own level where none is set", () => {
  const ruleLevels = new Map<string, readonly Severity[]>([
    ["overlap", ["warning", "info"]],
    ["unknown-action", ["error", "warning"]],
    ["undefined-reference", ["error"]],
  ]);
  const told = (base: string, head: string): string[] => tags(rules(base), rules(head), { ruleLevels });
  expect(told("x: off", "x: off, overlap: info")).toEqual(["level-lowered weakened"]);
  expect(told("overlap: off", "overlap: warning")).toEqual([""]);
  expect(told("x: off", "x: off, overlap: error")).toEqual([""]);
  expect(told("x: off, overlap: error", "x: off")).toEqual(["level-lowered weakened"]);
  expect(told("x: off, overlap: info", "x: off")).toEqual([""]);
  // The graver of its findings is an error, which no level lowers; the other is told less gravely.
  expect(told("x: off", "x: off, unknown-action: off")).toEqual(["level-lowered weakened"]);
  expect(told("x: off", "x: off, undefined-reference: off")).toEqual([""]);
});

test("where a rule's own level is not known, what may be lowered is", () => {
  const told = (base: string, head: string): string[] => tags(rules(base), rules(head));
  expect(told("x: off", "x: off, y: off")).toEqual(["level-lowered weakened"]);
  expect(told("x: off", "x: off, y: info")).toEqual(["level-lowered weakened"]);
  expect(told("x: off", "x: off, y: warning")).toEqual([""]);
  expect(told("x: error", "x: warning")).toEqual(["level-lowered weakened"]);
  expect(told("x: info", "x: error")).toEqual([""]);
  expect(told("x: off, y: warning", "x: off")).toEqual(["level-lowered weakened"]);
});

test("a fail level that rises lets more pass", () => {
  const level = (word: string): string => `lint: {fail_level: ${word}}`;
  expect(tags("", level("error"))).toEqual(["level-lowered weakened"]);
  expect(tags(level("error"), "")).toEqual([""]);
  expect(tags("", level("info"))).toEqual([""]);
  expect(changes("", level("error"))[0]?.head).toMatchObject([{ id: "lint.fail_level", line: 2 }]);
});

test("an agent of both sets that leaves a label is told, one that joins is not", () => {
  const label = (agents: string): string => `labels: {held: [${agents}]}`;
  expect(tags(label("ci, bot"), label("ci"))).toEqual(["label-left weakened"]);
  expect(tags(label("ci"), "")).toEqual(["label-left weakened"]);
  expect(tags(label("ci"), label("ci, bot"))).toEqual([""]);
  expect(tags(label("ci, bot"), label('"*"'))).toEqual([""]);
  const gone = difference(
    sideOf(fleet, `version: 1\n${label("ci, bot")}\n`),
    sideOf(ci, `version: 1\n${label("ci")}\n`),
  ).changes.find(({ kind }) => kind === "config");
  expect(gone?.tags).toEqual(["config", "config-labels"]);
});

test("an agent that may be split, and channels that are no longer checked, are loosenings", () => {
  expect(tags("split_agents: [ci]", "split_agents: [ci, bot]")).toEqual(["split-agent-added weakened"]);
  expect(tags("split_agents: [ci, bot]", "split_agents: [ci]")).toEqual([""]);
  expect(tags('channels: ["slack:#a"]', "")).toEqual(["channels-unchecked weakened"]);
  expect(tags('channels: ["slack:#a"]', 'channels: ["slack:#a", "slack:#b"]')).toEqual([""]);
  expect(tags("", 'channels: ["slack:#a"]')).toEqual([""]);
});

test("a compliance regime that is given up, and tokens that cost less, are loosenings", () => {
  const price = (dollars: number): string => `prices: {usd_per_million_tokens: ${String(dollars)}}`;
  expect(tags(price(3), price(2.5))).toEqual(["price-lowered weakened"]);
  expect(tags(price(3), "")).toEqual(["price-lowered weakened"]);
  expect(tags(price(9), price(10))).toEqual([""]);
  expect(tags("compliance: [soc2, hipaa]", "compliance: [soc2]")).toEqual(["compliance-removed weakened"]);
  expect(tags("compliance: [soc2]", "compliance: [soc2, hipaa]")).toEqual([""]);
});

test("a catalogue that knows less, or says less of what actions do, is a loosening", () => {
  const service = (text: string): string => `catalog: {services: {pay: {${text}}}}`;
  const loosened = "catalogue-loosened weakened";
  expect(tags(service("closed: true"), service("closed: false"))).toEqual([loosened]);
  expect(tags(service("closed: false"), service("closed: true"))).toEqual([""]);
  expect(tags(service("fold_case: true"), service("fold_case: false"))).toEqual([loosened]);
  // That names of AWS fold their case is said by nobody who says nothing.
  expect(tags("", "catalog: {services: {aws:s3: {fold_case: false}}}")).toEqual([""]);
  const access = (level: string): string => service(`actions: {pay:refund: {access: ${level}}}`);
  expect(tags(access("write"), access("read"))).toEqual([loosened]);
  expect(tags(access("permissions"), access("write"))).toEqual([loosened]);
  expect(tags(access("read"), access("write"))).toEqual([""]);
  // Unless said, it writes.
  expect(tags("", access("read"))).toContain(loosened);
  expect(tags("", access("write"))).not.toContain(loosened);
});

test("what the catalogue knows of itself counts, and of AWS the worst is taken", () => {
  const access = (service: string, action: string, level: string): string =>
    `catalog: {services: {"${service}": {actions: {"${action}": {access: ${level}}}}}}`;
  expect(tags("", access("git", "git:read", "read"))).not.toContain("catalogue-loosened weakened");
  expect(tags("", access("git", "git:push", "read"))).toContain("catalogue-loosened weakened");
  expect(tags("", access("aws:iam", "PutRolePolicy", "write"))).toContain("catalogue-loosened weakened");
  expect(tags("", access("aws:iam", "PutRolePolicy", "permissions"))).not.toContain(
    "catalogue-loosened weakened",
  );
});

const add = (entry: string): string => `sensitive: {credential-read: {add: [${entry}]}}`;
const narrow = (entry: string): string => `sensitive: {credential-read: {narrow: [${entry}]}}`;
const narrowed = "sensitive-narrowed weakened";

test("regions that cover less are told, whichever way", () => {
  expect(tags(add("{actions: [vault:read]}"), "")).toEqual([narrowed]);
  expect(tags("", add("{actions: [vault:read]}"))).toEqual([""]);
  expect(tags(add('{actions: ["vault:*"]}'), add("{actions: [vault:read]}"))).toEqual([narrowed]);
  expect(tags(add("{actions: [vault:read]}"), add('{actions: ["vault:*"]}'))).toEqual([""]);
  expect(tags("", narrow("{resources: [vault/test], reason: r}"))).toEqual([narrowed]);
  expect(tags(narrow("{resources: [vault/test], reason: r}"), "")).toEqual([""]);
  expect(
    tags(narrow("{resources: [vault/a], reason: r}"), narrow("{resources: [vault/*], reason: r}")),
  ).toEqual([narrowed]);
  expect(tags(add("{actions: [vault:read]}"), add("{actions: [vault:read], when: context.live}"))).toEqual([
    narrowed,
  ]);
});

test("regions that are written otherwise cover as much", () => {
  expect(
    tags(add("{actions: [vault:read, vault:list]}"), add("{actions: [vault:read]}, {actions: [vault:list]}")),
  ).toEqual([""]);
  expect(
    tags(narrow("{resources: [vault/a], reason: r}"), narrow("{resources: [vault/a], reason: better}")),
  ).toEqual([""]);
});

test("all actions of a rule do not make up for all actions", () => {
  expect(tags(add('{actions: ["**"], resources: [x/y]}'), add("{resources: [x/y]}"))).toEqual([narrowed]);
  expect(tags(add("{resources: [x/y]}"), add('{actions: ["**"], resources: [x/y]}'))).toEqual([""]);
});

test("a word that means less makes a region smaller", () => {
  const words = (pattern: string): string =>
    `vocabulary: {resources: {vault: "${pattern}"}}\n${add("{resources: [vault]}")}`;
  const found = changes(words("vault/**"), words("vault/x"));
  expect(found.map(({ message }) => message)).toEqual([
    "`sensitive` covers less than before, since words of `vocabulary` have changed",
    "`vocabulary.resources.vault` went from `vault/**` to `vault/x`",
  ]);
  expect(found[0]?.tags).toEqual(["config", "config-sensitive", "sensitive-narrowed", "weakened"]);
});

test("a change of the config carries the lines of its key on both sides", () => {
  const [change] = changes(
    "labels:\n  other: [ci]\n  held: [ci, bot]",
    "labels:\n  held: [ci]\n  other: [ci]",
  );
  expect(change?.base).toMatchObject([{ id: "labels.held", text: "labels.held: bot, ci", line: 4 }]);
  expect(change?.head).toMatchObject([{ id: "labels.held", text: "labels.held: ci", line: 3 }]);
  const [gone] = changes(rules("overlap: error"), "");
  expect(gone?.base).toMatchObject([{ id: "lint.rules.overlap", line: 2 }]);
  expect(gone?.head).toEqual([]);
});

const list = (...tools: readonly string[]): { path: string; text: string } => ({
  path: "tools.json",
  text: `{"tools": [${tools.join(", ")}]}`,
});
const tool = (name: string, hints: string): string =>
  `{"name": "${name}", "inputSchema": {"type": "object"}, "annotations": {${hints}}}`;

test("a tool list that is given up, or that says its tools do less, is a loosening", () => {
  const config = "version: 1\ncatalog: {mcp: [{server: github, file: tools.json}]}\n";
  const side = (...tools: readonly string[]): ReturnType<typeof sideOf> =>
    sideOf(ci, config, [list(...tools)]);
  const told = (
    base: ReturnType<typeof sideOf>,
    head: ReturnType<typeof sideOf>,
  ): readonly (readonly string[])[] => difference(base, head).changes.map((change) => change.tags);
  const [plain, loosened] = [
    ["config", "config-catalog"],
    ["config", "config-catalog", "catalogue-loosened", "weakened"],
  ];
  const writes = side(tool("merge", '"readOnlyHint": false'));
  expect(told(writes, sideOf(ci))).toEqual([loosened]);
  expect(told(sideOf(ci), writes)).toEqual([plain]);
  expect(told(writes, side(tool("merge", '"readOnlyHint": true')))).toEqual([loosened]);
  expect(told(side(tool("merge", '"readOnlyHint": true')), writes)).toEqual([plain]);
  expect(difference(writes, sideOf(ci)).changes[0]?.base).toMatchObject([
    { id: "catalog.mcp.github", line: 2 },
  ]);
});

test("a set whose folder was renamed differs in nothing", () => {
  const texts = (folder: string): { readonly [path: string]: string } => ({
    [`${folder}/a.yaml`]: fleet,
    [`${folder}/guards.yaml`]: "guardrails:\n  - deny git:push on repos/x\n",
    [`${folder}-tests/a.test.yaml`]: "tests:\n  - ci cannot git:push on repos/x\n",
  });
  const config = (folder: string): string =>
    `version: 1\npolicies: [${folder}]\ntests: [${folder}-tests]\nlabels: {held: [ci]}\n${add("{actions: [vault:read]}")}\n`;
  expect(
    difference(sideOf(texts("policies"), config("policies")), sideOf(texts("rules"), config("rules")))
      .changes,
  ).toEqual([]);
});

test.each(examples)("the example %s in other folders differs from itself in nothing", (name) => {
  const { files, config } = readSet(exampleFolder(name));
  const side = (folder: string): Side => {
    const moved = files.map(({ path, text }) => ({ path: `${folder}${path}`, text }));
    const compilation = compile({ files: moved, config });
    if (compilation.set === null) throw new Error("it does not compile");
    return { ...compilation, set: compilation.set };
  };
  expect(difference(side(""), side("moved/"))).toEqual({ changes: [], unknown: [] });
});
