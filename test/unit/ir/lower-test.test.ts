import { expect, test } from "vitest";
import type { Sentence } from "../../../src/ir/ir.ts";
import { lowerPolicySet } from "../../../src/ir/lower.ts";
import { printCondition, printScope } from "../../../src/ir/print-ir.ts";
import { plainText } from "../../../src/syntax/scalar-text.ts";
import { parsePolicyFile } from "../../../src/syntax/parse-file.ts";
import { parseSentence } from "../../../src/syntax/sentence-parser.ts";
import { compileText, errorsOf } from "../../support/compile-text.ts";

const fleet = "agents: [ci-1, ci-2, bot]\npolicies:\n  - statement: x:y on z/*\n    id: one\n---\ntests:\n";
const config = "labels:\n  trusted:\n    - bot\nvocabulary:\n  resources:\n    main: repos/*/branches/main\n";

function sentence(text: string): Sentence {
  const { tests } = compileText(`${fleet}  - ${JSON.stringify(text)}\n`, config);
  const [test_] = tests;
  if (test_?.kind !== "sentence") throw new Error("no sentence");
  return test_;
}

test.each([
  ["ci-1 can x:y on z/a", ["ci-1"], "can"],
  ["ci-* cannot x:y on z/a", ["ci-1", "ci-2"], "cannot"],
  ["label:trusted needs approval to x:y on z/a", ["bot"], "needs approval to"],
  ["every agent cannot x:y on z/a", ["bot", "ci-1", "ci-2"], "cannot"],
  ["no agent can x:y on z/a", ["bot", "ci-1", "ci-2"], "cannot"],
  ["nobody can x:y on z/a", [], "can"],
  ["dev-* can x:y on z/a", [], "can"],
])("%s speaks of %j and says %s", (text, agents, verb) => {
  expect(sentence(text)).toMatchObject({ text, agents, verb });
});

test("a sentence uses the vocabulary, and without resources it speaks of all", () => {
  expect(printScope(sentence("bot cannot x:* except x:y main except repos/a/branches/main").scope)).toBe(
    "x:** except x:y on repos/*/branches/main except repos/a/branches/main",
  );
  expect(printScope(sentence("bot cannot x:y").scope)).toBe("x:y on **");
});

test("a sentence's `given` is a condition like any other", () => {
  const { given } = sentence("bot can x:y on z/a given context.b && context.a");
  expect(given === null ? null : printCondition(given)).toBe("context.a == true && context.b == true");
});

test("a sentence with a misspelt word or label is an error, not a test", () => {
  const compiled = compileText(`${fleet}  - bot cannot x:y mian\n  - label:trused can x:y on z/a\n`, config);
  expect(compiled.diagnostics.map(({ message }) => message)).toEqual([
    "no such vocabulary word: `mian`",
    "no such label: `trused`",
  ]);
  expect(compiled.tests).toEqual([]);
});

test("tests come in the order of files and lines", () => {
  const file = (name: string): string => `tests:\n  - ${name} can x:y on z/1\n  - ${name} can x:y on z/2\n`;
  const { tests } = compileText({
    "tests/b.test.yaml": file("bot"),
    "policies/a.yaml": fleet.slice(0, fleet.indexOf("---")),
    "tests/a.test.yaml": file("ci-1"),
  });
  expect(tests.map((t) => (t.kind === "sentence" ? t.text : ""))).toEqual([
    "ci-1 can x:y on z/1",
    "ci-1 can x:y on z/2",
    "bot can x:y on z/1",
    "bot can x:y on z/2",
  ]);
});

const matrix = (rest: string): string =>
  `${fleet}  - agents: [ci-1, bot]\n    actions: [x:y]\n    resources: [z/a]\n${rest}`;

test("a test of concrete requests keeps its literals and gets a name", () => {
  const { tests } = compileText(
    matrix("    expect: deny\n    because: [one, one]\n    now: 2026-01-05T03:00:00Z\n"),
  );
  expect(tests[0]).toMatchObject({
    kind: "matrix",
    name: "ci-1 and 1 more: x:y on z/a is deny",
    agents: ["ci-1", "bot"],
    actions: ["x:y"],
    resources: ["z/a"],
    contexts: [{}],
    now: Date.UTC(2026, 0, 5, 3),
    expect: "deny",
    because: ["one"],
    approvalChannel: null,
  });
});

test("a test that names an undeclared agent or statement is an error", () => {
  expect(
    errorsOf(
      matrix("    expect: deny\n    because: [oen]\n").replace("bot]\n    actions", "bto]\n    actions"),
    ),
  ).toEqual([
    "undefined-reference no such agent: `bto` @ bto",
    "undefined-reference no such statement id: `oen` @ oen",
  ]);
});

test("default ids may be named too", () => {
  const id = compileText("agent: a\npolicies:\n  - x:y on z/*\n").set?.statements[0]?.id ?? "";
  const text = (because: string): string =>
    `agent: a\npolicies:\n  - x:y on z/*\ntests:\n  - {agents: [a], actions: [x:y], resources: [z/a], expect: allow, because: ["${because}"]}\n`;
  expect(errorsOf(text(id))).toEqual([]);
  expect(errorsOf(text("a/00000000"))).toHaveLength(1);
});

test("a further sentence is resolved with the names of the set", () => {
  const source = { path: "policies/a.yaml", text: fleet.slice(0, fleet.indexOf("---")) };
  const ignore = (): void => undefined;
  const lowered = lowerPolicySet(
    { files: [parsePolicyFile(source, ignore)], config: null, sources: new Map([[source.path, source]]) },
    ignore,
  );
  const said: string[] = [];
  const ask = (text: string): Sentence | null => {
    const parsed = parseSentence(plainText(text, "query"), ignore);
    return parsed === null ? null : lowered.lowerSentence(parsed, ({ message }) => said.push(message));
  };
  expect(ask("ci-* can x:y on z/a")?.agents).toEqual(["ci-1", "ci-2"]);
  expect(ask("bot can x:y mian")).toBeNull();
  expect(said).toEqual(["no such vocabulary word: `mian`"]);
});
