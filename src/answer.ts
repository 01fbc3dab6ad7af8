/** Answers one question given as text: what `sentrely-policy query` does. */
import { AnalysisContext } from "./analysis/analysis-context.ts";
import type { Diagnostic } from "./base/diagnostic.ts";
import type { Compilation } from "./pipeline.ts";
import { answerQuery, type QueryResult, type QuerySettings } from "./query/answer-query.ts";

export interface AnswerSettings extends Omit<QuerySettings, "sources"> {
  /** Shared with other analyses of the same set, so that nothing is computed twice. */
  readonly analysis?: AnalysisContext;
}

/** What the answer is, or what is wrong with the question or the set that is asked. */
export type Answered =
  QueryResult | { readonly kind: "uncompiled"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Answers a question such as `who can push main` or `what can ci-runner do` for all valid requests.
 * `invalid`: it does not parse, or names what the set does not know; spans count from its start, in
 * the file `<question>`. `uncompiled`: the set itself holds an error.
 */
export function answer(compilation: Compilation, text: string, settings: AnswerSettings = {}): Answered {
  const { set, sources, diagnostics } = compilation;
  if (set === null) return { kind: "uncompiled", diagnostics };
  const read = compilation.readQuery(text);
  if (read.query === null) return { kind: "invalid", diagnostics: read.diagnostics };
  const { analysis, ...others } = settings;
  return answerQuery(analysis ?? new AnalysisContext(set), read.query, {
    ...others,
    sources: new Map([...sources, ["<question>", { path: "<question>", text }]]),
  });
}
