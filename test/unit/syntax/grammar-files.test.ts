import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { expressionMessages } from "../../../src/syntax/expression-messages.ts";
import { ExpressionGrammar } from "../../../src/syntax/expression-grammar.ts";
import { PATTERN_PRODUCTIONS } from "../../../src/syntax/pattern-parser.ts";
import { SHAPE_PRODUCTIONS } from "../../../src/syntax/shape-parser.ts";
import { KEYWORDS } from "../../../src/syntax/tokens.ts";
import { expressionForms, parseAs, underlined, withoutPlaces } from "../../support/expressions.ts";
import type { ExpressionForm } from "../../support/expressions.ts";

const grammar = join(import.meta.dirname, "../../../grammar");

function read(path: string): string {
  return readFileSync(join(grammar, path), "utf8");
}

function files(folder: string): { name: string; form: ExpressionForm; text: string }[] {
  return readdirSync(join(grammar, folder))
    .sort()
    .map((file) => {
      const form = expressionForms.find((known) => file.startsWith(`${known}-`));
      if (form === undefined) throw new Error(`${file} names no form`);
      return { name: file, form, text: read(join(folder, file)) };
    });
}

const accepted = files("accept");
const rejected = files("reject").map(({ name, form, text }) => {
  const header = /^# error ([a-z-]+) at (".*")\n/.exec(text);
  if (header === null) throw new Error(`${name} has no header`);
  const at: unknown = JSON.parse(header[2] ?? "");
  return { name, form, text: text.slice(header[0].length), expected: { code: header[1], at } };
});

/** The names of the productions that a grammar file defines, without its comments. */
function productions(file: string): string[] {
  const text = read(file).replace(/\(\*[^]*?\*\)/g, "");
  return [...text.matchAll(/^([A-Za-z]+)\s*=/gm)].map((match) => match[1] ?? "");
}

test("the parser passes every check that chevrotain makes of a grammar", () => {
  expect(() => new ExpressionGrammar(true)).not.toThrow();
});

test("the productions of statements, sentences, questions and conditions are the parser's rules", () => {
  const written = ["statement.ebnf", "sentence.ebnf", "query.ebnf", "condition.ebnf"].flatMap(productions);
  expect(written.toSorted()).toEqual(
    Object.keys(new ExpressionGrammar(false).getGAstProductions()).toSorted(),
  );
});

test("the productions of patterns are those that their parser names", () => {
  expect(productions("pattern.ebnf").toSorted()).toEqual(PATTERN_PRODUCTIONS.toSorted());
});

test("the productions of shapes are those that their parser names", () => {
  expect(productions("shape.ebnf").toSorted()).toEqual(SHAPE_PRODUCTIONS.toSorted());
});

test("the keywords of the lexical grammar are the scanner's", () => {
  const production = /keyword\s*=([^;]*);/.exec(read("lexical.ebnf"))?.[1] ?? "";
  expect([...production.matchAll(/"(\w+)"/g)].map((match) => match[1]).toSorted()).toEqual(
    KEYWORDS.toSorted(),
  );
});

test.each(accepted)("$name is accepted", ({ form, text }) => {
  expect(parseAs(form, text).diagnostics).toEqual([]);
});

test.each(accepted)("$name means the same once printed", ({ form, text }) => {
  const { tree, printed } = parseAs(form, text);
  const again = parseAs(form, printed ?? "");
  expect(withoutPlaces(again.tree)).toEqual(withoutPlaces(tree));
  expect(again.printed).toBe(printed);
});

test.each(rejected)("$name is rejected at its mistake, once", ({ form, text, expected }) => {
  const { tree, diagnostics } = parseAs(form, text);
  expect(diagnostics.map((d) => ({ code: d.code, at: underlined(text, d) }))).toEqual([expected]);
  expect(tree).toBeNull();
});

test.each(rejected)("the message for $name keeps to the style", ({ form, text }) => {
  for (const { message, severity } of parseAs(form, text).diagnostics) {
    expect(severity).toBe("error");
    expect(message).toMatch(/^[^A-Z\n\r][^\n\r]*[^.\n\r]$/);
  }
});

test("every code of expressions has a rejected example", () => {
  const shown = new Set(rejected.map(({ expected }) => expected.code));
  expect(expressionMessages.catalogue.map(({ code }) => code).filter((code) => !shown.has(code))).toEqual([]);
});

test("every kind of node occurs in an accepted example", () => {
  const kinds = new Set<unknown>();
  const collect = (tree: unknown): void => {
    if (typeof tree !== "object" || tree === null) return;
    if ("kind" in tree) kinds.add(tree.kind);
    Object.values(tree).forEach(collect);
  };
  accepted.forEach(({ form, text }) => {
    collect(parseAs(form, text).tree);
  });
  const pattern = ["word", "pattern", "text", "star", "deep", "choice", "variable"];
  const condition = ["or", "and", "not", "compare", "oneOf", "member", "has", "truth", "context", "time"];
  const others = ["agents", "label", "every", "no", "whoCan", "whatCan", "segment", "segments"];
  expect([...kinds].toSorted()).toEqual([...pattern, ...condition, ...others].toSorted());
});
