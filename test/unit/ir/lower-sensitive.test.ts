import { expect, test } from "vitest";
import { globText } from "../../../src/ir/glob.ts";
import { compile, type Compilation } from "../../../src/pipeline.ts";

const policy = "agent: a\npolicies:\n  - statement: bank:pay on bank/*\n    when: context.amount <= 5\n";

function compiled(config: string, text: string = policy): Compilation {
  return compile({
    files: [{ path: "policies/a.yaml", text }],
    config: { path: "sentrely.yaml", text: config },
  });
}

const errorsOf = ({ diagnostics }: Compilation): string[] =>
  diagnostics.map(({ code, message }) => `${code}: ${message}`);

const narrow = (entry: string): string => `sensitive: {ungated-financial: {narrow: [${entry}]}}\n`;

test("entries come by rule, additions first; words of the vocabulary stand for what they name", () => {
  const { sensitive, diagnostics } = compiled(`vocabulary:
  actions: {pay: bank:pay}
  resources: {till: [bank/till, bank/desk]}
  conditions: {small: context.amount <= 5}
sensitive:
  credential-read: {narrow: [{actions: [pay], reason: r}]}
  ungated-financial:
    narrow: [{resources: [till], when: small, reason: r}]
    add: [{actions: [pay]}]
`);
  expect(diagnostics).toEqual([]);
  expect(sensitive.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual([
    "ungated-financial add",
    "ungated-financial narrow",
    "credential-read narrow",
  ]);
  const till = sensitive[1];
  expect(till?.resources?.flatMap(({ globs }) => globs.map(globText))).toEqual(["bank/desk", "bank/till"]);
  expect(till?.condition).toMatchObject({ kind: "compare", operator: "<=", literal: 5 });
});

test("an attribute has one type across policies and narrowings", () => {
  expect(errorsOf(compiled(narrow("{when: context.amount.startsWith('x'), reason: r}")))).toEqual([
    "condition-type: `context.amount` is a number, used here as a string",
  ]);
});

test("an undeclared attribute, an unknown word and a variable are errors", () => {
  const closed = `context: {amount: {type: number}}\n${narrow("{when: context.amuont <= 5, reason: r}")}`;
  expect(errorsOf(compiled(closed))).toEqual([
    "undefined-reference: no such context attribute: `context.amuont`",
  ]);
  expect(errorsOf(compiled(narrow("{resources: [till], reason: r}")))).toEqual([
    "undefined-reference: no such vocabulary word: `till`",
  ]);
  expect(errorsOf(compiled(narrow("{resources: ['bank/${agent}/*'], reason: r}")))).toEqual([
    "variable-scope: `${agent}` has no value in a region of sensitive operations",
  ]);
});

test("neither the set nor its revision depends on what is narrowed", () => {
  const plain = compiled("version: 1\n").set;
  const narrowed = compiled(`version: 1\n${narrow("{when: context.clerk == 'x', reason: r}")}`).set;
  expect(narrowed).not.toBeNull();
  expect(narrowed?.revision).toBe(plain?.revision);
  expect(narrowed?.context).toEqual(plain?.context);
});
