/** What rules are given, over policy texts. */
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import { defaultMaxStates } from "../../src/analysis/prover.ts";
import { LintContext } from "../../src/lint/lint-context.ts";
import { compile, type Compilation } from "../../src/pipeline.ts";
import { catalogueOf } from "./catalogue.ts";

export interface ContextOfText {
  readonly context: LintContext;
  readonly compilation: Compilation;
}

/** The context over `policies/a.yaml`; fails with the messages when the text does not compile. */
export function contextOf(text: string, config: string | null = null): ContextOfText {
  const compilation = compile({
    files: [{ path: "policies/a.yaml", text }],
    config: config === null ? null : { path: "sentrely.yaml", text: config },
  });
  const { set, tests, trees, sources } = compilation;
  if (set === null) {
    throw new Error(compilation.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  }
  const context = new LintContext({
    set,
    tests,
    config: compilation.config,
    sensitive: compilation.sensitive,
    trees,
    sources,
    catalogue: catalogueOf(compilation),
    analysis: new AnalysisContext(set),
    now: Date.parse("2026-01-05T12:00:00Z"),
    maxStates: defaultMaxStates,
  });
  return { context, compilation };
}
