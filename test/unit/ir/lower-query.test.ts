import { expect, test } from "vitest";
import { printScope } from "../../../src/ir/print-ir.ts";
import { compileText } from "../../support/compile-text.ts";
import { compile, type ReadQuery } from "../../../src/pipeline.ts";

const config =
  "version: 1\nvocabulary: {actions: {push: git:push}, resources: {main: repos/*/branches/main}, conditions: {forced: context.force}}\n";

function read(question: string): ReadQuery {
  const compilation = compile({
    files: [{ path: "policies/ci.yaml", text: "policies:\n  - push on main\n" }],
    config: { path: "sentrely.yaml", text: config },
  });
  return compilation.readQuery(question);
}

test("words of the vocabulary are replaced, and known as such", () => {
  const { query } = read("who can push, git:merge on main given forced");
  if (query?.kind !== "whoCan") throw new Error("no question");
  expect(printScope(query.scope)).toBe("git:merge, git:push on repos/*/branches/main");
  expect(query.given).toMatchObject({ kind: "compare", literal: true });
  expect(query.spelled.map(({ globs }) => globs.map(({ key }) => key))).toEqual([["action:git:merge"]]);
  expect(query.vocabulary.map(({ key }) => key)).toEqual(["action:git:push"]);
});

test("a question's agent must be declared", () => {
  expect(read("what can ci do").query).toMatchObject({ kind: "whatCan", agent: "ci" });
  expect(read("what can cii do").diagnostics.map(({ message, help }) => [message, help])).toEqual([
    ["no such agent: `cii`", "did you mean `ci`?"],
  ]);
});

test("a question has no variables and no unknown words, and its spans count from its start", () => {
  expect(read("who can push on repos/${team}").diagnostics.map(({ code, span }) => [code, span])).toEqual([
    ["variable-scope", { file: "<question>", start: 22, end: 29 }],
  ]);
  expect(read("who can push on mian").diagnostics.map(({ help }) => help)).toEqual([
    'did you mean `main`?; for the literal resource write `"mian"` in quotes',
  ]);
  expect(read("who can push given fored").query).toBeNull();
});

test("a question leaves no trace in the set", () => {
  const text = "policies:\n  - git:push on repos/* when context.n == 1\n";
  const compilation = compile({ files: [{ path: "policies/ci.yaml", text }], config: null });
  expect(compilation.readQuery("who can git:push given context.other").diagnostics).toEqual([]);
  expect(compilation.readQuery("who can git:push given context.other == 1").diagnostics).toEqual([]);
  expect(
    compilation.readQuery("who can git:push given context.n").diagnostics.map(({ code }) => code),
  ).toEqual(["condition-type"]);
  expect(compilation.set).toEqual(compileText({ "policies/ci.yaml": text }).set);
});
