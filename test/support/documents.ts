/** Parses policy texts in tests: what was found, underlined, and what fixes make of the text. */
import { sortDiagnostics, type Diagnostic, type Fix } from "../../src/base/diagnostic.ts";
import { defined } from "../../src/base/invariant.ts";
import type { SourceFile } from "../../src/base/source.ts";
import type { ConfigNode, FileNode, StatementNode } from "../../src/syntax/ast.ts";
import { parseConfigFile, parsePolicyFile } from "../../src/syntax/parse-file.ts";

/** A diagnostic as tests compare it: code, underlined text, message, help. */
export interface Found {
  readonly code: string;
  readonly at: string;
  readonly message: string;
  readonly help: string | null;
}

export interface Parsed {
  readonly file: FileNode;
  readonly diagnostics: readonly Diagnostic[];
  readonly found: readonly Found[];
  /** `code «underlined»` of each diagnostic. */
  readonly marks: readonly string[];
}

export function parse(text: string, path = "policies/ci-runner.yaml"): Parsed {
  const diagnostics: Diagnostic[] = [];
  const file = parsePolicyFile({ path, text }, (d) => diagnostics.push(d));
  return { file, ...summary({ path, text }, diagnostics) };
}

export function parseConfig(text: string): Omit<Parsed, "file"> & { readonly config: ConfigNode | null } {
  const source = { path: "sentrely.yaml", text };
  const diagnostics: Diagnostic[] = [];
  const config = parseConfigFile(source, (d) => diagnostics.push(d));
  return { config, ...summary(source, diagnostics) };
}

function summary(source: SourceFile, diagnostics: readonly Diagnostic[]): Omit<Parsed, "file"> {
  const found = sortDiagnostics(diagnostics).map(({ code, span, message, help }) => ({
    code,
    at: span === null ? "" : source.text.slice(span.start, span.end),
    message,
    help,
  }));
  return { diagnostics, found, marks: found.map(({ code, at }) => `${code} «${at}»`) };
}

/** The one statement of a text that is right. */
export function onlyStatement(text: string, path?: string): StatementNode {
  const { file, marks } = parse(text, path);
  if (!file.complete) throw new Error(`refused: ${marks.join(", ")}`);
  return defined(file.documents[0]?.statements[0], "a statement");
}

/** The text after the first fix of the first diagnostic that has one. */
export function fixed(
  text: string,
  { diagnostics }: { readonly diagnostics: readonly Diagnostic[] },
): string {
  const fix: Fix = defined(diagnostics.flatMap(({ fixes }) => fixes)[0], "a fix");
  return [...fix.edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((t, { span, text: by }) => t.slice(0, span.start) + by + t.slice(span.end), text);
}

/** A tree without its places. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === "span" ? undefined : value)));
}
