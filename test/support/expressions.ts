/** Running one expression parser on a plain text, for tests. */
import type { Diagnostic, Report } from "../../src/base/diagnostic.ts";
import { parseCondition } from "../../src/syntax/condition-parser.ts";
import { parsePatternList } from "../../src/syntax/pattern-list-parser.ts";
import {
  printCondition,
  printPatternList,
  printQuery,
  printSentence,
  printStatement,
} from "../../src/syntax/print.ts";
import { parseQuery } from "../../src/syntax/query-parser.ts";
import { plainText } from "../../src/syntax/scalar-text.ts";
import type { ScalarText } from "../../src/syntax/scalar-text.ts";
import { parseSentence } from "../../src/syntax/sentence-parser.ts";
import { parseShape } from "../../src/syntax/shape-parser.ts";
import { parseStatement } from "../../src/syntax/statement-parser.ts";

export type ExpressionForm = "statement" | "condition" | "sentence" | "query" | "pattern" | "shape";
export const expressionForms: readonly ExpressionForm[] = [
  "statement",
  "condition",
  "sentence",
  "query",
  "pattern",
  "shape",
];

/** What a parser made of a text: a tree, its canonical text, and what it reported. */
export interface Parsed {
  readonly tree: unknown;
  readonly printed: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

function parse(
  form: ExpressionForm,
  text: ScalarText,
  report: Report,
): { tree: unknown; printed: string | null } {
  switch (form) {
    case "statement": {
      const tree = parseStatement(text, report);
      return { tree, printed: tree && printStatement(tree) };
    }
    case "condition": {
      const tree = parseCondition(text, report);
      return { tree, printed: tree && printCondition(tree) };
    }
    case "sentence": {
      const tree = parseSentence(text, report);
      return { tree, printed: tree && printSentence(tree) };
    }
    case "query": {
      const tree = parseQuery(text, report);
      return { tree, printed: tree && printQuery(tree) };
    }
    case "pattern": {
      const tree = parsePatternList(text, report);
      return { tree, printed: tree && printPatternList(tree) };
    }
    case "shape": {
      const tree = parseShape(text, report);
      return { tree, printed: tree && tree.text };
    }
  }
}

/** Parses `text` as it would stand in a file of its own. */
export function parseAs(form: ExpressionForm, text: string | ScalarText): Parsed {
  const diagnostics: Diagnostic[] = [];
  const scalar = typeof text === "string" ? plainText(text, "test.yaml") : text;
  const { tree, printed } = parse(form, scalar, (diagnostic) => diagnostics.push(diagnostic));
  return { tree, printed, diagnostics };
}

/** The text that a diagnostic underlines. */
export function underlined(text: string, diagnostic: Diagnostic): string {
  return diagnostic.span === null ? "" : text.slice(diagnostic.span.start, diagnostic.span.end);
}

/** A tree without its places and without a sentence's own text. */
export function withoutPlaces(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPlaces);
  if (typeof tree !== "object" || tree === null) return tree;
  const isSentence = "verb" in tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key]) => key !== "span" && !(isSentence && key === "text"))
      .map(([key, value]) => [key, withoutPlaces(value)]),
  );
}

/** The text after the edits of the first fix of `diagnostic`. */
export function afterFix(text: string, diagnostic: Diagnostic): string {
  const edits = [...(diagnostic.fixes[0]?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  return edits.reduce(
    (fixed, edit) => fixed.slice(0, edit.span.start) + edit.text + fixed.slice(edit.span.end),
    text,
  );
}
