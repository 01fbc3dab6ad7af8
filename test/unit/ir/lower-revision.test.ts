import { expect, test } from "vitest";
import type { RevisionReading } from "../../../src/ir/lower-revision.ts";
import { printCondition, printScope } from "../../../src/ir/print-ir.ts";
import { compile, type Compilation } from "../../../src/pipeline.ts";
import { runTests } from "../../../src/testing/run-tests.ts";

/** A compiled revision; `config` is the text of `sentrely.yaml`. */
function revision(text: string, config?: string): Compilation {
  const compilation = compile({
    files: [{ path: "policies/a.yaml", text }],
    config: config === undefined ? null : { path: "sentrely.yaml", text: config },
  });
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return compilation;
}

function fleet(agents: string, ...statements: readonly string[]): string {
  const items = statements.length === 0 ? ["git:push on repos/*"] : statements;
  return `agents: [${agents}]\npolicies:\n${items.map((item) => `  - ${item}\n`).join("")}`;
}

function tests(...entries: readonly string[]): string {
  return `---\ntests:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`;
}

/** The tests of `base` read by `head`: `name: agents` of each, and what is unreadable. */
function told({ tests: read, unreadable }: RevisionReading): { tests: string[]; unreadable: string[] } {
  return {
    tests: read.map((t) =>
      t.kind === "sentence"
        ? `${t.text}: ${t.agents.join(" ")}`
        : t.kind === "matrix"
          ? `${t.name}: ${t.agents.join(" ")}`
          : t.name,
    ),
    unreadable: unreadable.map(({ name, message }) => `${name}: ${message}`),
  };
}

test("sentences are read with the other revision's words", () => {
  const words = (main: string): string => `version: 1\nvocabulary: {resources: {main: ${main}}}\n`;
  const base = revision(fleet("ci") + tests("ci cannot git:push main"), words("repos/*/branches/main"));
  const head = revision(fleet("ci"), words("repos/none"));
  const [read] = head.readRevision(base).tests;
  expect(read?.kind === "sentence" ? printScope(read.scope) : "").toBe("git:push on repos/*/branches/main");
});

test("a label is the other revision's, its entries are looked up among this set's agents", () => {
  const base = revision(
    fleet("ci-1, old") + tests("label:trusted cannot sql:* on **"),
    'version: 1\nlabels: {trusted: ["ci-*", old]}\n',
  );
  const head = revision(fleet("ci-1, ci-2, new"), "version: 1\nlabels: {trusted: [new]}\n");
  expect(told(head.readRevision(base))).toEqual({
    tests: ["label:trusted cannot sql:* on **: ci-1 ci-2"],
    unreadable: [],
  });
});

test("`every agent` are those of this set", () => {
  const base = revision(fleet("a") + tests("every agent cannot sql:* on **"));
  expect(told(revision(fleet("b, c")).readRevision(base)).tests).toEqual([
    "every agent cannot sql:* on **: b c",
  ]);
});

test("of an agent that is gone, what it cannot holds, and what it can is unreadable", () => {
  const base = revision(
    fleet("ci, old") +
      tests(
        "old cannot sql:* on **",
        "old can git:push on repos/a",
        "old needs approval to git:push on repos/a",
        "ci can git:push on repos/a",
      ),
  );
  const reading = revision(fleet("ci")).readRevision(base);
  expect(told(reading)).toEqual({
    tests: ["ci can git:push on repos/a: ci"],
    unreadable: [
      "old can git:push on repos/a: no agent of this set matches `old`",
      "old needs approval to git:push on repos/a: no agent of this set matches `old`",
    ],
  });
  const [first] = reading.unreadable;
  expect(base.sources.get("policies/a.yaml")?.text.slice(first?.place.start, first?.place.end)).toBe(
    "old can git:push on repos/a",
  );
});

test("a label that matches nobody any more is treated like an agent that is gone", () => {
  const config = "version: 1\nlabels: {trusted: [old]}\n";
  const base = revision(
    fleet("ci, old") + tests("label:trusted cannot sql:* on **", "label:trusted can git:push on repos/a"),
    config,
  );
  expect(told(revision(fleet("ci")).readRevision(base))).toEqual({
    tests: [],
    unreadable: ["label:trusted can git:push on repos/a: no agent of this set matches `label:trusted`"],
  });
});

