/** Compares policy texts and says what came of it, in the words that tests compare. */
import type { Change, Difference } from "../../src/diff/change.ts";
import type { SourceFile } from "../../src/base/source.ts";
import { comparePolicies } from "../../src/diff/compare.ts";
import type { CompareOptions, Side } from "../../src/diff/side.ts";
import { compile } from "../../src/pipeline.ts";
import { saidOf } from "./compile-text.ts";

type Files = string | { readonly [path: string]: string };

/** A side from the text of `policies/a.yaml`, or from several files; with the tool lists that its config names. */
export function sideOf(files: Files, config?: string, toolLists: readonly SourceFile[] = []): Side {
  const texts = typeof files === "string" ? { "policies/a.yaml": files } : files;
  const compilation = compile({
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    config: config === undefined ? null : { path: "sentrely.yaml", text: config },
    toolLists,
  });
  const { set } = compilation;
  if (set === null) throw new Error(saidOf(compilation).join("\n"));
  return { ...compilation, set };
}

/** One agent, `ci`, with these entries of `policies:`; lines after the first hang below. */
export function agent(...statements: readonly string[]): string {
  const items = statements.map((text) => `  - ${text.replaceAll("\n", "\n    ")}\n`);
  return `agent: ci\npolicies:\n${items.join("")}`;
}

/** Two sides without a question left open. */
export function difference(base: Side, head: Side, options: CompareOptions = {}): Difference {
  const found = comparePolicies(base, head, options);
  if (found.unknown.length > 0) throw new Error(JSON.stringify(found.unknown));
  return found;
}

export function changesBetween(base: Files, head: Files): readonly Change[] {
  return difference(sideOf(base), sideOf(head)).changes;
}

/** `kind: message` of each change between two texts. */
export function toldBetween(base: Files, head: Files): string[] {
  return changesBetween(base, head).map(toldOf);
}

/** `kind: message` of each change between two configs of one text. */
export function toldByConfig(files: Files, base: string, head: string): string[] {
  return difference(sideOf(files, base), sideOf(files, head)).changes.map(toldOf);
}

export function toldOf({ kind, message }: Change): string {
  return `${kind}: ${message}`;
}
