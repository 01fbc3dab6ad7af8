/** Lints policy texts with some rules, and says what they found in the words that tests compare. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { Rule } from "../../src/lint/define-rule.ts";
import { lint } from "../../src/lint-set.ts";
import { compile, type Compilation } from "../../src/pipeline.ts";
import { editSources } from "../../src/cli/apply-fixes.ts";
import { catalogueOf } from "./catalogue.ts";
import { inputOf } from "./set-input.ts";

export type Texts = string | { readonly [path: string]: string };

export interface LintTextOptions {
  readonly config?: string;
  /** An ISO instant; 2026-01-05 unless given. */
  readonly now?: string;
  readonly maxStates?: number;
}

function compilationOf(files: Texts, config: string | undefined): Compilation {
  const texts = typeof files === "string" ? { "policies/a.yaml": files } : files;
  const input = inputOf(Object.entries(texts));
  return compile(
    config === undefined ? input : { ...input, config: { path: "sentrely.yaml", text: config } },
  );
}

/** What the rules find; fails when the text does not compile, since then they find nothing. */
export function findingsOf(
  rules: readonly Rule[],
  files: Texts,
  options: LintTextOptions = {},
): readonly Diagnostic[] {
  const compilation = compilationOf(files, options.config);
  if (compilation.set === null) {
    const errors = compilation.diagnostics.filter((d) => d.severity === "error");
    throw new Error(errors.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
  const codes = new Set([...rules.map(({ id }) => id), "undecided"]);
  return lint(compilation, {
    now: Date.parse(options.now ?? "2026-01-05T12:00:00Z"),
    catalogue: catalogueOf(compilation),
    rules,
    ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
  }).filter((d) => codes.has(d.code));
}

/** Each finding as `severity id: message @ text under the span`, texts of related places after ` < `. */
export function saidBy(rules: Rule | readonly Rule[], files: Texts, options: LintTextOptions = {}): string[] {
  const list = "id" in rules ? [rules] : rules;
  const { sources } = compilationOf(files, options.config);
  const textAt = (span: Diagnostic["span"]): string =>
    span === null ? "" : (sources.get(span.file)?.text.slice(span.start, span.end) ?? "");
  return findingsOf(list, files, options).map((d) =>
    [
      `${d.severity} ${d.code}: ${d.message} @ ${textAt(d.span)}`,
      ...d.related.map((r) => textAt(r.span)),
    ].join(" < "),
  );
}

/** The text of the one file after the first fix of the first finding that has one. */
export function fixedBy(rule: Rule, text: string, options: LintTextOptions = {}): string {
  const fix = findingsOf([rule], text, options).flatMap((d) => d.fixes)[0];
  if (fix === undefined) throw new Error(`${rule.id} offers no fix`);
  const [fixed] = editSources([{ path: "policies/a.yaml", text }], fix.edits);
  return fixed?.text ?? "";
}