test("a matrix stays for the agents that are left, under its own name", () => {
  const matrix = (expect_: string, agents: string): string =>
    `{agents: ${agents}, actions: [git:push], resources: [repos/a], expect: ${expect_}}`;
  const base = revision(
    fleet("ci, old") +
      tests(
        matrix("allow", "[ci, old]"),
        matrix("deny", "[old, ci]"),
        matrix("deny", "[old]"),
        matrix("allow", "[old]"),
      ),
  );
  expect(told(revision(fleet("ci")).readRevision(base))).toEqual({
    tests: [
      "ci and 1 more: git:push on repos/a is allow: ci",
      "old and 1 more: git:push on repos/a is deny: ci",
    ],
    unreadable: [
      "ci and 1 more: git:push on repos/a is allow: no agent of this set matches `old`",
      "old: git:push on repos/a is allow: no agent of this set matches `old`",
    ],
  });
});

test("a test that names a statement id which is gone stays, and fails when it runs", () => {
  const text = (id: string): string =>
    `agent: ci\npolicies:\n  - statement: git:push on repos/*\n    id: ${id}\n`;
  const matrix = tests(
    "{agents: [ci], actions: [git:push], resources: [repos/a], expect: allow, because: [push]}",
  );
  const head = revision(text("other"));
  const { tests: read, unreadable } = head.readRevision(revision(text("push") + matrix));
  expect(unreadable).toEqual([]);
  if (head.set === null) throw new Error("no set");
  expect(runTests(head.set, read).map(({ status }) => status)).toEqual(["failed"]);
});

test("channels are not checked: an asserted one that is gone fails when it runs", () => {
  const gate =
    'statement: git:push on repos/*\n    requires_approval: true\n    approval_channel: "slack:#ops"';
  const matrix = tests(
    '{agents: [ci], actions: [git:push], resources: [repos/a], expect: require_approval, approval_channel: ["slack:#ops"]}',
  );
  const base = revision(fleet("ci", gate) + matrix, 'version: 1\nchannels: ["slack:#ops"]\n');
  const head = revision(fleet("ci"), 'version: 1\nchannels: ["slack:#dev"]\n');
  const { tests: read, unreadable } = head.readRevision(base);
  expect(unreadable).toEqual([]);
  if (head.set === null) throw new Error("no set");
  expect(runTests(head.set, read).map(({ status }) => status)).toEqual(["failed"]);
});

test("a condition that has another type here is unreadable, written or by a word", () => {
  const config = (type: string): string =>
    `version: 1\ncontext: {env: {type: ${type}}}\n` +
    (type === "string" ? `vocabulary: {conditions: {prod: context.env == "prod"}}\n` : "");
  const base = revision(
    fleet("ci") +
      tests(
        `'ci cannot sql:* on ** given context.env == "prod"'`,
        "ci cannot sql:* on ** given prod",
        "ci cannot sql:* on **",
      ),
    config("string"),
  );
  expect(told(revision(fleet("ci"), config("bool")).readRevision(base))).toEqual({
    tests: ["ci cannot sql:* on **: ci"],
    unreadable: [
      `ci cannot sql:* on ** given context.env == "prod": \`context.env\` is a boolean, used here as a string`,
      "ci cannot sql:* on ** given prod: `context.env` is a boolean, used here as a string",
    ],
  });
});

test("a condition on what this set does not know is read, runs, and adds nothing to the set", () => {
  const base = revision(fleet("ci") + tests(`'ci cannot git:push on repos/a given context.env == "prod"'`));
  const head = revision(fleet("ci"));
  const { tests: read } = head.readRevision(base);
  if (head.set === null) throw new Error("no set");
  expect(head.set.context).toEqual([]);
  expect(runTests(head.set, read).map(({ status }) => status)).toEqual(["failed"]);
  // What was inferred is forgotten.
  expect(head.readSentence("ci cannot git:push on repos/a given context.env == 1").diagnostics).toEqual([]);
});

test("sensitive regions are read with the other revision's words", () => {
  const config = (rest: string): string => `version: 1\n${rest}`;
  const base = revision(
    fleet("ci"),
    config(
      'context: {size: {type: number}}\nvocabulary: {resources: {vault: "vault/**"}}\n' +
        "sensitive:\n  credential-read:\n    add:\n      - {actions: [git:gc], resources: [vault], when: context.size > 1}\n",
    ),
  );
  const head = revision(fleet("ci"));
  const { sensitive, unreadable } = head.readRevision(base);
  expect(unreadable).toEqual([]);
  expect(
    sensitive.map(({ rule, kind, resources, condition }) => [
      rule,
      kind,
      resources?.map(({ globs }) => globs.map(({ key }) => key)),
      condition === null ? null : printCondition(condition),
    ]),
  ).toEqual([["credential-read", "add", [["resource:vault/**"]], "context.size > 1"]]);
  const other = revision(fleet("ci"), config("context: {size: {type: string}}\n"));
  expect(other.readRevision(base)).toMatchObject({
    sensitive: [],
    unreadable: [
      { name: "sensitive.credential-read.add", message: "`context.size` is a string, used here as a number" },
    ],
  });
});
